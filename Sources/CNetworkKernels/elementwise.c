#include "kernels.h"

NMS_CLONES
void nms_rectify(size_t count, float *values) {
  for (size_t i = 0; i < count; i++) values[i] = values[i] > 0 ? values[i] : 0;
}

NMS_CLONES
void nms_rectify_gradient(size_t count, const float *restrict values, float *restrict gradient) {
  for (size_t i = 0; i < count; i++) gradient[i] = values[i] > 0 ? gradient[i] : 0;
}

NMS_CLONES
void nms_add_row_sums(size_t rows, size_t columns, const float *values, float *sums) {
  for (size_t row = 0; row < rows; row++, values += columns) {
    nms_float8 partial = {0};
    size_t i = 0;
    for (; i + 8 <= columns; i += 8) partial = partial + NMS_LOAD(values + i);
    float lanes[8];
    NMS_STORE(lanes, partial);
    for (size_t lane = 0; i < columns; i++, lane++) lanes[lane] += values[i];
    sums[row] += ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) +
                 ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
  }
}

NMS_CLONES
void nms_add_column_sums(size_t rows, size_t columns, const float *restrict values,
                         float *restrict sums) {
  for (size_t row = 0; row < rows; row++, values += columns) {
    for (size_t i = 0; i < columns; i++) sums[i] += values[i];
  }
}

NMS_CLONES
void nms_momentum_update(const struct nms_momentum_step *step, size_t count,
                         const float *restrict gradient, float *restrict velocity,
                         float *restrict weights) {
  const float rate = step->rate, momentum = step->momentum, decay = step->decay;
  for (size_t i = 0; i < count; i++) {
    velocity[i] = momentum * velocity[i] + (gradient[i] + decay * weights[i]);
    weights[i] -= rate * velocity[i];
  }
}

NMS_CLONES
void nms_adam_update(const struct nms_adam_step *step, size_t count,
                     const float *restrict gradient, float *restrict first,
                     float *restrict second, float *restrict weights) {
  const float beta1 = step->beta1, beta2 = step->beta2, epsilon = step->epsilon;
  const float rest1 = 1 - beta1, rest2 = 1 - beta2;
  const float rate = step->rate * step->correction1, correction2 = step->correction2;
  const float shrink = step->rate * step->decay;
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    const nms_float8 g = NMS_LOAD(gradient + i), w = NMS_LOAD(weights + i);
    const nms_float8 m = beta1 * NMS_LOAD(first + i) + rest1 * g;
    const nms_float8 v = beta2 * NMS_LOAD(second + i) + rest2 * (g * g);
    NMS_STORE(first + i, m);
    NMS_STORE(second + i, v);
    const nms_float8 root = __builtin_elementwise_sqrt(v * correction2) + epsilon;
    NMS_STORE(weights + i, w - (rate * m / root + shrink * w));
  }
  for (; i < count; i++) {
    const float g = gradient[i], w = weights[i];
    const float m = beta1 * first[i] + rest1 * g, v = beta2 * second[i] + rest2 * (g * g);
    first[i] = m;
    second[i] = v;
    const float root = __builtin_elementwise_sqrt(v * correction2) + epsilon;
    weights[i] = w - (rate * m / root + shrink * w);
  }
}

NMS_CLONES
void nms_byte_distances(size_t byte_count, const uint8_t *restrict query, size_t count,
                        const uint8_t *restrict images, uint32_t *restrict distances) {
  for (size_t image = 0; image < count; image++, images += byte_count) {
    uint32_t sum = 0;
    for (size_t i = 0; i < byte_count; i++) {
      const int16_t difference = (int16_t)((int16_t)query[i] - (int16_t)images[i]);
      sum += (uint32_t)((int32_t)difference * (int32_t)difference);
    }
    distances[image] = sum;
  }
}
