#include "desne.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

static double from_bits(uint64_t bits) {
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// Interpolation of 2^f at 12 Chebyshev nodes of -1/2...1/2: relative error 4.3e-18 before rounding.
double nms_exp2(double x) {
  static const double c[12] = {
      1, 0.69314718055994529, 0.24022650695910158, 0.055504108664821625, 0.0096181291075872564,
      0.0013333558146406471, 0.00015403530463724353, 1.5252733841556773e-05,
      1.3215432535912375e-06, 1.0178057087733941e-07, 7.0741942972885211e-09,
      4.4558179083360645e-10};
  if (!(x >= -1000)) return 0;
  if (x > 1000) x = 1000;
  const double shifter = 0x1.8p52;
  const double whole = (x + shifter) - shifter;
  const double f = x - whole;
  double value = c[11];
  for (int k = 10; k >= 0; k--) value = value * f + c[k];
  return value * from_bits((uint64_t)((int64_t)whole + 1023) << 52);
}

// log2 of the mantissa, brought into 1/sqrt 2...sqrt 2, is 2/ln 2 times artanh((m - 1) / (m + 1)).
double nms_log2(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  int64_t exponent = (int64_t)(bits >> 52) - 1023;
  double m = from_bits((bits & 0xfffffffffffffull) | 0x3ff0000000000000ull);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    exponent += 1;
  }
  const double s = (m - 1) / (m + 1), square = s * s;
  double sum = 0;
  for (int k = 12; k >= 0; k--) sum = sum * square + 1.0 / (2 * k + 1);
  return (double)exponent + 2.885390081777926815 * s * sum;
}
