extension HardwareInteger {
  /// Whether the numbers are equal; the narrower is extended for the comparison.
  public static func .== (left: Self, right: Self) -> Bit {
    Bit(left.builder, left.builder.compare(.equal, left.signal, right.signal, signed: isSigned))
  }

  /// Whether the numbers differ; the narrower is extended for the comparison.
  public static func .!= (left: Self, right: Self) -> Bit { .!(left .== right) }

  /// Whether the left number is smaller; the narrower is extended for the comparison.
  public static func .< (left: Self, right: Self) -> Bit {
    Bit(
      left.builder,
      left.builder.compare(
        isSigned ? .lessThanSigned : .lessThan, left.signal, right.signal, signed: isSigned))
  }

  /// Whether the left number is larger; the narrower is extended for the comparison.
  public static func .> (left: Self, right: Self) -> Bit { right .< left }

  /// Whether the left number is not larger; the narrower is extended for the comparison.
  public static func .<= (left: Self, right: Self) -> Bit { .!(right .< left) }

  /// Whether the left number is not smaller; the narrower is extended for the comparison.
  public static func .>= (left: Self, right: Self) -> Bit { .!(left .< right) }

  /// Whether the value equals a constant.
  public static func .== (left: Self, right: Int) -> Bit { left .== left.literal(right) }

  /// Whether the value differs from a constant.
  public static func .!= (left: Self, right: Int) -> Bit { left .!= left.literal(right) }

  /// Whether the value is smaller than a constant.
  public static func .< (left: Self, right: Int) -> Bit { left .< left.literal(right) }

  /// Whether the value is larger than a constant.
  public static func .> (left: Self, right: Int) -> Bit { left .> left.literal(right) }

  /// Whether the value is not larger than a constant.
  public static func .<= (left: Self, right: Int) -> Bit { left .<= left.literal(right) }

  /// Whether the value is not smaller than a constant.
  public static func .>= (left: Self, right: Int) -> Bit { left .>= left.literal(right) }

  private func literal(_ value: Int) -> Self {
    Self(builder, Self.isSigned ? builder.signedLiteral(value) : builder.unsignedLiteral(value))
  }
}

extension Bits {
  /// Whether all bits are equal; the widths must be.
  public static func .== (left: Bits, right: Bits) -> Bit {
    Bit(left.builder, left.builder.equalWidths(.equal, ".==", left.signal, right.signal, result: 1))
  }

  /// Whether any bit differs; the widths must be equal.
  public static func .!= (left: Bits, right: Bits) -> Bit { .!(left .== right) }

  /// Whether the bits are those of a constant of at least 0.
  public static func .== (left: Bits, right: Int) -> Bit {
    left .== Bits(left.builder, left.builder.literal(right, like: left.signal, signed: false))
  }
}
