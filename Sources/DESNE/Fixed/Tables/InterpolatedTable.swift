package import Configuration

/// A function on [0, 1) as a table of polynomials in integers: bit for bit what the hardware has.
///
/// The input's high bits choose the segment i, the low b bits are the offset o. With the function's
/// exact values at the segment's ends and middle, rounded to `guardBits` below the result's last
/// place, v0, vm and v1,
///
///     degree 0: v0
///     degree 1: v0 + (v1 - v0) o / 2^b
///     degree 2: v0 + (4 vm - 3 v0 - v1) o / 2^b + 2 (v0 + v1 - 2 vm) (o / 2^b)²
///
/// rounded once, to nearest, a half up. The middle value exists only where a segment has one input
/// or more to its right; coefficients are differences, so no other rounding is in them.
package struct InterpolatedTable: Sendable {
  /// Bits below the result's last place in the table.
  package static let guardBits = 4

  package let function: ExactFunction
  package let configuration: TableConfiguration
  /// Bits of the input.
  package let inputBits: Int
  /// Fraction bits of the result.
  package let fractionBits: Int
  /// The coefficients of each power of the offset, an entry for each segment.
  package let coefficients: [[Int]]
  /// The results for every input.
  package let values: [UInt32]

  /// - Precondition: there are no more segment bits than input bits.
  package init(
    _ function: ExactFunction, inputBits: Int, fractionBits: Int,
    configuration: TableConfiguration
  ) {
    self.function = function
    self.configuration = configuration
    self.inputBits = inputBits
    self.fractionBits = fractionBits
    let segmentBits = configuration.segmentBits
    let offsetBits = inputBits - segmentBits
    let degree = offsetBits == 0 ? 0 : configuration.degree
    // Ends and middles of segments.
    let nodes = (0...2 << segmentBits).map {
      function.value(
        at: $0, bits: segmentBits + 1, fractionBits: fractionBits + Self.guardBits
      ).integer
    }
    var coefficients = [[Int]](repeating: [], count: degree + 1)
    for segment in 0..<1 << segmentBits {
      let (start, middle, end) = (
        nodes[2 * segment], nodes[2 * segment + 1], nodes[2 * segment + 2]
      )
      coefficients[0].append(start)
      if degree == 1 { coefficients[1].append(end - start) }
      if degree == 2 {
        coefficients[1].append(4 * middle - 3 * start - end)
        coefficients[2].append(2 * (start + end - 2 * middle))
      }
    }
    self.coefficients = coefficients
    values = (0..<1 << inputBits).map { input in
      let segment = input >> offsetBits
      let offset = input & ((1 << offsetBits) - 1)
      var sum = 0
      for power in (0...degree).reversed() {
        sum = sum * offset + coefficients[power][segment] << ((degree - power) * offsetBits)
      }
      return UInt32(sum.shiftedRight(rounding: Self.guardBits + degree * offsetBits))
    }
  }

  /// The result for an input.
  @inline(__always)
  package func value(at input: Int) -> Int { Int(values[input]) }
}
