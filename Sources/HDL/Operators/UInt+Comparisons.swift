extension UInt {
  /// Whether the numbers are equal; the narrower is extended for the comparison.
  public static func .== (left: UInt, right: UInt) -> Bit {
    Bit(left.builder, left.builder.compare(.equal, left.signal, right.signal, signed: false))
  }

  /// Whether the numbers differ; the narrower is extended for the comparison.
  public static func .!= (left: UInt, right: UInt) -> Bit { .!(left .== right) }

  /// Whether the left number is smaller; the narrower is extended for the comparison.
  public static func .< (left: UInt, right: UInt) -> Bit {
    Bit(
      left.builder,
      left.builder.compare(
        .lessThan, left.signal, right.signal, signed: false))
  }

  /// Whether the left number is larger; the narrower is extended for the comparison.
  public static func .> (left: UInt, right: UInt) -> Bit { right .< left }

  /// Whether the left number is not larger; the narrower is extended for the comparison.
  public static func .<= (left: UInt, right: UInt) -> Bit { .!(right .< left) }

  /// Whether the left number is not smaller; the narrower is extended for the comparison.
  public static func .>= (left: UInt, right: UInt) -> Bit { .!(left .< right) }

  /// Whether the value equals a constant of at least 0.
  public static func .== (left: UInt, right: Int) -> Bit { left .== left.literal(right) }

  /// Whether the value differs from a constant of at least 0.
  public static func .!= (left: UInt, right: Int) -> Bit { left .!= left.literal(right) }

  /// Whether the value is smaller than a constant of at least 0.
  public static func .< (left: UInt, right: Int) -> Bit { left .< left.literal(right) }

  /// Whether the value is larger than a constant of at least 0.
  public static func .> (left: UInt, right: Int) -> Bit { left .> left.literal(right) }

  /// Whether the value is not larger than a constant of at least 0.
  public static func .<= (left: UInt, right: Int) -> Bit { left .<= left.literal(right) }

  /// Whether the value is not smaller than a constant of at least 0.
  public static func .>= (left: UInt, right: Int) -> Bit { left .>= left.literal(right) }

  private func literal(_ value: Int) -> UInt {
    UInt(builder, builder.unsignedLiteral(value))
  }
}
