extension ModuleBuilder {
  func report(
    _ code: Diagnostic.Code, _ message: String, _ location: Int32,
    notes: [Diagnostic.Note] = [], fix: String
  ) {
    report(code, message, at: graph.locations[location], notes: notes, fix: fix)
  }

  func report(
    _ code: Diagnostic.Code, _ message: String, at location: SourceLocation,
    notes: [Diagnostic.Note] = [], fix: String
  ) {
    diagnostics.append(
      Diagnostic(
        code: code, message: message, location: location, module: moduleName,
        notes: notes.filter { $0.location != location }, fix: fix))
  }

  /// A mistake of an infix operator, before its position is known.
  struct PendingReport {
    var code: Diagnostic.Code
    var message: String
    var notes: [Diagnostic.Note]
    var nodes: [NodeID]
    var fix: String
  }

  /// Reports a mistake at `location`, or, for an infix operator, which has none (-1), at the position
  /// of the statement it is in. Each of `nodes` gets a note that shows its width.
  func reportOperation(
    _ code: Diagnostic.Code, _ message: String, _ location: Int32, _ nodes: [NodeID] = [],
    notes: [Diagnostic.Note] = [], fix: String
  ) {
    guard location < 0 else {
      report(code, message, location, notes: notes + nodes.map(declarationNote), fix: fix)
      return
    }
    pendingReports.append(
      PendingReport(code: code, message: message, notes: notes, nodes: nodes, fix: fix))
  }

  func declarationNote(_ node: NodeID) -> Diagnostic.Note {
    Diagnostic.Note(
      message: "\(describe(node)) is \(Self.bits(width(node))) here",
      location: graph.location(of: node))
  }

  func foreignMessage(_ signal: Signal) -> String {
    "\(signal.builder.describe(signal.node)) belongs to module \(signal.builder.moduleName) and is "
      + "used in \(moduleName)"
  }

  func foreignNote(_ signal: Signal) -> Diagnostic.Note {
    Diagnostic.Note(
      message: "it is made here", location: signal.builder.graph.location(of: signal.node))
  }

  func reportSlice(_ node: NodeID, _ range: Range<Int>, _ location: Int32) {
    let what =
      range.isEmpty
      ? "a range of no bits is taken from"
      : range.count == 1
        ? "bit \(range.lowerBound) is not in"
        : "bits \(range.lowerBound)..<\(range.upperBound) are not all in"
    report(
      .sliceOutOfRange, "\(what) \(describe(node)) (\(Self.bits(width(node))))", location,
      notes: [declarationNote(node)], fix: "choose at least one bit within 0..<\(width(node))")
  }

  /// Reports a value whose width is not its target's.
  func reportAssignment(_ value: NodeID, _ target: NodeID, _ location: Int32) {
    let fix =
      width(value) > width(target)
      ? "write `.truncated(to: \(width(target)))` to drop the high bits, or make the target "
        + "\(width(value)) bits wide"
      : "write `.extended(to: \(width(target)))`, or make the target \(width(value)) bits wide"
    report(
      .widthMismatch,
      "cannot assign \(describe(value)) (\(Self.bits(width(value)))) to \(describe(target)) "
        + "(\(Self.bits(width(target))))",
      location, notes: [declarationNote(value), declarationNote(target)], fix: fix)
  }

  /// Reports a value whose width is not that of the target's bits it is assigned to.
  func reportAssignment(
    _ value: NodeID, _ target: NodeID, _ range: Range<Int>, _ location: Int32
  ) {
    report(
      .widthMismatch,
      "cannot assign \(describe(value)) (\(Self.bits(width(value)))) to bits "
        + "\(range.lowerBound)..<\(range.upperBound) (\(Self.bits(range.count))) of "
        + describe(target),
      location, notes: [declarationNote(value), declarationNote(target)],
      fix: "assign a range of \(width(value)) bits or change the width of the value")
  }

  static func widthMessage(
    _ symbol: String, _ left: String, _ leftWidth: Int, _ right: String, _ rightWidth: Int
  ) -> String {
    "`\(symbol)` needs equal widths: \(left) is \(bits(leftWidth)), \(right) is \(bits(rightWidth))"
  }

  func widthFix(_ left: NodeID, _ right: NodeID) -> String {
    let (narrow, wide) = width(left) < width(right) ? (left, right) : (right, left)
    return "write `.extended(to: \(width(wide)))` on \(describe(narrow)) "
      + "or `.truncated(to: \(width(narrow)))` on \(describe(wide))"
  }

  func width(_ node: NodeID) -> Int { Int(graph.widths[Int(node)]) }

  static func bits(_ width: Int) -> String { width == 1 ? "1 bit" : "\(width) bits" }

  /// A short text for a node as its author wrote it: its name, or the expression two levels deep.
  func describe(_ node: NodeID) -> String { "`\(graph.expressionText(node, depth: 2))`" }

  /// The same for an operation that could not be made.
  func describe(_ left: NodeID, _ symbol: String, _ right: NodeID) -> String {
    let (first, second) = (
      graph.expressionText(left, depth: 1), graph.expressionText(right, depth: 1)
    )
    return "`\(first) \(symbol) \(second)`"
  }
}

extension Graph {
  /// The expression behind a node as its author would write it, `depth` levels deep.
  func expressionText(_ node: NodeID, depth: Int) -> String {
    if let name = name(of: node) { return name }
    let operands = Array(operands(of: node))
    func text(_ position: Int) -> String { expressionText(operands[position], depth: depth - 1) }
    let operation = operations[Int(node)]
    switch operation {
    case .constant:
      let words = constantWords(of: node)
      return words.dropFirst().allSatisfy { $0 == 0 } ? "\(words.first ?? 0)" : "constant"
    case .zeroExtend, .signExtend:
      return expressionText(operands[0], depth: depth)
    case .input, .output, .instanceInput, .instanceOutput: return "port"
    case .wire: return "wire"
    case .register: return "register"
    case .memoryRead, .memoryLookup: return "memory read"
    case .romRead: return "table read"
    default: break
    }
    guard depth > 0 else { return "…" }
    if let symbol = operation.infixSymbol { return "\(text(0)) \(symbol) \(text(1))" }
    switch operation {
    case .not: return ".!\(text(0))"
    case .mux: return "mux(\(text(0)), \(text(1)), \(text(2)))"
    case .slice:
      let low = payloads[Int(node)]
      return widths[Int(node)] == 1
        ? "\(text(0))[\(low)]" : "\(text(0))[\(low)..<\(low + widths[Int(node)])]"
    case .concatenate: return "concatenate(\(operands.indices.map(text).joined(separator: ", ")))"
    case .reduceAnd: return "\(text(0)).allSet()"
    case .reduceOr: return "\(text(0)).anySet()"
    default: return "\(text(0)).parity()"
    }
  }
}

extension Operation {
  /// The operator that makes such a node, as written in Swift.
  var infixSymbol: String? {
    switch self {
    case .and: ".&"
    case .or: ".|"
    case .xor: ".^"
    case .add: ".+"
    case .subtract: ".-"
    case .multiply, .multiplySigned: ".*"
    case .equal: ".=="
    case .lessThan, .lessThanSigned: ".<"
    case .shiftLeft: ".<<"
    case .shiftRight, .shiftRightSigned: ".>>"
    default: nil
    }
  }
}
