#include "clones.h"
#include "desne_fixed.h"

// Bounds: differences have at most 24 bits and a sign, so squares stay below 2^48 and their sum below
// 2^49; 1 + squared distance is below 2^32; weights have at most 21 bits, n p_ij 23, products of a
// weight and a difference 50 bits; sums of 2^16 of them are limited by |q d| <= 1/2 to 2^63.

enum { block = 256 };

NMS_CLONES
void nms_fixed_pairs(const int32_t *restrict x, const int32_t *restrict y, size_t count,
                     size_t first, size_t last, const uint32_t *restrict joint,
                     const uint32_t *restrict table, const struct nms_fixed_pair *formats,
                     int64_t *restrict forces, uint64_t *weight_sum, uint64_t *saturations) {
  const struct nms_fixed_pair f = *formats;
  int64_t *restrict ax = forces, *restrict ay = forces + count;
  int64_t *restrict rx = forces + 2 * count, *restrict ry = forces + 3 * count;
  const uint32_t down = f.square_places > 0 ? (uint32_t)f.square_places : 0;
  const uint32_t up = f.square_places < 0 ? (uint32_t)-f.square_places : 0;
  const uint64_t half = ((uint64_t)1 << down) >> 1;
  const uint32_t one = 1u << f.square_bits;
  const uint32_t mask = (1u << f.mantissa_bits) - 1, index_places = 31 - f.mantissa_bits;
  const uint32_t repel_down = f.squared_weight_places > 0 ? (uint32_t)f.squared_weight_places : 0;
  const uint32_t repel_up = f.squared_weight_places < 0 ? (uint32_t)-f.squared_weight_places : 0;
  const uint64_t repel_half = ((uint64_t)1 << repel_down) >> 1;
  const uint32_t attract_down = f.attraction_places > 0 ? (uint32_t)f.attraction_places : 0;
  const uint32_t attract_up = f.attraction_places < 0 ? (uint32_t)-f.attraction_places : 0;
  const uint64_t attract_half = ((uint64_t)1 << attract_down) >> 1;
  uint64_t total = 0, saturated = 0;
  int32_t dx[block], dy[block], repel[block], attract[block];
  for (size_t i = first; i < last; i++) {
    const int32_t xi = x[i], yi = y[i];
    int64_t axi = 0, ayi = 0, rxi = 0, ryi = 0;
    for (size_t start = i + 1; start < count; start += block) {
      const size_t width = count - start < block ? count - start : block;
      uint32_t sum = 0, over = 0;
      for (size_t j = 0; j < width; j++) {
        const int32_t u = xi - x[start + j], v = yi - y[start + j];
        dx[j] = u;
        dy[j] = v;
        const uint64_t exact = (uint64_t)((int64_t)u * u) + (uint64_t)((int64_t)v * v);
        uint64_t wide = ((exact + half) >> down) << up;
        over += wide > f.square_maximum;
        wide = wide > f.square_maximum ? f.square_maximum : wide;
        const uint32_t r = (uint32_t)wide + one;
        const uint32_t zeros = (uint32_t)__builtin_clz(r);
        // The leading one to bit 31, then the bits below it.
        const uint32_t entry = table[((r << zeros) >> index_places) & mask];
        const uint32_t places = 31 - zeros - f.square_bits;
        const uint32_t q = (entry + ((1u << places) >> 1)) >> places;
        sum += q;
        repel[j] = (int32_t)((((uint64_t)q * q + repel_half) >> repel_down) << repel_up);
        uint64_t a =
            (((uint64_t)q * joint[start - i - 1 + j] + attract_half) >> attract_down) << attract_up;
        over += a > f.attraction_maximum;
        attract[j] = (int32_t)(a > f.attraction_maximum ? f.attraction_maximum : a);
      }
      total += sum;
      saturated += over;
      for (size_t j = 0; j < width; j++) {
        const int64_t fx = (int64_t)attract[j] * dx[j], fy = (int64_t)attract[j] * dy[j];
        const int64_t gx = (int64_t)repel[j] * dx[j], gy = (int64_t)repel[j] * dy[j];
        axi += fx;
        ayi += fy;
        rxi += gx;
        ryi += gy;
        ax[start + j] -= fx;
        ay[start + j] -= fy;
        rx[start + j] -= gx;
        ry[start + j] -= gy;
      }
    }
    ax[i] += axi;
    ay[i] += ayi;
    rx[i] += rxi;
    ry[i] += ryi;
    joint += count - i - 1;
  }
  *weight_sum += total;
  *saturations += saturated;
}
