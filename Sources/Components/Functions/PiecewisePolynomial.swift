/// A function as integers: a polynomial for each of 2^n equal segments of its input, evaluated
/// by Horner's rule.
///
/// The input, counted from the smallest, is split: the high bits choose the segment, the low bits
/// are the offset d in it. From the highest coefficient down, `sum = (sum * d >> shift) + c`; the
/// result is the last sum without its guard bits. This is what the hardware computes, bit by bit.
struct PiecewisePolynomial: Hashable, Sendable {
  /// Bits of the offset.
  var offsetBits: Int
  /// Coefficients of degree 0, 1, ...: an entry for each segment.
  var coefficients: [[Int]]
  /// Bits dropped of the product that is added to the coefficient of the same degree.
  var shifts: [Int]
  /// Bits dropped of the last sum.
  var guardBits: Int
  /// The values that the sum of each degree takes.
  var sumRanges: [ClosedRange<Int>]

  /// Highest power of the offset.
  var degree: Int { coefficients.count - 1 }

  /// Number of segments.
  var segmentCount: Int { coefficients[0].count }

  /// Bits of all tables.
  var tableBits: Int {
    coefficients.reduce(0) { $0 + $1.count * CoefficientShape(holding: $1).bitWidth }
  }

  /// The sums from the highest degree down to 0, for an input counted from the smallest.
  func sums(at position: Int) -> [Int] {
    let segment = position >> offsetBits
    let offset = position & ((1 << offsetBits) - 1)
    var sums = [coefficients[degree][segment]]
    for power in (0..<degree).reversed() {
      let product = (sums[sums.count - 1] * offset) >> shifts[power]
      sums.append(product + coefficients[power][segment])
    }
    return sums
  }

  /// The result before it is limited to the output's range.
  func value(at position: Int) -> Int { sums(at: position)[degree] >> guardBits }
}

/// The fewest bits that hold all entries of a table.
struct CoefficientShape {
  /// Whether an entry is negative.
  let isSigned: Bool
  /// Width in bits.
  let bitWidth: Int

  init(holding values: [Int]) {
    self.init(holding: (values.min() ?? 0)...(values.max() ?? 0))
  }

  init(holding range: ClosedRange<Int>) {
    isSigned = range.lowerBound < 0
    let magnitude = max(
      range.upperBound < 0 ? ~range.upperBound : range.upperBound,
      range.lowerBound < 0 ? ~range.lowerBound : 0)
    bitWidth = max(1, Int.bitWidth - magnitude.leadingZeroBitCount + (isSigned ? 1 : 0))
  }
}
