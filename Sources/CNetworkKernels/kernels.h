#ifndef NMS_NETWORK_KERNELS_H
#define NMS_NETWORK_KERNELS_H

#include <string.h>

#include "networks.h"

// A fused product and sum rounds once instead of twice: other bytes on another machine.
#pragma STDC FP_CONTRACT OFF

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

// What is called from a clone must become part of it.
#define NMS_INLINE static inline __attribute__((always_inline))

typedef float nms_float8 __attribute__((vector_size(32)));
typedef float nms_float8_unaligned __attribute__((vector_size(32), aligned(4)));

#define NMS_LOAD(pointer) (*(const nms_float8_unaligned *)(pointer))
#define NMS_STORE(pointer, value) (*(nms_float8_unaligned *)(pointer) = (value))

#endif
