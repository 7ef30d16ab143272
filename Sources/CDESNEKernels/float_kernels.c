#define REAL float
#define BITS int32_t
#define LANES 8
#define NAME(name) name##_f32
#define MANTISSA_BITS 23
#define BIAS 127
#define EXP_FLOOR -64
// Relative error of the polynomial 2.6e-9; with rounding below 3 * 2^-24.
#define EXP_TERMS 7
#define EXP_COEFFICIENTS                                                                     \
  {                                                                                          \
    1, 0.69314720670283259f, 0.24022650922288757f, 0.05550327226670302f,                     \
        0.0096180566785246373f, 0.0013400428177615838f, 0.00015461444698569129f              \
  }
#define LOG_TERMS 6
#include "real_kernels.h"
