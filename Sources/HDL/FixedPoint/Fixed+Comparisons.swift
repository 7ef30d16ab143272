extension Fixed {
  /// Whether both stand for the same number, whatever their formats.
  public static func .== (left: Fixed, right: Fixed) -> Bit {
    left.builder.compare(.equal, left, right)
  }

  /// Whether the numbers differ.
  public static func .!= (left: Fixed, right: Fixed) -> Bit { .!(left .== right) }

  /// Whether the left number is smaller.
  public static func .< (left: Fixed, right: Fixed) -> Bit {
    left.builder.compare(.lessThan, left, right)
  }

  /// Whether the left number is larger.
  public static func .> (left: Fixed, right: Fixed) -> Bit { right .< left }

  /// Whether the left number is not larger.
  public static func .<= (left: Fixed, right: Fixed) -> Bit { .!(right .< left) }

  /// Whether the left number is not smaller.
  public static func .>= (left: Fixed, right: Fixed) -> Bit { .!(left .< right) }

  /// Whether the number equals an integer.
  public static func .== (left: Fixed, right: Int) -> Bit { left .== left.integer(right) }

  /// Whether the number differs from an integer.
  public static func .!= (left: Fixed, right: Int) -> Bit { left .!= left.integer(right) }

  /// Whether the number is smaller than an integer.
  public static func .< (left: Fixed, right: Int) -> Bit { left .< left.integer(right) }

  /// Whether the number is larger than an integer.
  public static func .> (left: Fixed, right: Int) -> Bit { left .> left.integer(right) }

  /// Whether the number is not larger than an integer.
  public static func .<= (left: Fixed, right: Int) -> Bit { left .<= left.integer(right) }

  /// Whether the number is not smaller than an integer.
  public static func .>= (left: Fixed, right: Int) -> Bit { left .>= left.integer(right) }
}

/// The number when the condition is 1, else an integer; the format holds both.
public func mux(
  _ condition: Bit, _ whenSet: Fixed, _ whenClear: Int, fileID: StaticString = #fileID,
  line: UInt32 = #line, column: UInt32 = #column
) -> Fixed {
  mux(
    condition, whenSet, whenSet.integer(whenClear), fileID: fileID, line: line, column: column)
}

/// An integer when the condition is 1, else the number; the format holds both.
public func mux(
  _ condition: Bit, _ whenSet: Int, _ whenClear: Fixed, fileID: StaticString = #fileID,
  line: UInt32 = #line, column: UInt32 = #column
) -> Fixed {
  mux(
    condition, whenClear.integer(whenSet), whenClear, fileID: fileID, line: line, column: column)
}
