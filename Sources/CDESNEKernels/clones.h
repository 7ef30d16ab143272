#ifndef NMS_DESNE_CLONES_H
#define NMS_DESNE_CLONES_H

// The compiler makes one version for plain x86-64 and one for machines with AVX2, and the loader
// picks; both compute the same bits. Thread sanitizer runs before the loader can, so it gets the
// plain one.
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

#define NMS_INLINE static inline __attribute__((always_inline))

#endif
