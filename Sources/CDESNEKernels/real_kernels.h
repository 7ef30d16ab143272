// The kernels for one floating-point type. Included once for each, with these defined:
// REAL, BITS (an integer as wide), LANES, NAME(x), EXP_FLOOR, MANTISSA_BITS, BIAS, EXP_TERMS,
// EXP_COEFFICIENTS, LOG_TERMS.

#include "clones.h"
#include "desne.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

typedef REAL vec __attribute__((vector_size(32)));
typedef BITS ivec __attribute__((vector_size(32)));

// The same at any address.
typedef REAL loose __attribute__((vector_size(32), aligned(sizeof(REAL)), may_alias));

// Vectors pass between functions by pointer: by value they would fix a calling convention that
// machines without AVX do not have. All of it is inlined.
#define LOAD(p) (*(const loose *)(p))
#define STORE(p, v) (*(loose *)(p) = (v))
#define BROADCAST(value) ((REAL)(value) - (vec){0})

NMS_INLINE double total(const vec *sum) {
  const vec v = *sum;
  // Halves first, whatever the machine.
#if LANES == 8
  return (double)(((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7])));
#else
  return (v[0] + v[2]) + (v[1] + v[3]);
#endif
}

// 2^x for x <= 0 and exactly 0 below EXP_FLOOR: the whole part by adding a number whose last place
// is 1, the rest by a polynomial through Chebyshev nodes.
NMS_INLINE void exp2_vector(vec *in_out) {
  vec x = *in_out;
  static const REAL c[EXP_TERMS] = EXP_COEFFICIENTS;
  const ivec keep = (ivec)(x >= (REAL)EXP_FLOOR);
  x = (vec)((ivec)x & keep);
  const vec shifter = BROADCAST((REAL)(3LL << (MANTISSA_BITS - 1)));
  const vec shifted = x + shifter;
  const vec f = x - (shifted - shifter);
  vec value = BROADCAST(c[EXP_TERMS - 1]);
  for (int k = EXP_TERMS - 2; k >= 0; k--) value = value * f + c[k];
  const ivec power = ((ivec)shifted << MANTISSA_BITS) + ((BITS)BIAS << MANTISSA_BITS);
  *in_out = (vec)((ivec)(value * (vec)power) & keep);
}

// log2 x for positive normal x, by the series of artanh.
NMS_INLINE void log2_vector(vec *in_out) {
  const ivec bits = (ivec)*in_out;
  const ivec one = (ivec)BROADCAST(1);
  vec m = (vec)((bits & (((BITS)1 << MANTISSA_BITS) - 1)) | one);
  const ivec high = (ivec)(m > (REAL)1.4142135623730951);
  m = (vec)(((ivec)m & ~high) | ((ivec)(m * (REAL)0.5) & high));
  const ivec exponent = (bits >> MANTISSA_BITS) - BIAS - high;
  const vec s = (m - 1) / (m + 1), square = s * s;
  vec sum = (vec){0};
  for (int k = LOG_TERMS - 1; k >= 0; k--) sum = sum * square + (REAL)(1.0 / (2 * k + 1));
  *in_out = __builtin_convertvector(exponent, vec) + (REAL)2.885390081777926815 * s * sum;
}

NMS_CLONES
void NAME(nms_exp2_array)(const REAL *x, REAL *y, size_t count) {
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    vec v = LOAD(x + i);
    exp2_vector(&v);
    STORE(y + i, v);
  }
  if (i == count) return;
  REAL rest[LANES] = {0};
  memcpy(rest, x + i, (count - i) * sizeof(REAL));
  vec v = LOAD(rest);
  exp2_vector(&v);
  STORE(rest, v);
  memcpy(y + i, rest, (count - i) * sizeof(REAL));
}

// Beyond every distance, so that its weight is 0 for every bandwidth.
#define BEYOND ((REAL)1e30)

NMS_CLONES
void NAME(nms_excess)(const uint32_t *distance, size_t count, size_t self, uint32_t least,
                      REAL *e) {
  for (size_t j = 0; j < self; j++) e[j] = (REAL)(distance[j] - least);
  for (size_t j = self + 1; j < count; j++) e[j - 1] = (REAL)(distance[j] - least);
  for (size_t j = count - 1; j % 8 != 0; j++) e[j] = BEYOND;
}

// Lanes are added up every BLOCK elements and the blocks in double, so rounding does not grow with
// the length of the row.
#define BLOCK 256

