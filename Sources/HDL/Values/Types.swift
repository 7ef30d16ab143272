/// An unsigned hardware integer. Arithmetic grows; see `Operators/`.
///
/// In a file that imports `HDL` the name means this type; Swift's own is `Swift.UInt`.
public struct UInt: PlainValue {
  /// The node behind the value.
  public let signal: Signal
  /// Wraps a node.
  public init(signal: Signal) { self.signal = signal }
}

/// A two's-complement hardware integer. Arithmetic grows; see `Operators/`.
public struct SInt: PlainValue {
  /// The node behind the value.
  public let signal: Signal
  /// Wraps a node.
  public init(signal: Signal) { self.signal = signal }
}

/// A bit vector without a numeric meaning: it has logic, slices and concatenation, no arithmetic.
public struct Bits: PlainValue {
  /// The node behind the value.
  public let signal: Signal
  /// Wraps a node.
  public init(signal: Signal) { self.signal = signal }
}

/// One bit: a condition, an enable, a flag.
public struct Bit: PlainValue {
  /// The node behind the value.
  public let signal: Signal
  /// Wraps a node.
  public init(signal: Signal) { self.signal = signal }
}

/// The types whose bits can be addressed and combined one by one.
public protocol BitVector: PlainValue {}

extension UInt: BitVector {}
extension SInt: BitVector {}
extension Bits: BitVector {}

/// The types with a numeric value.
public protocol HardwareInteger: BitVector {
  /// Whether extension copies the top bit.
  static var isSigned: Bool { get }
}

extension UInt: HardwareInteger {
  /// Extension fills with zeros.
  public static var isSigned: Bool { false }
}

extension SInt: HardwareInteger {
  /// Extension copies the sign.
  public static var isSigned: Bool { true }
}
