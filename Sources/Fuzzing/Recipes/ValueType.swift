import HDL

/// Type and width of a value of a recipe.
public struct ValueType: Hashable, Sendable {
  /// One of the language's types.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// An unsigned number.
    case uint
    /// A two's-complement number.
    case sint
    /// Bits without a numeric meaning.
    case bits
    /// One bit.
    case bit
  }

  /// The type.
  public var kind: Kind
  /// Width in bits; 1 for a bit.
  public var width: Int

  /// A type of some width; a bit is one bit wide whatever is asked for.
  public init(_ kind: Kind, _ width: Int) {
    self.kind = kind
    self.width = kind == .bit ? 1 : width
  }

  /// One bit.
  static let bit = ValueType(.bit, 1)

  /// The shape as Swift code: `.uint(8)`, `.bit`.
  var shapeText: String { kind == .bit ? ".bit" : ".\(kind.rawValue)(\(width))" }

  /// The name of the Swift type.
  var typeText: String {
    switch kind {
    case .uint: "UInt"
    case .sint: "SInt"
    case .bits: "Bits"
    case .bit: "Bit"
    }
  }

  /// The numbers a literal of this type can have.
  var literals: ClosedRange<Int> {
    if kind == .sint {
      let high = width >= 64 ? Int.max : (1 << (width - 1)) - 1
      return (-high - 1)...high
    }
    return 0...(width >= 63 ? Int.max : (1 << width) - 1)
  }
}

/// Which value of a recipe is meant: a result of one of its nodes.
public struct ValueID: Hashable, Sendable {
  /// Number of the node, which it keeps when others are removed.
  public var node: Int
  /// Which of the node's results.
  public var result: Int

  /// A result of a node.
  public init(_ node: Int, _ result: Int = 0) {
    self.node = node
    self.result = result
  }
}

/// A value as a step reads it: converted to a type, then truncated or extended to a width.
///
/// Any value can be read as any type, so a recipe stays legal whatever is put in an operand's place.
public struct Operand: Hashable, Sendable {
  /// What is read.
  public var value: ValueID
  /// What it is made into.
  public var type: ValueType

  /// Reads a value as a type.
  public init(_ value: ValueID, as type: ValueType) {
    self.value = value
    self.type = type
  }
}
