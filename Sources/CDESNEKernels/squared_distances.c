#include "clones.h"
#include "desne.h"

#include <string.h>

// |a - b|^2 = |a|^2 + |b|^2 - 2 a b in integers modulo 2^32, exact since the result is below 2^32.

static uint32_t dot(const uint8_t *restrict a, const uint8_t *restrict b, size_t bytes) {
  uint32_t sum = 0;
  for (size_t k = 0; k < bytes; k++) {
    sum += (uint32_t)((int32_t)(int16_t)a[k] * (int32_t)(int16_t)b[k]);
  }
  return sum;
}

#if defined(__x86_64__) && !defined(NMS_NO_CLONES)
#include <immintrin.h>

// Bytes of a chunk, whose four widened queries stay in the nearest cache.
#define CHUNK 2048

__attribute__((target("avx2"))) static uint32_t lanes(__m256i v) {
  const __m128i half = _mm_add_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
  const __m128i pair = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0xee));
  return (uint32_t)_mm_cvtsi128_si32(_mm_add_epi32(pair, _mm_shuffle_epi32(pair, 0x55)));
}

// Subtracts 2 a b for four queries: bytes widened to 16 bits multiply and add in pairs in one
// instruction, and each widened candidate serves four.
__attribute__((target("avx2"))) static void subtract_products(
    const uint8_t *query, const uint8_t *candidate, size_t candidates, size_t bytes, uint32_t *out,
    size_t stride) {
  int16_t wide[4][CHUNK];
  for (size_t start = 0; start < bytes; start += CHUNK) {
    const size_t length = bytes - start < CHUNK ? bytes - start : CHUNK;
    const size_t whole = length / 16 * 16, padded = (length + 15) / 16 * 16;
    for (size_t r = 0; r < 4; r++) {
      const uint8_t *a = query + r * bytes + start;
      for (size_t k = 0; k < length; k++) wide[r][k] = (int16_t)a[k];
      for (size_t k = length; k < padded; k++) wide[r][k] = 0;
    }
    for (size_t j = 0; j < candidates; j++) {
      const uint8_t *b = candidate + j * bytes + start;
      __m256i s0 = _mm256_setzero_si256(), s1 = s0, s2 = s0, s3 = s0;
#define ACCUMULATE(source)                                                                        \
  const __m256i v = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(source)));             \
  s0 = _mm256_add_epi32(                                                                          \
      s0, _mm256_madd_epi16(v, _mm256_loadu_si256((const __m256i *)(wide[0] + k))));              \
  s1 = _mm256_add_epi32(                                                                          \
      s1, _mm256_madd_epi16(v, _mm256_loadu_si256((const __m256i *)(wide[1] + k))));              \
  s2 = _mm256_add_epi32(                                                                          \
      s2, _mm256_madd_epi16(v, _mm256_loadu_si256((const __m256i *)(wide[2] + k))));              \
  s3 = _mm256_add_epi32(                                                                          \
      s3, _mm256_madd_epi16(v, _mm256_loadu_si256((const __m256i *)(wide[3] + k))));
      size_t k = 0;
      for (; k < whole; k += 16) {
        ACCUMULATE(b + k)
      }
      if (k < length) {
        uint8_t rest[16] = {0};
        memcpy(rest, b + k, length - k);
        ACCUMULATE(rest)
      }
      out[j] -= 2 * lanes(s0);
      out[stride + j] -= 2 * lanes(s1);
      out[2 * stride + j] -= 2 * lanes(s2);
      out[3 * stride + j] -= 2 * lanes(s3);
    }
  }
}
#endif

void nms_squared_distances(const uint8_t *query, size_t queries, const uint8_t *candidate,
                           size_t candidates, size_t bytes, uint32_t *out, size_t stride) {
  for (size_t j = 0; j < candidates; j++) {
    const uint8_t *b = candidate + j * bytes;
    const uint32_t norm = dot(b, b, bytes);
    for (size_t i = 0; i < queries; i++) out[i * stride + j] = norm;
  }
  for (size_t i = 0; i < queries; i++) {
    const uint8_t *a = query + i * bytes;
    const uint32_t norm = dot(a, a, bytes);
    for (size_t j = 0; j < candidates; j++) out[i * stride + j] += norm;
  }
  size_t i = 0;
#if defined(__x86_64__) && !defined(NMS_NO_CLONES)
  if (__builtin_cpu_supports("avx2")) {
    for (; i + 4 <= queries; i += 4) {
      subtract_products(
          query + i * bytes, candidate, candidates, bytes, out + i * stride, stride);
    }
  }
#endif
  for (; i < queries; i++) {
    for (size_t j = 0; j < candidates; j++) {
      out[i * stride + j] -= 2 * dot(query + i * bytes, candidate + j * bytes, bytes);
    }
  }
}
