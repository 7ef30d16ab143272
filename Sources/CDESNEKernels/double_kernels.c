#define REAL double
#define BITS int64_t
#define LANES 4
#define NAME(name) name##_f64
#define MANTISSA_BITS 52
#define BIAS 1023
#define EXP_FLOOR -512
// Relative error of the polynomial 4.3e-18; with rounding below 3 * 2^-53.
#define EXP_TERMS 12
#define EXP_COEFFICIENTS                                                                     \
  {                                                                                          \
    1, 0.69314718055994529, 0.24022650695910158, 0.055504108664821625,                       \
        0.0096181291075872564, 0.0013333558146406471, 0.00015403530463724353,                \
        1.5252733841556773e-05, 1.3215432535912375e-06, 1.0178057087733941e-07,              \
        7.0741942972885211e-09, 4.4558179083360645e-10                                       \
  }
#define LOG_TERMS 12
#include "real_kernels.h"
