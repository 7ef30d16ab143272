/// A register, or an array of equal registers.
public struct Register: Hashable, Sendable {
  /// Unique in the map.
  public let name: String
  /// What it is for.
  public let description: String
  /// Byte offset of the register, of the first one of an array.
  public let offset: Int
  /// Number of elements of an array; `nil` for a single register.
  public let count: Int?
  /// Bytes from one element of an array to the next.
  public let stride: Int
  /// The fields, in the order of their declaration.
  public internal(set) var fields: [Field] = []
  let origin: Origin

  /// Number of registers: 1, or the number of elements.
  public var elementCount: Int { min(max(count ?? 1, 1), RegisterMap.mostElements) }

  /// Whether a write can have an effect on any of its fields.
  public var isWritable: Bool { fields.contains(where: \.access.isWritable) }

  /// Whether a read shows any of its fields.
  public var isReadable: Bool { fields.contains(where: \.access.isReadable) }

  /// The value after reset of what software can read; 0 where the hardware provides it.
  public var resetValue: UInt64 {
    fields.filter(\.access.isReadable).reduce(0) { $0 | ($1.reset << $1.low) }
  }

  /// The byte offset of an element.
  public func offset(ofElement index: Int) -> Int { possibleOffset + index * possibleStride }

  /// The byte offset of the last element.
  var lastOffset: Int { offset(ofElement: elementCount - 1) }

  // Where they are refused, numbers with which the checks can go on.
  private var possibleOffset: Int { min(max(offset, 0), RegisterMap.largestOffset) }
  private var possibleStride: Int { min(max(stride, 0), RegisterMap.largestOffset) }

  /// The names of the elements in the hardware: `channel_0`, or the name alone.
  func elementName(_ index: Int) -> String { count == nil ? name : "\(name)_\(index)" }
}