NMS_CLONES
void NAME(nms_row_sums)(const REAL *e, size_t count, const double *beta, size_t candidates,
                        struct nms_row_sums *out) {
  for (size_t k = 0; k < candidates; k++) out[k] = (struct nms_row_sums){0, 0, 0};
  const size_t padded = (count + 7) / 8 * 8;
  for (size_t start = 0; start < padded; start += BLOCK) {
    const size_t end = start + BLOCK < padded ? start + BLOCK : padded;
    for (size_t k = 0; k < candidates; k++) {
      const vec scale = BROADCAST((REAL)-beta[k]);
      vec weights = {0}, first = {0}, second = {0};
      for (size_t j = start; j < end; j += LANES) {
        const vec excess = LOAD(e + j);
        vec w = scale * excess;
        exp2_vector(&w);
        const vec we = w * excess;
        weights += w;
        first += we;
        second += we * excess;
      }
      out[k].weights += total(&weights);
      out[k].first += total(&first);
      out[k].second += total(&second);
    }
  }
}

NMS_CLONES
void NAME(nms_affinity_tile)(const uint32_t *distance, size_t first_row, size_t first_column,
                             size_t count, const uint32_t *least, const double *beta,
                             const double *inverse_sum, double scale, REAL *tile) {
  for (size_t r = 0; r < NMS_TILE; r++) {
    REAL *out = tile + r * NMS_TILE;
    const size_t i = first_row + r;
    if (i >= count) {
      memset(out, 0, NMS_TILE * sizeof(REAL));
      continue;
    }
    REAL own[NMS_TILE], other[NMS_TILE], weight[NMS_TILE];
    for (size_t c = 0; c < NMS_TILE; c++) {
      const size_t j = first_column + c;
      const int is_pair = j < count && j != i;
      const uint32_t d = is_pair ? distance[r * NMS_TILE + c] : 0;
      own[c] = is_pair ? (REAL)-beta[i] * (REAL)(d - least[i]) : -BEYOND;
      other[c] = is_pair ? (REAL)-beta[j] * (REAL)(d - least[j]) : -BEYOND;
      weight[c] = is_pair ? (REAL)(scale * inverse_sum[j]) : 0;
    }
    const vec own_weight = BROADCAST((REAL)(scale * inverse_sum[i]));
    for (size_t c = 0; c < NMS_TILE; c += LANES) {
      // The two halves are added in either order with the same result, so P is symmetric.
      vec a = LOAD(own + c), b = LOAD(other + c);
      exp2_vector(&a);
      exp2_vector(&b);
      STORE(out + c, a * own_weight + b * LOAD(weight + c));
    }
  }
}

// Row r of the tile on the points of its columns; what pulls on the columns goes to `columns` in
// tiles off the diagonal.
#define PAIR(AFTER_Q)                                           \
  const vec dx = xi - LOAD(xc + c), dy = yi - LOAD(yc + c);     \
  vec q = 1 / (dx * dx + dy * dy + 1);                          \
  AFTER_Q                                                       \
  const vec pq = LOAD(p + c) * q, qq = q * q;                   \
  const vec fax = pq * dx, fay = pq * dy;                       \
  const vec frx = qq * dx, fry = qq * dy;                       \
  ax += fax;                                                    \
  ay += fay;                                                    \
  rx += frx;                                                    \
  ry += fry;                                                    \
  z += q;

NMS_CLONES
double NAME(nms_forces)(const REAL *x, const REAL *y, size_t count, size_t padded, size_t tile_row,
                        const REAL *tiles, REAL *partial) {
  const size_t tile_count = padded / NMS_TILE, start = tile_row * NMS_TILE;
  const size_t rows = count - start < NMS_TILE ? count - start : NMS_TILE;
  for (size_t k = 0; k < 4; k++) {
    memset(partial + k * padded + start, 0, (padded - start) * sizeof(REAL));
  }
  REAL *const row_ax = partial + start, *const row_ay = row_ax + padded;
  REAL *const row_rx = row_ay + padded, *const row_ry = row_rx + padded;
  double sum = 0;
  for (size_t tile_column = tile_row; tile_column < tile_count; tile_column++) {
    const REAL *tile = tiles + (tile_column - tile_row) * NMS_TILE * NMS_TILE;
    const REAL *xc = x + tile_column * NMS_TILE, *yc = y + tile_column * NMS_TILE;
    double tile_sum = 0;
    if (tile_column == tile_row) {
      for (size_t r = 0; r < rows; r++) {
        const REAL *p = tile + r * NMS_TILE;
        const vec xi = BROADCAST(x[start + r]), yi = BROADCAST(y[start + r]);
        vec ax = {0}, ay = {0}, rx = {0}, ry = {0}, z = {0};
        for (size_t c = 0; c < NMS_TILE; c += LANES) {
          // The point itself is no pair.
          PAIR(if (c == r / LANES * LANES) q[r % LANES] = 0;)
        }
        row_ax[r] += (REAL)total(&ax);
        row_ay[r] += (REAL)total(&ay);
        row_rx[r] += (REAL)total(&rx);
        row_ry[r] += (REAL)total(&ry);
        tile_sum += total(&z);
      }
      sum += tile_sum;
      continue;
    }
    REAL *const cax = partial + tile_column * NMS_TILE, *const cay = cax + padded;
    REAL *const crx = cay + padded, *const cry = crx + padded;
    for (size_t r = 0; r < rows; r++) {
      const REAL *p = tile + r * NMS_TILE;
      const vec xi = BROADCAST(x[start + r]), yi = BROADCAST(y[start + r]);
      vec ax = {0}, ay = {0}, rx = {0}, ry = {0}, z = {0};
      for (size_t c = 0; c < NMS_TILE; c += LANES) {
        PAIR()
        STORE(cax + c, LOAD(cax + c) - fax);
        STORE(cay + c, LOAD(cay + c) - fay);
        STORE(crx + c, LOAD(crx + c) - frx);
        STORE(cry + c, LOAD(cry + c) - fry);
      }
      row_ax[r] += (REAL)total(&ax);
      row_ay[r] += (REAL)total(&ay);
      row_rx[r] += (REAL)total(&rx);
      row_ry[r] += (REAL)total(&ry);
      tile_sum += total(&z);
    }
    sum += 2 * tile_sum;
  }
  return sum;
}

