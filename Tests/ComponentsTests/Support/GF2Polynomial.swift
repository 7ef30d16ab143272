/// Polynomials over the field of two elements, bit n the coefficient of x^n.
enum GF2Polynomial {
  /// The shortest linear recurrence behind a sequence (Berlekamp and Massey): its connection
  /// polynomial 1 + c1 x + ... and its length.
  static func recurrence(of sequence: [Bool]) -> (polynomial: UInt128, length: Int) {
    var current: UInt128 = 1
    var previous: UInt128 = 1
    var (length, gap) = (0, 1)
    for index in sequence.indices {
      var discrepancy = sequence[index]
      for tap in 0..<length where current >> UInt128(tap + 1) & 1 == 1 {
        discrepancy = discrepancy != sequence[index - tap - 1]
      }
      if !discrepancy {
        gap += 1
      } else if 2 * length <= index {
        let kept = current
        current ^= previous << UInt128(gap)
        (previous, length, gap) = (kept, index + 1 - length, 1)
      } else {
        current ^= previous << UInt128(gap)
        gap += 1
      }
    }
    return (current, length)
  }

  /// Whether x has the order 2^degree - 1 modulo the polynomial.
  static func isPrimitive(_ polynomial: UInt128, degree: Int) -> Bool {
    let order = degree == 64 ? UInt64.max : (1 << UInt64(degree)) - 1
    return power(order, polynomial, degree) == 1
      && primeFactors(of: order).allSatisfy {
        $0 == order && degree > 1
          ? power(1, polynomial, degree) != 1
          : power(order / $0, polynomial, degree) != 1
      }
  }

  /// x^exponent modulo the polynomial.
  private static func power(_ exponent: UInt64, _ polynomial: UInt128, _ degree: Int) -> UInt128 {
    var result: UInt128 = 1
    for place in (0..<64).reversed() {
      result = product(result, result, polynomial, degree)
      if exponent >> UInt64(place) & 1 == 1 { result = product(result, 2, polynomial, degree) }
    }
    return result
  }

  private static func product(
    _ left: UInt128, _ right: UInt128, _ polynomial: UInt128, _ degree: Int
  ) -> UInt128 {
    var result: UInt128 = 0
    for place in (0..<degree).reversed() {
      result <<= 1
      if result >> UInt128(degree) & 1 == 1 { result ^= polynomial }
      if right >> UInt128(place) & 1 == 1 { result ^= left }
    }
    return result
  }

  /// The distinct prime factors: small ones by division, then Pollard's rho.
  static func primeFactors(of number: UInt64) -> [UInt64] {
    var rest = number
    var factors: [UInt64] = []
    for candidate in 2..<1000 as Range<UInt64> where rest.isMultiple(of: candidate) {
      factors.append(candidate)
      while rest.isMultiple(of: candidate) { rest /= candidate }
    }
    var open = rest > 1 ? [rest] : []
    while let composite = open.popLast() {
      if isPrime(composite) {
        if !factors.contains(composite) { factors.append(composite) }
        continue
      }
      let factor = divisor(of: composite)
      open += [factor, composite / factor]
    }
    return factors
  }

  static func multiply(_ left: UInt64, _ right: UInt64, modulo modulus: UInt64) -> UInt64 {
    modulus.dividingFullWidth(
      (left % modulus).multipliedFullWidth(by: right % modulus)
    ).remainder
  }

  /// Miller and Rabin with the bases that decide every 64-bit number.
  static func isPrime(_ number: UInt64) -> Bool {
    let bases: [UInt64] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37]
    for base in bases where number.isMultiple(of: base) { return number == base }
    let twos = (number - 1).trailingZeroBitCount
    return bases.allSatisfy { base in
      var value: UInt64 = 1
      for place in (0..<64).reversed() {
        value = multiply(value, value, modulo: number)
        if ((number - 1) >> UInt64(twos)) >> UInt64(place) & 1 == 1 {
          value = multiply(value, base, modulo: number)
        }
      }
      if value == 1 || value == number - 1 { return true }
      for _ in 1..<twos {
        value = multiply(value, value, modulo: number)
        if value == number - 1 { return true }
      }
      return false
    }
  }

  private static func divisor(of composite: UInt64) -> UInt64 {
    for offset in 1... as PartialRangeFrom<UInt64> {
      func next(_ value: UInt64) -> UInt64 {
        let square = multiply(value, value, modulo: composite)
        return square >= composite - offset ? square - (composite - offset) : square + offset
      }
      var (slow, fast, common) = (2 as UInt64, 2 as UInt64, 1 as UInt64)
      while common == 1 {
        slow = next(slow)
        fast = next(next(fast))
        var (a, b) = (slow > fast ? slow - fast : fast - slow, composite)
        while b != 0 { (a, b) = (b, a % b) }
        common = a
      }
      if common != composite { return common }
    }
    return 1
  }
}
