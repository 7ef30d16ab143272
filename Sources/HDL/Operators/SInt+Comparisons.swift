extension SInt {
  /// Whether the numbers are equal; the narrower is extended for the comparison.
  public static func .== (left: SInt, right: SInt) -> Bit {
    Bit(left.builder, left.builder.compare(.equal, left.signal, right.signal, signed: true))
  }

  /// Whether the numbers differ; the narrower is extended for the comparison.
  public static func .!= (left: SInt, right: SInt) -> Bit { .!(left .== right) }

  /// Whether the left number is smaller; the narrower is extended for the comparison.
  public static func .< (left: SInt, right: SInt) -> Bit {
    Bit(
      left.builder,
      left.builder.compare(
        .lessThanSigned, left.signal, right.signal, signed: true))
  }

  /// Whether the left number is larger; the narrower is extended for the comparison.
  public static func .> (left: SInt, right: SInt) -> Bit { right .< left }

  /// Whether the left number is not larger; the narrower is extended for the comparison.
  public static func .<= (left: SInt, right: SInt) -> Bit { .!(right .< left) }

  /// Whether the left number is not smaller; the narrower is extended for the comparison.
  public static func .>= (left: SInt, right: SInt) -> Bit { .!(left .< right) }

  /// Whether the value equals a constant.
  public static func .== (left: SInt, right: Int) -> Bit { left .== left.literal(right) }

  /// Whether the value differs from a constant.
  public static func .!= (left: SInt, right: Int) -> Bit { left .!= left.literal(right) }

  /// Whether the value is smaller than a constant.
  public static func .< (left: SInt, right: Int) -> Bit { left .< left.literal(right) }

  /// Whether the value is larger than a constant.
  public static func .> (left: SInt, right: Int) -> Bit { left .> left.literal(right) }

  /// Whether the value is not larger than a constant.
  public static func .<= (left: SInt, right: Int) -> Bit { left .<= left.literal(right) }

  /// Whether the value is not smaller than a constant.
  public static func .>= (left: SInt, right: Int) -> Bit { left .>= left.literal(right) }

  private func literal(_ value: Int) -> SInt {
    SInt(builder, builder.signedLiteral(value))
  }
}
