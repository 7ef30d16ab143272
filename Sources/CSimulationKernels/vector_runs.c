#include "vector_runs.h"

// The compiler makes one version for plain x86-64 and one for machines with AVX2, and the loader
// picks. Thread sanitizer runs before the loader can, so it gets the plain one.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define NMS_NO_CLONES
#endif
#endif
#if defined(__x86_64__) && defined(__linux__) && !defined(NMS_NO_CLONES)
#define NMS_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define NMS_CLONES
#endif

// Unit strides are written out: only they become vector instructions.
#define BINARY(expression)                                                   \
  if (sa == 1 && sb == 1) {                                                  \
    for (int32_t i = 0; i < n; i++) {                                        \
      const uint64_t x = a[i], y = b[i];                                     \
      d[i] = (expression);                                                   \
    }                                                                        \
  } else {                                                                   \
    for (int32_t i = 0; i < n; i++) {                                        \
      const uint64_t x = a[(size_t)i * sa], y = b[(size_t)i * sb];           \
      d[i] = (expression);                                                   \
    }                                                                        \
  }                                                                          \
  break

#define UNARY(expression)                                                    \
  if (sa == 1) {                                                             \
    for (int32_t i = 0; i < n; i++) {                                        \
      const uint64_t x = a[i];                                               \
      d[i] = (expression);                                                   \
    }                                                                        \
  } else {                                                                   \
    for (int32_t i = 0; i < n; i++) {                                        \
      const uint64_t x = a[(size_t)i * sa];                                  \
      d[i] = (expression);                                                   \
    }                                                                        \
  }                                                                          \
  break

NMS_CLONES
void nms_execute_runs(const struct nms_vector_run *runs, size_t count, uint64_t *slots) {
  for (const struct nms_vector_run *run = runs; run != runs + count; run++) {
    const int32_t n = run->count;
    const size_t sa = (size_t)run->stride_a, sb = (size_t)run->stride_b;
    const size_t sc = (size_t)run->stride_c;
    const uint64_t mask = run->mask, k = run->k;
    uint64_t *restrict d = slots + run->destination;
    const uint64_t *restrict a = slots + run->a;
    const uint64_t *restrict b = slots + run->b;
    const uint64_t *restrict c = slots + run->c;
    switch (run->opcode) {
      case nms_run_add:
        // Neighbours in a tree: constant strides become shuffles.
        if (sa == 2 && sb == 2 && run->b == run->a + 1) {
          for (int32_t i = 0; i < n; i++) d[i] = (a[2 * i] + a[2 * i + 1]) & mask;
          break;
        }
        BINARY((x + y) & mask);
      case nms_run_subtract: BINARY((x - y) & mask);
      case nms_run_multiply:
        // Factors of at most 32 bits, told by k, have a vector instruction.
        if (k == 1) {
          BINARY(((uint64_t)(uint32_t)x * (uint32_t)y) & mask);
        } else {
          BINARY((x * y) & mask);
        }
      case nms_run_and: BINARY(x & y);
      case nms_run_or: BINARY(x | y);
      case nms_run_xor: BINARY(x ^ y);
      case nms_run_not: UNARY(~x & mask);
      case nms_run_equal: BINARY(x == y ? 1 : 0);
      case nms_run_less_than: BINARY(x < y ? 1 : 0);
      case nms_run_mux:
        if (sa == 1 && sb == 1 && sc == 1) {
          for (int32_t i = 0; i < n; i++) {
            // Conditions are 0 or 1: a mask instead of a branch.
            const uint64_t pick = 0 - a[i];
            d[i] = (b[i] & pick) | (c[i] & ~pick);
          }
        } else {
          for (int32_t i = 0; i < n; i++) {
            const uint64_t pick = 0 - a[i * sa];
            d[i] = (b[i * sb] & pick) | (c[i * sc] & ~pick);
          }
        }
        break;
      case nms_run_slice: UNARY((x >> k) & mask);
      case nms_run_join: BINARY(x << k | y);
      case nms_run_unpack_bytes: {
        const uint8_t *restrict bytes = (const uint8_t *)a + k;
        for (int32_t i = 0; i < n; i++) d[i] = bytes[i];
        break;
      }
      case nms_run_unpack_bits:
        for (int32_t i = 0; i < n; i++) {
          const uint64_t bit = k + (uint64_t)i;
          d[i] = (a[bit >> 6] >> (bit & 63)) & 1;
        }
        break;
      default: UNARY(x);
    }
  }
}
