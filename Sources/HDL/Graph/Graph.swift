/// Index of a node in its module's graph; `none` where there is none.
public typealias NodeID = Int32

/// The hardware of one module as parallel arrays: one entry a node, in order of creation.
///
/// No object a node: 21 bytes and its operands, so a thousand-lane datapath is built and walked in
/// milliseconds. Every walk over it is iterative; a design of any depth cannot overflow the stack.
public struct Graph: Sendable {
  /// What stands where a node is missing.
  public static let none: NodeID = -1

  /// What each node computes.
  public internal(set) var operations: [Operation] = []
  /// Width of each node in bits.
  public internal(set) var widths: [Int32] = []
  /// Meaning depends on the operation: table index, low bit of a slice, instance.
  public internal(set) var payloads: [Int32] = []
  /// Where each node's operands end in `operandPool`; they start where the last node's end.
  public internal(set) var operandEnds: [Int32] = []
  /// Operands of all nodes, node after node.
  public internal(set) var operandPool: [NodeID] = []
  /// Index into `names`, or -1.
  public internal(set) var nameIDs: [Int32] = []
  /// Index into the location table.
  var locationIDs: [Int32] = []
  /// The names given in the source, one entry a named node.
  public internal(set) var names: [String] = []
  var locations = LocationTable()

  /// Little-endian 64-bit words of every constant, one after the other.
  public internal(set) var constantWords: [UInt64] = []
  /// First word of each constant.
  public internal(set) var constantStarts: [Int32] = []

  /// Number of nodes.
  public var count: Int { operations.count }

  /// Operands of a node.
  @inlinable
  public func operands(of node: NodeID) -> ArraySlice<NodeID> {
    let index = Int(node)
    let start = index == 0 ? 0 : Int(operandEnds[index - 1])
    return operandPool[start..<Int(operandEnds[index])]
  }

  /// One operand of a node.
  ///
  /// - Precondition: the node has more than `position` operands.
  @inlinable
  public func operand(_ position: Int, of node: NodeID) -> NodeID {
    let index = Int(node)
    return operandPool[(index == 0 ? 0 : Int(operandEnds[index - 1])) + position]
  }

  /// The name given in the source, if there is one.
  public func name(of node: NodeID) -> String? {
    let id = nameIDs[Int(node)]
    return id < 0 ? nil : names[Int(id)]
  }

  /// Where in the source a node was written.
  ///
  /// Exact for everything made by a function, method or subscript. An infix operator cannot take a
  /// position, so it has that of the statement that next follows it, as a rule the one it is in.
  public func location(of node: NodeID) -> SourceLocation {
    let id = locationIDs[Int(node)]
    return id < 0 ? SourceLocation(fileID: "unknown", line: 0, column: 0) : locations[id]
  }

  /// The first position noted: as a rule the module's first port.
  var firstLocation: SourceLocation {
    locations.entries.isEmpty
      ? SourceLocation(fileID: "unknown", line: 0, column: 0) : locations[0]
  }

  /// Words of a constant node, least significant first, bits above the width zero.
  public func constantWords(of node: NodeID) -> ArraySlice<UInt64> {
    let start = Int(constantStarts[Int(payloads[Int(node)])])
    return constantWords[start..<start + (Int(widths[Int(node)]) + 63) / 64]
  }
}
