#ifndef NMS_DESNE_FIXED_H
#define NMS_DESNE_FIXED_H

#include <stddef.h>
#include <stdint.h>

// Kernels of the bit-accurate model: integers only, no result depends on the order of sums.

// Formats of the affinity stage; "bits" are fraction bits.
struct nms_fixed_affinity {
  uint32_t exponent_maximum;
  uint32_t exponent_bits, weight_bits, factor_bits, moment_bits;
  // Products of mantissa and distance are at most 2^31, those of weight and exponent below 2^30.
  uint32_t is_narrow;
};

// Sums of weights, and of weights times exponents, over one row of distances. The exponent is
// mantissa * distance / 2^places (places may be negative), saturated; `table` has the fractions'
// 2^-f.
void nms_fixed_affinity_row(const uint32_t *distances, size_t count, uint32_t mantissa,
                            int32_t places, const uint32_t *table,
                            const struct nms_fixed_affinity *formats, uint64_t *sum,
                            uint64_t *moment);

// The exponents and weights themselves.
void nms_fixed_affinity_weights(const uint32_t *distances, size_t count, uint32_t mantissa,
                                int32_t places, const uint32_t *table,
                                const struct nms_fixed_affinity *formats, uint32_t *exponents,
                                uint32_t *weights);

// Formats of a pair on the map; "places" are dropped bits and may be negative.
struct nms_fixed_pair {
  // Dropped bits of a squared difference, the largest squared distance, its fraction bits.
  int32_t square_places;
  uint32_t square_maximum, square_bits;
  // Bits of the table's input; fraction bits of the weight q.
  uint32_t mantissa_bits, weight_bits;
  // Dropped bits of q * q and of p * q, and the largest p q.
  int32_t squared_weight_places, attraction_places;
  uint32_t attraction_maximum;
  // Squares and products of weights fit in 32 bits.
  uint32_t is_narrow;
};

// Adds what the pairs (i, j) with i < j and i in first...last - 1 give: forces to both ends, q to
// the sum. `joint` holds the rows' n p_ij for j > i, one after the other, from the first row on.
// Forces are x and y of the attraction, then of the repulsion, `count` each.
void nms_fixed_pairs(const int32_t *x, const int32_t *y, size_t count, size_t first, size_t last,
                     const uint32_t *joint, const uint32_t *table,
                     const struct nms_fixed_pair *formats, int64_t *forces, uint64_t *weight_sum,
                     uint64_t *saturations);

#endif
