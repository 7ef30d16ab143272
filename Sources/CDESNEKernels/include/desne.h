#ifndef NMS_DESNE_H
#define NMS_DESNE_H

#include <stddef.h>
#include <stdint.h>

// Kernels of the floating-point reference. Every result has the same bits on every machine: sums run
// over a fixed number of lanes in a fixed order, nothing is contracted to a fused multiply-add, and
// exponential and logarithm are our own.

// Points of a tile's side: P is stored as the tiles on and above the diagonal.
#define NMS_TILE 128

// 2^x, relative error below 2^-51; 0 below -1000. `x` is at most 1000.
double nms_exp2(double x);
// log2 x for a positive normal number, absolute error below 2^-51 * max(1, |log2 x|).
double nms_log2(double x);

// Squared distances of `queries` images to `candidates` images of `bytes` (at most 66,051) bytes; row
// q of the result starts at out + q * stride.
void nms_squared_distances(const uint8_t *query, size_t queries, const uint8_t *candidate,
                           size_t candidates, size_t bytes, uint32_t *out, size_t stride);

// Sums over one row of distances for one bandwidth: weights w = 2^(-beta e), then w e, then w e^2.
struct nms_row_sums {
  double weights, first, second;
};

// Gradient descent in two dimensions; lengths are those of one array.
#define NMS_DECLARE(REAL, SUFFIX)                                                                 \
  /* y = 2^x for x <= 0, 0 below the smallest argument. */                                        \
  void nms_exp2_array_##SUFFIX(const REAL *x, REAL *y, size_t count);                             \
  /* The distances but `self` above the least of them; `e` has room for count + 7. */             \
  void nms_excess_##SUFFIX(const uint32_t *distance, size_t count, size_t self, uint32_t least,   \
                           REAL *e);                                                              \
  /* Sums of `count` excesses (count - 1 images) for each of `candidates` values of beta. */      \
  void nms_row_sums_##SUFFIX(const REAL *e, size_t count, const double *beta, size_t candidates,  \
                             struct nms_row_sums *out);                                           \
  /* One tile of P from its distances (rows of NMS_TILE): (p_j|i + p_i|j) * scale. */             \
  void nms_affinity_tile_##SUFFIX(const uint32_t *distance, size_t first_row, size_t first_column,\
                                  size_t count, const uint32_t *least, const double *beta,        \
                                  const double *inverse_sum, double scale, REAL *tile);           \
  /* Forces of all tiles of one row of tiles. `partial` holds four arrays (attraction x, y,       \
     repulsion x, y) of `padded` entries of which those from this row's on are written; the       \
     return value is the row's share of the sum of all q. */                                      \
  double nms_forces_##SUFFIX(const REAL *x, const REAL *y, size_t count, size_t padded,           \
                             size_t tile_row, const REAL *tiles, REAL *partial);                  \
  /* Adds the partial forces of all rows of tiles in their order. */                              \
  void nms_gather_##SUFFIX(const REAL *partials, size_t padded, REAL *forces);                    \
  /* One row of tiles' share of sum p log2(1 + d^2) and, unless null, of sum p log2 p. */          \
  void nms_cost_##SUFFIX(const REAL *x, const REAL *y, size_t count, size_t padded,               \
                         size_t tile_row, const REAL *tiles, double *spread, double *entropy);    \
  /* Momentum, gains and the step; then the mean goes to the origin. */                           \
  void nms_step_##SUFFIX(REAL *x, REAL *velocity, REAL *gain, const REAL *attraction,             \
                         const REAL *repulsion, size_t count, REAL exaggeration,                  \
                         REAL inverse_sum, REAL momentum, REAL rate);

NMS_DECLARE(float, f32)
NMS_DECLARE(double, f64)

#endif
