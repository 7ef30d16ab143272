/// Some bits of a register with a meaning of their own.
public struct Field: Hashable, Sendable {
  /// Unique in the register.
  public let name: String
  /// What it is for.
  public let description: String
  /// The least significant bit.
  public let low: Int
  /// Width in bits.
  public let width: Int
  /// What software and hardware do with it.
  public let access: Access
  /// The bits after reset; the value of a constant.
  public let reset: UInt64
  /// Names of some of its values.
  public let values: [FieldValue]
  /// The reset value as it was declared, for messages.
  let declaredReset: Int
  let isSigned: Bool
  let origin: Origin

  /// The bits it takes.
  public var bits: Range<Int> {
    // Within bounds where a refused declaration is not.
    let start = min(max(low, 0), 1 << 20)
    return start..<start + min(max(width, 1), 1 << 20)
  }

  /// The bits it takes as ones.
  public var mask: UInt64 {
    width < 1 ? 0 : (width >= 64 ? .max : (1 << UInt64(width)) - 1) << UInt64(max(low, 0))
  }

  /// What software and hardware do with a field.
  public enum Access: Hashable, Sendable {
    /// Software writes and reads it, the hardware reads it.
    case readWrite
    /// The hardware provides it, software reads it.
    case readOnly
    /// A value that never changes, for software to read.
    case constant
    /// The hardware sets bits, software reads them, and clears those to which it writes 1.
    case sticky
    /// The hardware counts, software reads.
    case counter(Overflow, clear: Clear)
    /// Bits that software writes are 1 for a cycle in the hardware; reads as 0.
    case pulse

    /// What a counter does at its largest value.
    public enum Overflow: String, Hashable, Sendable {
      /// It goes on with 0.
      case wraps
      /// It stays there.
      case saturates
    }

    /// When a counter is cleared, apart from reset.
    public enum Clear: String, Hashable, Sendable {
      /// Never.
      case never
      /// By a write to any of its bytes, whatever the data.
      case onWrite
      /// By a read, which returns the count before.
      case onRead
    }

    /// Whether a write has an effect.
    public var isWritable: Bool {
      switch self {
      case .readWrite, .sticky, .pulse, .counter(_, clear: .onWrite): true
      case .readOnly, .constant, .counter: false
      }
    }

    /// Whether a read shows it.
    public var isReadable: Bool { self != .pulse }

    /// The usual abbreviation: `RW`, `RO`, `W1C`, `WO`; `RC` and `WC` for what a read or a write
    /// clears.
    public var abbreviation: String {
      switch self {
      case .readWrite: "RW"
      case .readOnly, .constant, .counter(_, clear: .never): "RO"
      case .sticky: "W1C"
      case .counter(_, clear: .onWrite): "WC"
      case .counter(_, clear: .onRead): "RC"
      case .pulse: "WO"
      }
    }
  }
}

/// The name of one value of a field.
public struct FieldValue: Hashable, Sendable {
  /// Unique in the field.
  public let name: String
  /// The value, read as unsigned or as the field's type.
  public let value: Int
  /// What it means.
  public let description: String

  /// Names a value.
  public init(_ name: String, _ value: Int, _ description: String = "") {
    self.name = name
    self.value = value
    self.description = description
  }

  /// The cases of a Swift enumeration with their raw values, in the order of their declaration.
  public static func cases<Cases: CaseIterable & RawRepresentable>(
    of type: Cases.Type
  ) -> [FieldValue] where Cases.RawValue == Int {
    type.allCases.map { FieldValue(String(describing: $0), $0.rawValue) }
  }
}
