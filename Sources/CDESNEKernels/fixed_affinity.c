#include "clones.h"
#include "desne_fixed.h"

// Bounds: a product of mantissa (17 bits) and distance (32 bits) and its rounding constant are below
// 2^50; narrow ones below 2^32. A shift beyond the bits of an operand is limited first.

#define SCALED(TYPE, WIDTH)                                                                    \
  TYPE x = (TYPE)distances[i] * mantissa;                                                      \
  x = ((x + half) >> right) << left;                                                           \
  if (x > formats->exponent_maximum) x = formats->exponent_maximum

#define ROW(TYPE, WIDTH, SUM)                                                                  \
  const uint32_t right = places > 0 ? (places < WIDTH - 1 ? (uint32_t)places : WIDTH - 1) : 0; \
  const uint32_t left = places < 0 ? (uint32_t)-places : 0;                                    \
  const TYPE half = right > 0 ? (TYPE)1 << (right - 1) : 0;                                    \
  const uint32_t bits = formats->exponent_bits, mask = (1u << bits) - 1;                       \
  uint64_t s = 0, m = 0;                                                                       \
  for (size_t i = 0; i < count; i++) {                                                         \
    SCALED(TYPE, WIDTH);                                                                       \
    const uint32_t k = (uint32_t)x >> bits;                                                    \
    const uint32_t shift = k < 31 ? k : 31;                                                    \
    const uint32_t w = (table[(uint32_t)x & mask] + ((1u << shift) >> 1)) >> shift;            \
    SUM                                                                                        \
  }

NMS_INLINE void narrow_row(const uint32_t *restrict distances, size_t count, uint32_t mantissa,
                           int32_t places, const uint32_t *restrict table,
                           const struct nms_fixed_affinity *formats, uint64_t *sum,
                           uint64_t *moment) {
  const int32_t drop = (int32_t)formats->weight_bits - (int32_t)formats->factor_bits;
  const uint32_t down = drop > 0 ? (uint32_t)drop : 0, up = drop < 0 ? (uint32_t)-drop : 0;
  const uint32_t down_half = (1u << down) >> 1;
  const int32_t rest = (int32_t)(formats->factor_bits + formats->exponent_bits) -
                       (int32_t)formats->moment_bits;
  const uint32_t rest_down = rest > 0 ? (uint32_t)rest : 0, rest_up = rest < 0 ? (uint32_t)-rest : 0;
  const uint32_t rest_half = (1u << rest_down) >> 1;
  ROW(uint32_t, 32, {
    const uint32_t factor = ((w + down_half) >> down) << up;
    // factor * x = 2^(bits) * x 2^-x < 2^30.
    const uint32_t product = (factor * (uint32_t)x + rest_half) >> rest_down;
    s += w;
    m += (uint64_t)product << rest_up;
  })
  *sum = s;
  *moment = m;
}

NMS_INLINE void wide_row(const uint32_t *restrict distances, size_t count, uint32_t mantissa,
                         int32_t places, const uint32_t *restrict table,
                         const struct nms_fixed_affinity *formats, uint64_t *sum,
                         uint64_t *moment) {
  const int32_t drop = (int32_t)formats->weight_bits - (int32_t)formats->factor_bits;
  const uint32_t down = drop > 0 ? (uint32_t)drop : 0, up = drop < 0 ? (uint32_t)-drop : 0;
  const uint32_t down_half = (1u << down) >> 1;
  const int32_t rest = (int32_t)(formats->factor_bits + formats->exponent_bits) -
                       (int32_t)formats->moment_bits;
  const uint32_t rest_down = rest > 0 ? (uint32_t)rest : 0, rest_up = rest < 0 ? (uint32_t)-rest : 0;
  const uint64_t rest_half = ((uint64_t)1 << rest_down) >> 1;
  ROW(uint64_t, 64, {
    const uint64_t factor = (uint64_t)((w + down_half) >> down) << up;
    const uint64_t product = (factor * (uint64_t)x + rest_half) >> rest_down;
    s += w;
    m += product << rest_up;
  })
  *sum = s;
  *moment = m;
}

NMS_CLONES
void nms_fixed_affinity_row(const uint32_t *distances, size_t count, uint32_t mantissa,
                            int32_t places, const uint32_t *table,
                            const struct nms_fixed_affinity *formats, uint64_t *sum,
                            uint64_t *moment) {
  if (formats->is_narrow && places >= 0 && places <= 30) {
    narrow_row(distances, count, mantissa, places, table, formats, sum, moment);
  } else {
    wide_row(distances, count, mantissa, places, table, formats, sum, moment);
  }
}

NMS_CLONES
void nms_fixed_affinity_weights(const uint32_t *restrict distances, size_t count,
                                uint32_t mantissa, int32_t places, const uint32_t *restrict table,
                                const struct nms_fixed_affinity *formats,
                                uint32_t *restrict exponents, uint32_t *restrict weights) {
  ROW(uint64_t, 64, {
    exponents[i] = (uint32_t)x;
    weights[i] = w;
    s += w;
    m += w;
  })
  (void)s;
  (void)m;
}