NMS_CLONES
void NAME(nms_gather)(const REAL *partials, size_t padded, REAL *forces) {
  const size_t tile_count = padded / NMS_TILE;
  for (size_t k = 0; k < 4; k++) {
    for (size_t column = 0; column < tile_count; column++) {
      REAL *out = forces + k * padded + column * NMS_TILE;
      memset(out, 0, NMS_TILE * sizeof(REAL));
      for (size_t row = 0; row <= column; row++) {
        const REAL *in = partials + (row * 4 + k) * padded + column * NMS_TILE;
        for (size_t c = 0; c < NMS_TILE; c++) out[c] += in[c];
      }
    }
  }
}

NMS_CLONES
void NAME(nms_cost)(const REAL *x, const REAL *y, size_t count, size_t padded, size_t tile_row,
                    const REAL *tiles, double *spread, double *entropy) {
  const size_t tile_count = padded / NMS_TILE, start = tile_row * NMS_TILE;
  const size_t rows = count - start < NMS_TILE ? count - start : NMS_TILE;
  *spread = 0;
  if (entropy != 0) *entropy = 0;
  for (size_t tile_column = tile_row; tile_column < tile_count; tile_column++) {
    const REAL *tile = tiles + (tile_column - tile_row) * NMS_TILE * NMS_TILE;
    const REAL *xc = x + tile_column * NMS_TILE, *yc = y + tile_column * NMS_TILE;
    const double factor = tile_column == tile_row ? 1 : 2;
    for (size_t r = 0; r < rows; r++) {
      const REAL *p = tile + r * NMS_TILE;
      const vec xi = BROADCAST(x[start + r]), yi = BROADCAST(y[start + r]);
      vec s = {0}, h = {0};
      for (size_t c = 0; c < NMS_TILE; c += LANES) {
        const vec dx = xi - LOAD(xc + c), dy = yi - LOAD(yc + c), pij = LOAD(p + c);
        vec distance = dx * dx + dy * dy + 1;
        log2_vector(&distance);
        s += pij * distance;
        if (entropy == 0) continue;
        // p log2 p is 0 at p = 0: the logarithm of 1 in its place.
        const ivec zero = (ivec)(pij == 0);
        vec safe = (vec)(((ivec)pij & ~zero) | ((ivec)BROADCAST(1) & zero));
        log2_vector(&safe);
        h += pij * safe;
      }
      *spread += factor * total(&s);
      if (entropy != 0) *entropy += factor * total(&h);
    }
  }
}

// Far beyond every map that converges; keeps a learning rate that is too large from overflowing.
#define EDGE ((REAL)32768)

NMS_CLONES
void NAME(nms_step)(REAL *x, REAL *velocity, REAL *gain, const REAL *attraction,
                    const REAL *repulsion, size_t count, REAL exaggeration, REAL inverse_sum,
                    REAL momentum, REAL rate) {
  double sum = 0;
  for (size_t i = 0; i < count; i++) {
    const REAL gradient = 4 * (exaggeration * attraction[i] - repulsion[i] * inverse_sum);
    // The gain grows where the step keeps its direction.
    REAL g = gradient * velocity[i] < 0 ? gain[i] + (REAL)0.2 : gain[i] * (REAL)0.8;
    if (g < (REAL)0.01) g = (REAL)0.01;
    gain[i] = g;
    velocity[i] = momentum * velocity[i] - rate * g * gradient;
    REAL position = x[i] + velocity[i];
    if (position > EDGE) position = EDGE;
    if (position < -EDGE) position = -EDGE;
    x[i] = position;
    sum += (double)position;
  }
  const REAL mean = (REAL)(sum / (double)count);
  for (size_t i = 0; i < count; i++) x[i] -= mean;
}
