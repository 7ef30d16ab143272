import FixedPoint

/// Collects the hardware of one module while its `body` runs.
///
/// Mistakes do not stop the description: they are collected, and `elaborate(_:)` throws them all
/// together.
public final class ModuleBuilder {
  /// One assignment to bits of a target.
  struct Assignment {
    var target: NodeID
    var low: Int32
    var value: NodeID
    var location: Int32
    /// The block of conditional statements in which it stands.
    var block: Int32
  }

  var graph = Graph()
  let moduleName: String
  let elaborator: Elaborator
  var diagnostics: [Diagnostic] = []
  var declaredPorts: [NodeID] = []
  /// Ports of an impossible width, reported once they have their names.
  var impossiblePorts:
    [(node: NodeID, width: Int, formatError: FixedPointError?, location: Int32)] = []
  var portFormats: [NodeID: FixedPointFormat] = [:]
  var registers: [ModuleGraph.Register] = []
  var memories: [ModuleGraph.Memory] = []
  var readPorts: [ModuleGraph.ReadPort] = []
  var tables: [ModuleGraph.Table] = []
  var instances: [ModuleGraph.Instance] = []
  var properties: [ModuleGraph.Property] = []
  var assignments: [Assignment] = []
  /// Blocks of conditional statements; the first is the body of the module.
  var blocks = [ConditionalBlock(chain: -1, branch: 0)]
  var chains: [ConditionChain] = []
  var currentBlock: Int32 = 0
  /// Wires and inputs of instances that were made within a block, with that block.
  var scopes: [NodeID: Int32] = [:]
  var streamMonitors: [StreamMonitor] = []
  var pipelines: [Pipeline] = []
  var stateMachines: [ModuleGraph.StateMachine] = []
  var ignored: [NodeID] = []
  /// Bits that a conversion drops by its own statement: ignored, unless something else reads them.
  var dropped: [NodeID] = []
  /// Targets of refused assignments: the refusal is the message, not that nothing drives them.
  var excused: Set<NodeID> = []
  /// Nodes of infix operators that still wait for the position of the statement they are in.
  private var firstUnlocated = 0
  /// Mistakes of infix operators, waiting for the same position.
  var pendingReports: [PendingReport] = []

  init(moduleName: String, elaborator: Elaborator) {
    self.moduleName = moduleName
    self.elaborator = elaborator
  }

  /// Registers the position of a call and gives it to the operators written since the last one.
  @discardableResult
  func locate(_ fileID: StaticString, _ line: UInt32, _ column: UInt32) -> Int32 {
    let location = graph.locations.index(fileID, line, column)
    settleLocations(location)
    return location
  }

  /// Gives the last position to operators that no call followed.
  func settleLastLocations() {
    settleLocations(Int32(graph.locations.entries.count - 1))
  }

  func settleLocations(_ location: Int32) {
    for node in firstUnlocated..<graph.count where graph.locationIDs[node] < 0 {
      graph.locationIDs[node] = location
    }
    firstUnlocated = graph.count
    for pending in pendingReports {
      report(
        pending.code, pending.message, location,
        notes: pending.notes + pending.nodes.map(declarationNote), fix: pending.fix)
    }
    if !pendingReports.isEmpty { pendingReports = [] }
  }

  func setName(_ name: String, of node: NodeID) {
    graph.setName(name, of: node)
  }

  /// Appends a node with operands of this module.
  func append(
    _ operation: Operation, width: Int32, payload: Int32 = 0, _ operands: [NodeID], location: Int32
  ) -> NodeID {
    let node = graph.append(operation, width: width, payload: payload, location: location)
    for operand in operands { graph.appendOperand(operand) }
    return node
  }

  /// The node of a value if it belongs to this module; reports it otherwise.
  func adopt(_ signal: Signal, _ location: Int32) -> NodeID? {
    if signal.builder === self { return signal.node }
    // Asked in the name of a foreign value: what takes the result tells.
    guard elaborator.current === self else { return nil }
    report(
      .foreignValue, foreignMessage(signal), location, notes: [foreignNote(signal)],
      fix: "pass it through a port")
    return nil
  }

  /// Counts values as read, and a target as driven, that take part in a reported mistake: one mistake
  /// is one message.
  func excuse(_ values: [Signal], target: NodeID? = nil) {
    for value in values where value.builder === self { ignored.append(value.node) }
    if let target { excused.insert(target) }
  }

  /// A node that stands for a value that could not be built, so the description can go on.
  func placeholder(_ width: Int, _ location: Int32) -> NodeID {
    constant(0, width: Int32(max(1, min(width, Self.widest))), location: location)
  }

  /// The widest value the language takes, in bits.
  static let widest = 65_536

  func checkWidth(
    _ width: Int, _ what: @autoclosure () -> String, _ location: Int32
  ) -> Bool {
    if width >= 1, width <= Self.widest { return true }
    report(
      .widthOutOfRange, "\(what()) is \(width) bits wide", location,
      fix: "a width is 1 to \(Self.widest) bits")
    return false
  }

  /// Records an assignment to all bits of a target.
  func assign(_ source: Signal, to target: Signal, location: Int32) {
    guard checkTarget(target, location) else { return excuse([source]) }
    guard let value = adopt(source, location) else { return excuse([], target: target.node) }
    if graph.widths[Int(value)] != graph.widths[Int(target.node)] {
      excuse([source], target: target.node)
      reportAssignment(value, target.node, location)
      return
    }
    assignments.append(
      Assignment(
        target: target.node, low: 0, value: value, location: location, block: currentBlock))
  }

  /// Records an assignment to some bits of a target.
  func assign(_ source: Signal, to target: Signal, range: Range<Int>, location: Int32) {
    guard checkTarget(target, location) else { return excuse([source]) }
    guard let value = adopt(source, location) else { return excuse([], target: target.node) }
    let width = Int(graph.widths[Int(target.node)])
    guard range.lowerBound >= 0, range.upperBound <= width, !range.isEmpty else {
      excuse([source], target: target.node)
      reportSlice(target.node, range, location)
      return
    }
    guard range.count == graph.widths[Int(value)] else {
      excuse([source], target: target.node)
      reportAssignment(value, target.node, range, location)
      return
    }
    assignments.append(
      Assignment(
        target: target.node, low: Int32(range.lowerBound), value: value, location: location,
        block: currentBlock))
  }

  private func checkTarget(_ target: Signal, _ location: Int32) -> Bool {
    if target.builder !== self { return adopt(target, location) != nil }
    let operation = graph.operations[Int(target.node)]
    if operation.isTarget { return true }
    report(
      .notAssignable,
      "\(describe(target.node)) is \(Self.role(operation)) and cannot be assigned", location,
      notes: [.init(message: "it is made here", location: graph.location(of: target.node))],
      fix: "assign to an output, a wire, a register or an input of an instance")
    return false
  }

  private static func role(_ operation: Operation) -> String {
    switch operation {
    case .input: "an input of this module"
    case .instanceOutput: "an output of an instance"
    case .memoryRead, .memoryLookup: "the data of a memory"
    case .constant: "a constant"
    default: "an expression"
    }
  }
}
