#ifndef NMS_NETWORKS_H
#define NMS_NETWORKS_H

#include <stddef.h>
#include <stdint.h>

// Kernels of small neural networks in single precision. Every result is defined by an order of
// rounded operations that knows nothing of the machine, and no product is fused with a sum, so the
// bytes are the same everywhere.

// Floats that nms_multiply needs as scratch memory.
size_t nms_multiply_scratch_count(void);

// c[i][j] = start + a[i][0] b[0][j] + a[i][1] b[1][j] + ..., added in this order, where the start is
// c[i][j] or 0. Strides are in floats; columns of c are neighbours.
struct nms_product {
  size_t rows, columns, depth;
  const float *a;
  size_t a_row_stride, a_column_stride;
  const float *b;
  size_t b_row_stride, b_column_stride;
  float *c;
  size_t c_row_stride;
  int32_t accumulates;
};
void nms_multiply(const struct nms_product *product, float *scratch);

// A square window that moves by one pixel over planes without a margin.
struct nms_window {
  size_t channels, height, width, side;
};
// columns[(channel, dy, dx)][(y, x)] = planes[channel][y + dy][x + dx].
void nms_unfold(const struct nms_window *window, const float *planes, float *columns);
// Adds every entry of the columns to the pixel that it came from.
void nms_fold(const struct nms_window *window, const float *columns, float *planes);

// The maximum of every 2 x 2 square, then at least 0; a last odd row or column is left out. The
// choice is the position 0...3 of the first maximum, or 4 where the result is 0.
void nms_pool(size_t planes, size_t height, size_t width, const float *input, float *output,
              uint8_t *choices);
void nms_pool_gradient(size_t planes, size_t height, size_t width, const float *gradient,
                       const uint8_t *choices, float *input_gradient);

void nms_rectify(size_t count, float *values);
// Clears the gradient where the rectified value is 0.
void nms_rectify_gradient(size_t count, const float *values, float *gradient);
// sums[r] += the sum of row r: eight interleaved partial sums, then a tree.
void nms_add_row_sums(size_t rows, size_t columns, const float *values, float *sums);
// sums[c] += the sum of column c, row after row.
void nms_add_column_sums(size_t rows, size_t columns, const float *values, float *sums);

struct nms_momentum_step {
  float rate, momentum, decay;
};
// v = momentum v + (g + decay w); w = w - rate v.
void nms_momentum_update(const struct nms_momentum_step *step, size_t count, const float *gradient,
                         float *velocity, float *weights);

struct nms_adam_step {
  float rate, decay, beta1, beta2, correction1, correction2, epsilon;
};
// Adam with decoupled weight decay; correction1 = 1 / (1 - beta1^t), correction2 likewise.
void nms_adam_update(const struct nms_adam_step *step, size_t count, const float *gradient,
                     float *first, float *second, float *weights);

// Squared Euclidean distances of one image of bytes to others, exact; at most 2^16 bytes an image.
void nms_byte_distances(size_t byte_count, const uint8_t *query, size_t count,
                        const uint8_t *images, uint32_t *distances);

#endif
