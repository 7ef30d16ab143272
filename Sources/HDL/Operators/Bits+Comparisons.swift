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
