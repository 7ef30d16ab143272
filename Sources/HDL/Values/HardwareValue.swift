public import FixedPoint

/// A value that will exist as wires: a node of a module's graph with a Swift type around it.
///
/// Values are handles: copying one copies no hardware. The width is a fact of elaboration, not of
/// the Swift type, because Swift's integer generics have no arithmetic.
public protocol HardwareValue: HardwareData {
  /// The node behind the value.
  var signal: Signal { get }

  /// What a port, a register or a wire for such values is declared with.
  var shape: Shape<Self> { get }

  /// Wraps a node. For libraries that define values of their own; a design has no use for it.
  init(signal: Signal, shape: Shape<Self>)
}

/// A value whose width tells all about its shape: every type but `Fixed`.
public protocol PlainValue: HardwareValue {
  /// Wraps a node. For libraries that define values of their own; a design has no use for it.
  init(signal: Signal)
}

extension PlainValue {
  /// The type and the width.
  public var shape: Shape<Self> { Shape(bitWidth: bitWidth) }

  /// Wraps a node, which has the width.
  public init(signal: Signal, shape: Shape<Self>) { self.init(signal: signal) }
}

/// A node of one module's graph.
public struct Signal {
  let builder: ModuleBuilder
  /// Index of the node in the graph of the module being described.
  public let node: NodeID

  init(builder: ModuleBuilder, node: NodeID) {
    self.builder = builder
    self.node = node
  }

  var width: Int { Int(builder.graph.widths[Int(node)]) }
}

extension HardwareValue {
  /// Width in bits, known while the design is being built.
  public var bitWidth: Int { signal.width }

  var builder: ModuleBuilder { signal.builder }
  var node: NodeID { signal.node }

  /// Gives the value a name: its Verilog net and its waveform carry it.
  ///
  /// A value that has a name already keeps it: the new one goes to the value returned.
  ///
  /// - Returns: The value under its new name, so a name can stand at the end of an expression.
  @discardableResult
  public func named(
    _ name: String, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Self {
    let location = builder.locate(fileID, line, column)
    guard builder.graph.nameIDs[Int(node)] >= 0 else {
      builder.setName(name, of: node)
      return self
    }
    let alias = builder.append(.slice, width: Int32(bitWidth), [node], location: location)
    builder.setName(name, of: alias)
    return Self(builder, alias, shape)
  }

  /// Drives a target (output, wire, register, input of an instance) with a value of equal width.
  ///
  /// Nothing is truncated or extended on the way. A register takes the value at the clock edge.
  public func assign(
    _ value: Self, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) {
    let module = builder.elaborator.current ?? builder
    let location = module.locate(fileID, line, column)
    if module.checkFormat(of: value, for: self, location) {
      module.assign(value.signal, to: signal, location: location)
    }
  }

  /// States that nobody reads the value, or what is left of it, on purpose.
  public func ignore(fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column)
  {
    builder.locate(fileID, line, column)
    builder.ignored.append(node)
  }
}

/// A type and what it leaves open, as a rule a width: what a port, a register or a memory word is
/// declared with.
///
/// Written `.uint(8)`, `.sint(12)`, `.bits(64)`, `.bit` or `.fixed(format)`.
public struct Shape<Value: HardwareValue>: Sendable, Hashable {
  /// Width in bits.
  public let bitWidth: Int
  /// What the bits of a `Fixed` stand for; `nil` for every other type.
  public let format: FixedPointFormat?
  /// Why a shape without a format should have one.
  let formatError: FixedPointError?

  init(
    bitWidth: Int, format: FixedPointFormat? = nil, formatError: FixedPointError? = nil
  ) {
    self.bitWidth = bitWidth
    self.format = format
    self.formatError = formatError
  }

  /// Whether the top bit is a sign.
  var isSigned: Bool { format?.isSigned ?? (Value.self == SInt.self) }
}

extension Shape where Value == UInt {
  /// An unsigned integer of the given width, 0 to 2^width - 1.
  public static func uint(_ bitWidth: Int) -> Shape { Shape(bitWidth: bitWidth) }
}

extension Shape where Value == SInt {
  /// A two's-complement integer of the given width, -2^(width-1) to 2^(width-1) - 1.
  public static func sint(_ bitWidth: Int) -> Shape { Shape(bitWidth: bitWidth) }
}

extension Shape where Value == Bits {
  /// A bit vector without a numeric meaning.
  public static func bits(_ bitWidth: Int) -> Shape { Shape(bitWidth: bitWidth) }
}

extension Shape where Value == Bit {
  /// One bit, the type of conditions.
  public static var bit: Shape { Shape(bitWidth: 1) }
}
