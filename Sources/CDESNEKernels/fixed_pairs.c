#include "clones.h"
#include "desne_fixed.h"

// Bounds: differences have at most 25 bits and a sign, so squares stay below 2^50; 1 + squared
// distance is below 2^32; weights have at most 21 bits, n p_ij 23, products of a weight and a
// difference 51 bits; |q d| <= 1/2 limits sums of 2^16 of them to 2^63.
//
// Bounds of the narrow form, which the caller checks: a difference without the low half of the bits
// that its square loses is below 2^15; q * q and p * q and their rounding constants are below 2^32.

enum { block = 256 };

struct sums {
  int64_t ax, ay, rx, ry;
  uint64_t weights, saturated;
};

NMS_INLINE void drop(int32_t places, uint32_t *down, uint32_t *up, uint64_t *half) {
  *down = places > 0 ? (uint32_t)places : 0;
  *up = places < 0 ? (uint32_t)-places : 0;
  *half = ((uint64_t)1 << *down) >> 1;
}

// A squared difference without its low bits, rounded: with d = 2^k a + b and 2 k dropped bits,
// d^2 / 2^2k = a^2 + (2 a b 2^k + b^2) / 2^2k, whose terms fit in 32 bits.
NMS_INLINE uint32_t narrow_square(int32_t difference, uint32_t k, uint32_t half) {
  const uint32_t d = (uint32_t)(difference < 0 ? -difference : difference);
  const uint32_t a = d >> k, b = d & ((1u << k) - 1);
  return a * a + ((((a * b) << (k + 1)) + b * b + half) >> (2 * k));
}

// Differences, repulsion and attraction weights of point i and `width` points from `start` on.
NMS_INLINE void weigh(const int32_t *restrict x, const int32_t *restrict y, size_t i, size_t start,
                      size_t width, const uint32_t *restrict joint,
                      const uint32_t *restrict table, const struct nms_fixed_pair *f, int narrow,
                      int32_t *restrict dx, int32_t *restrict dy, int32_t *restrict repel,
                      int32_t *restrict attract, struct sums *sums) {
  const int32_t xi = x[i], yi = y[i];
  uint32_t down, up, repel_down, repel_up, attract_down, attract_up;
  uint64_t half, repel_half, attract_half;
  drop(f->square_places, &down, &up, &half);
  drop(f->squared_weight_places, &repel_down, &repel_up, &repel_half);
  drop(f->attraction_places, &attract_down, &attract_up, &attract_half);
  const uint32_t k = down / 2;
  const uint32_t one = 1u << f->square_bits, square_maximum = f->square_maximum;
  const uint32_t mask = (1u << f->mantissa_bits) - 1, index_places = 31 - f->mantissa_bits;
  const uint32_t one_place = 31 - f->square_bits, attraction_maximum = f->attraction_maximum;
  uint32_t sum = 0, over = 0;
  for (size_t j = 0; j < width; j++) {
    const int32_t u = xi - x[start + j], v = yi - y[start + j];
    dx[j] = u;
    dy[j] = v;
    uint32_t r;
    if (narrow) {
      r = narrow_square(u, k, (uint32_t)half) + narrow_square(v, k, (uint32_t)half);
      over += r > square_maximum;
      r = r > square_maximum ? square_maximum : r;
    } else {
      const uint64_t squares =
          (((((uint64_t)((int64_t)u * u)) + half) >> down) << up) +
          (((((uint64_t)((int64_t)v * v)) + half) >> down) << up);
      over += squares > square_maximum;
      r = (uint32_t)(squares > square_maximum ? square_maximum : squares);
    }
    r += one;
    const uint32_t zeros = (uint32_t)__builtin_clz(r);
    // The leading one to bit 31, then the bits below it.
    const uint32_t entry = table[((r << zeros) >> index_places) & mask];
    const uint32_t places = one_place - zeros;
    const uint32_t q = (entry + ((1u << places) >> 1)) >> places;
    sum += q;
    if (narrow) {
      repel[j] = (int32_t)((q * q + (uint32_t)repel_half) >> repel_down);
      const uint32_t a = (q * joint[j] + (uint32_t)attract_half) >> attract_down;
      over += a > attraction_maximum;
      attract[j] = (int32_t)(a > attraction_maximum ? attraction_maximum : a);
    } else {
      repel[j] = (int32_t)((((uint64_t)q * q + repel_half) >> repel_down) << repel_up);
      const uint64_t a = (((uint64_t)q * joint[j] + attract_half) >> attract_down) << attract_up;
      over += a > attraction_maximum;
      attract[j] = (int32_t)(a > attraction_maximum ? attraction_maximum : a);
    }
  }
  sums->weights += sum;
  sums->saturated += over;
}

NMS_INLINE void pairs(const int32_t *restrict x, const int32_t *restrict y, size_t count,
                     size_t first, size_t last, const uint32_t *restrict joint,
                     const uint32_t *restrict table, const struct nms_fixed_pair *f,
                     int64_t *restrict forces, int narrow, struct sums *total) {
  int64_t *restrict ax = forces, *restrict ay = forces + count;
  int64_t *restrict rx = forces + 2 * count, *restrict ry = forces + 3 * count;
  int32_t dx[block], dy[block], repel[block], attract[block];
  for (size_t i = first; i < last; i++) {
    int64_t axi = 0, ayi = 0, rxi = 0, ryi = 0;
    for (size_t start = i + 1; start < count; start += block) {
      const size_t width = count - start < block ? count - start : block;
      weigh(x, y, i, start, width, joint + (start - i - 1), table, f, narrow, dx, dy, repel,
            attract, total);
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
}

NMS_CLONES
void nms_fixed_pairs(const int32_t *x, const int32_t *y, size_t count, size_t first, size_t last,
                     const uint32_t *joint, const uint32_t *table,
                     const struct nms_fixed_pair *formats, int64_t *forces, uint64_t *weight_sum,
                     uint64_t *saturations) {
  const struct nms_fixed_pair f = *formats;
  struct sums total = {0};
  if (f.is_narrow) {
    pairs(x, y, count, first, last, joint, table, &f, forces, 1, &total);
  } else {
    pairs(x, y, count, first, last, joint, table, &f, forces, 0, &total);
  }
  *weight_sum += total.weights;
  *saturations += total.saturated;
}
