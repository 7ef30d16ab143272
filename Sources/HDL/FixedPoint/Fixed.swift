public import FixedPoint

/// A number `integer * 2^exponent` in hardware: an integer of known range and a binary point that
/// is a fact of elaboration and costs nothing.
///
/// Arithmetic is exact: the range and the exponent of every result follow from those of the
/// operands, and the width is the least that holds the range. Bits are lost only where
/// `converted(to:rounding:overflow:)` says so. A value whose format is not every pattern of its bits
/// is trusted to stay in its range: that of an operator does; of an input, a register or a wire
/// whoever drives it sees to it (an assignment in the design is checked, the surroundings of the
/// top module are not).
public struct Fixed: HardwareValue {
  /// The node behind the value: its integer.
  public let signal: Signal
  /// What the bits stand for: sign, range and exponent.
  public let format: FixedPointFormat

  /// The type and the format.
  public var shape: Shape<Fixed> { .fixed(format) }

  /// Wraps a node, which is as wide as the format of the shape.
  public init(signal: Signal, shape: Shape<Fixed>) {
    self.signal = signal
    format = shape.format ?? .bit
  }

  init(_ builder: ModuleBuilder, _ node: NodeID, _ format: FixedPointFormat) {
    signal = Signal(builder: builder, node: node)
    self.format = format
  }
}

extension Shape where Value == Fixed {
  /// Fixed-point numbers of a format.
  public static func fixed(_ format: FixedPointFormat) -> Shape {
    Shape(bitWidth: format.bitWidth, format: format)
  }

  /// Every pattern of `integerBits + fractionBits` bits, 1 to 127; a sign bit is an integer bit.
  ///
  /// A format that cannot be is reported where the shape is used.
  public static func fixed(signed: Bool, integerBits: Int, fractionBits: Int) -> Shape {
    Shape { () throws(FixedPointError) in
      try FixedPointFormat(signed: signed, integerBits: integerBits, fractionBits: fractionBits)
    }
  }

  /// The numbers `minimum * 2^exponent` to `maximum * 2^exponent`, signed if `minimum` is negative.
  ///
  /// A format that cannot be is reported where the shape is used.
  public static func fixed(minimum: Int128, maximum: Int128, exponent: Int = 0) -> Shape {
    Shape { () throws(FixedPointError) in
      try FixedPointFormat(minimum: minimum, maximum: maximum, exponent: exponent)
    }
  }

  private init(_ format: () throws(FixedPointError) -> FixedPointFormat) {
    do {
      self.init(bitWidth: try format().bitWidth, format: try format())
    } catch {
      self.init(bitWidth: 1, formatError: error)
    }
  }
}
