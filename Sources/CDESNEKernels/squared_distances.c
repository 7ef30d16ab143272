#include "clones.h"
#include "desne.h"

// Differences fit in 16 bits, their products in 32: the compiler multiplies and adds in pairs. The
// sum of at most 66,051 squares of bytes stays below 2^32; it may pass 2^31, so it wraps unsigned.
NMS_INLINE uint32_t squared_distance(const uint8_t *restrict a, const uint8_t *restrict b,
                                     size_t bytes) {
  uint32_t sum = 0;
  for (size_t i = 0; i < bytes; i++) {
    const int16_t difference = (int16_t)((int16_t)a[i] - (int16_t)b[i]);
    sum += (uint32_t)((int32_t)difference * (int32_t)difference);
  }
  return sum;
}

NMS_CLONES
void nms_squared_distances(const uint8_t *query, size_t queries, const uint8_t *candidate,
                           size_t candidates, size_t bytes, uint32_t *out, size_t stride) {
  // The queries stay in the nearest cache while the candidates stream past.
  for (size_t j = 0; j < candidates; j++) {
    for (size_t i = 0; i < queries; i++) {
      out[i * stride + j] = squared_distance(query + i * bytes, candidate + j * bytes, bytes);
    }
  }
}
