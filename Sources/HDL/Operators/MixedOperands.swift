// Pairs of operands that have no meaning, declared only so that the compiler says what to write
// instead, and finds it in a long expression without trying every other operator.

extension UInt {
  /// Not defined: one side is signed, the other is not.
  @available(*, unavailable, message: "write `.signed()` on the unsigned operand")
  public static func .== (left: UInt, right: SInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: one side is signed, the other is not.
  @available(*, unavailable, message: "write `.signed()` on the unsigned operand")
  public static func .!= (left: UInt, right: SInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: one side is signed, the other is not.
  @available(*, unavailable, message: "write `.signed()` on the unsigned operand")
  public static func .< (left: UInt, right: SInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: one side is signed, the other is not.
  @available(*, unavailable, message: "write `.signed()` on the unsigned operand")
  public static func .> (left: UInt, right: SInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: one side is signed, the other is not.
  @available(*, unavailable, message: "write `.signed()` on the unsigned operand")
  public static func .<= (left: UInt, right: SInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: one side is signed, the other is not.
  @available(*, unavailable, message: "write `.signed()` on the unsigned operand")
  public static func .>= (left: UInt, right: SInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: one side is signed, the other is not.
  @available(*, unavailable, message: "write `.signed()` on the unsigned operand")
  public static func .+ (left: UInt, right: SInt) -> UInt { left }

  /// Not defined: one side is signed, the other is not.
  @available(*, unavailable, message: "write `.signed()` on the unsigned operand")
  public static func .- (left: UInt, right: SInt) -> UInt { left }

  /// Not defined: one side is signed, the other is not.
  @available(*, unavailable, message: "write `.signed()` on the unsigned operand")
  public static func .* (left: UInt, right: SInt) -> UInt { left }
}

extension SInt {
  /// Not defined: one side is signed, the other is not.
  @available(*, unavailable, message: "write `.signed()` on the unsigned operand")
  public static func .== (left: SInt, right: UInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: one side is signed, the other is not.
  @available(*, unavailable, message: "write `.signed()` on the unsigned operand")
  public static func .!= (left: SInt, right: UInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: one side is signed, the other is not.
  @available(*, unavailable, message: "write `.signed()` on the unsigned operand")
  public static func .< (left: SInt, right: UInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: one side is signed, the other is not.
  @available(*, unavailable, message: "write `.signed()` on the unsigned operand")
  public static func .> (left: SInt, right: UInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: one side is signed, the other is not.
  @available(*, unavailable, message: "write `.signed()` on the unsigned operand")
  public static func .<= (left: SInt, right: UInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: one side is signed, the other is not.
  @available(*, unavailable, message: "write `.signed()` on the unsigned operand")
  public static func .>= (left: SInt, right: UInt) -> Bit { Bit(signal: left.signal) }

  /// Not defined: one side is signed, the other is not.
  @available(*, unavailable, message: "write `.signed()` on the unsigned operand")
  public static func .+ (left: SInt, right: UInt) -> SInt { left }

  /// Not defined: one side is signed, the other is not.
  @available(*, unavailable, message: "write `.signed()` on the unsigned operand")
  public static func .- (left: SInt, right: UInt) -> SInt { left }

  /// Not defined: one side is signed, the other is not.
  @available(*, unavailable, message: "write `.signed()` on the unsigned operand")
  public static func .* (left: SInt, right: UInt) -> SInt { left }
}

extension UInt {
  /// Not defined: a shift has no negative amount.
  @available(*, unavailable, message: "write `.asUInt` on the amount")
  public static func .<< (left: UInt, amount: SInt) -> UInt { left }

  /// Not defined: a shift has no negative amount.
  @available(*, unavailable, message: "write `.asUInt` on the amount")
  public static func .>> (left: UInt, amount: SInt) -> UInt { left }
}

extension SInt {
  /// Not defined: a shift has no negative amount.
  @available(*, unavailable, message: "write `.asUInt` on the amount")
  public static func .<< (left: SInt, amount: SInt) -> SInt { left }

  /// Not defined: a shift has no negative amount.
  @available(*, unavailable, message: "write `.asUInt` on the amount")
  public static func .>> (left: SInt, amount: SInt) -> SInt { left }
}

extension Bits {
  /// Not defined: bits have no numeric meaning.
  @available(*, unavailable, message: "write `.asUInt` or `.asSInt` on both operands")
  public static func .< (left: Bits, right: Bits) -> Bit { Bit(signal: left.signal) }

  /// Not defined: bits have no numeric meaning.
  @available(*, unavailable, message: "write `.asUInt` or `.asSInt` on both operands")
  public static func .> (left: Bits, right: Bits) -> Bit { Bit(signal: left.signal) }

  /// Not defined: bits have no numeric meaning.
  @available(*, unavailable, message: "write `.asUInt` or `.asSInt` on both operands")
  public static func .<= (left: Bits, right: Bits) -> Bit { Bit(signal: left.signal) }

  /// Not defined: bits have no numeric meaning.
  @available(*, unavailable, message: "write `.asUInt` or `.asSInt` on both operands")
  public static func .>= (left: Bits, right: Bits) -> Bit { Bit(signal: left.signal) }

  /// Not defined: bits have no numeric meaning.
  @available(*, unavailable, message: "write `.asUInt` or `.asSInt` on both operands")
  public static func .+ (left: Bits, right: Bits) -> Bits { left }

  /// Not defined: bits have no numeric meaning.
  @available(*, unavailable, message: "write `.asUInt` or `.asSInt` on both operands")
  public static func .- (left: Bits, right: Bits) -> Bits { left }

  /// Not defined: bits have no numeric meaning.
  @available(*, unavailable, message: "write `.asUInt` or `.asSInt` on both operands")
  public static func .* (left: Bits, right: Bits) -> Bits { left }
}
