// Pairs of operands that have no meaning, declared only so that the compiler says what to write
// instead; see `MixedOperands.swift`.

extension Fixed {
  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .== (left: Fixed, right: UInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .!= (left: Fixed, right: UInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .< (left: Fixed, right: UInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .> (left: Fixed, right: UInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .<= (left: Fixed, right: UInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .>= (left: Fixed, right: UInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .+ (left: Fixed, right: UInt) -> Fixed { left }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .- (left: Fixed, right: UInt) -> Fixed { left }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .* (left: Fixed, right: UInt) -> Fixed { left }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .== (left: UInt, right: Fixed) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .!= (left: UInt, right: Fixed) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .< (left: UInt, right: Fixed) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .> (left: UInt, right: Fixed) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .<= (left: UInt, right: Fixed) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .>= (left: UInt, right: Fixed) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .+ (left: UInt, right: Fixed) -> Fixed { right }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .- (left: UInt, right: Fixed) -> Fixed { right }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .* (left: UInt, right: Fixed) -> Fixed { right }
}

extension Fixed {
  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .== (left: Fixed, right: SInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .!= (left: Fixed, right: SInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .< (left: Fixed, right: SInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .> (left: Fixed, right: SInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .<= (left: Fixed, right: SInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .>= (left: Fixed, right: SInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .+ (left: Fixed, right: SInt) -> Fixed { left }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .- (left: Fixed, right: SInt) -> Fixed { left }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .* (left: Fixed, right: SInt) -> Fixed { left }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .== (left: SInt, right: Fixed) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .!= (left: SInt, right: Fixed) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .< (left: SInt, right: Fixed) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .> (left: SInt, right: Fixed) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .<= (left: SInt, right: Fixed) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .>= (left: SInt, right: Fixed) -> Bit { Bit(signal: left.signal) }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .+ (left: SInt, right: Fixed) -> Fixed { right }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .- (left: SInt, right: Fixed) -> Fixed { right }

  /// Not defined: only one side has a binary point.
  @available(*, unavailable, message: "write `.fixed()` on the integer operand")
  public static func .* (left: SInt, right: Fixed) -> Fixed { right }
}

extension Fixed {
  /// Not defined: a shift has no negative amount.
  @available(*, unavailable, message: "write `.asUInt` on the amount")
  public static func .<< (left: Fixed, amount: SInt) -> Fixed { left }

  /// Not defined: a shift has no negative amount.
  @available(*, unavailable, message: "write `.asUInt` on the amount")
  public static func .>> (left: Fixed, amount: SInt) -> Fixed { left }
}
