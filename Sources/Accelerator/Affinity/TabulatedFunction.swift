internal import Configuration
internal import Foundation

/// The functions that the accelerator has tables of.
public enum TabulatedFunction: String, CaseIterable, Hashable, Sendable {
  /// 2^-x for x in [0, 1).
  case exp2
  /// log2(1 + x) for x in [0, 1).
  case log2
  /// 1 / (1 + x) for x in [0, 1).
  case reciprocal

  /// The function in floating point.
  public func value(at x: Double) -> Double {
    switch self {
    case .exp2: Foundation.exp2(-x)
    case .log2: Foundation.log2(1 + x)
    case .reciprocal: 1 / (1 + x)
    }
  }

  /// The value as an integer of 2^-`fractionBits`, to nearest.
  ///
  /// `Double` has at least 20 bits more than any table, and no value but whole ones lies within
  /// 2^-16 of a rounding boundary, so the integer is that of the exact function whatever library
  /// works it out; where that does not hold the table is refused.
  func rounded(at x: Double, fractionBits: Int) -> Int {
    let scaled = value(at: x) * Foundation.exp2(Double(fractionBits))
    let whole = scaled.rounded(.down)
    precondition(
      abs(scaled - whole - 0.5) > 0x1p-16 || fractionBits > 32,
      "\(rawValue) at \(x) is too near to a rounding boundary of 2^-\(fractionBits)")
    return Int(whole) + (scaled - whole >= 0.5 ? 1 : 0)
  }
}

/// The integers of a piecewise polynomial: per power of the offset one coefficient a segment.
///
/// With the function's values v0, vm and v1 at a segment's ends and middle, rounded `guardBits` below
/// the result's last place: c0 = v0; of lines c1 = v1 - v0; of parabolas
/// c1 = 4 vm - 3 v0 - v1 and c2 = 2 (v0 + v1 - 2 vm).
struct PolynomialCoefficients: Hashable, Sendable {
  /// Bits below the result's last place.
  static let guardBits = 4

  /// Bits of the offset in a segment.
  let offsetBits: Int
  /// Coefficients by power, an entry a segment.
  let powers: [[Int]]

  init(
    _ function: TabulatedFunction, inputBits: Int, fractionBits: Int, _ table: TableConfiguration
  ) {
    offsetBits = inputBits - table.segmentBits
    let segments = 1 << table.segmentBits
    func node(_ half: Int) -> Int {
      function.rounded(
        at: Double(half) / Double(2 * segments), fractionBits: fractionBits + Self.guardBits)
    }
    let degree = offsetBits == 0 ? 0 : table.degree
    var powers = [[Int]](repeating: [], count: degree + 1)
    for segment in 0..<segments {
      let (start, end) = (node(2 * segment), node(2 * segment + 2))
      powers[0].append(start)
      switch degree {
      case 1: powers[1].append(end - start)
      case 2:
        let middle = node(2 * segment + 1)
        powers[1].append(4 * middle - 3 * start - end)
        powers[2].append(2 * (start + end - 2 * middle))
      default: break
      }
    }
    self.powers = powers
  }

  /// The highest power.
  var degree: Int { powers.count - 1 }

  /// The sums of Horner's rule for an input, from the highest power down; each has `offsetBits` more
  /// fraction bits than the one before.
  func sums(at input: Int) -> [Int] {
    let segment = input >> offsetBits
    let offset = input & ((1 << offsetBits) - 1)
    var sums = [powers[degree][segment]]
    for step in 1..<degree + 1 {
      let aligned = powers[degree - step][segment] << (step * offsetBits)
      sums.append(sums[step - 1] * offset + aligned)
    }
    return sums
  }

  /// The result for an input: the last sum without guard bits, to nearest, a half up.
  func value(at input: Int) -> Int {
    let places = Self.guardBits + degree * offsetBits
    return (sums(at: input)[degree] + (1 << (places - 1))) >> places
  }
}
