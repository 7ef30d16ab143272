/// Splits expressions of several bits that feed other bits of themselves.
///
/// Such a signal is no loop, but every tool that looks at whole signals takes it for one. Each node
/// of the loop is computed piece by piece instead, and joined for those that read it whole. Sums are
/// cut with a carry from piece to piece. Names stay where they were; the pieces of a named net are
/// called after their bits. What leads through an instance stays as it is: ports are not split.
struct BitSplitting {
  private var module: ModuleGraph
  private let cuts: BitCuts
  /// The node that computes each piece of each member; `Graph.none` before it is there.
  private var built: [[NodeID]]
  /// The carry, or borrow, out of each piece of a sum.
  private var carries: [[NodeID]]
  private var takenNames: Set<String>

  /// - Parameter loops: Strongly connected nodes, a list a loop.
  static func run(on module: inout ModuleGraph, loops: [[NodeID]]) {
    let operations = module.graph.operations
    let members = loops.filter { loop in
      !loop.contains { operations[Int($0)] == .instanceOutput }
    }.flatMap { $0 }.sorted()
    guard !members.isEmpty else { return }
    var splitting = BitSplitting(of: members, in: module)
    splitting.buildAll()
    splitting.rejoin()
    splitting.keepNames()
    module = splitting.module
  }

  private init(of members: [NodeID], in module: ModuleGraph) {
    self.module = module
    cuts = BitCuts(of: members, in: module)
    built = cuts.bounds.map { Array(repeating: Graph.none, count: $0.count - 1) }
    carries = built
    takenNames = Set(module.nodeNames.compactMap { $0 })
    takenNames.formUnion(module.instances.map(\.name))
    takenNames.formUnion(module.memories.map(\.name))
    takenNames.formUnion(module.tables.map(\.name))
    takenNames.formUnion(["clock", "reset"])
  }

  // MARK: Order

  private struct Piece {
    var member: Int
    var number: Int
  }

  /// Builds every piece after those it needs, with a stack of its own.
  private mutating func buildAll() {
    for member in cuts.members.indices {
      for number in built[member].indices {
        var stack = [Piece(member: member, number: number)]
        while let piece = stack.last {
          guard built[piece.member][piece.number] == Graph.none else {
            stack.removeLast()
            continue
          }
          let missing = needs(of: piece).filter { built[$0.member][$0.number] == Graph.none }
          if missing.isEmpty {
            built[piece.member][piece.number] = build(piece)
            nameIfNet(piece)
            stack.removeLast()
          } else {
            stack += missing
          }
        }
      }
    }
  }

  private func needs(of piece: Piece) -> [Piece] {
    var pieces: [Piece] = []
    for (operand, range) in operands(of: piece) {
      let member = Int(cuts.index[Int(operand)])
      guard member >= 0 else { continue }
      pieces += cuts.pieces(of: member, in: range).map { Piece(member: member, number: $0) }
    }
    let operation = module.graph.operations[Int(cuts.members[piece.member])]
    if operation == .add || operation == .subtract, piece.number > 0 {
      pieces.append(Piece(member: piece.member, number: piece.number - 1))
    }
    return pieces
  }

  /// What a piece reads: bits of its node's operands, in their order.
  private func operands(of piece: Piece) -> [(node: NodeID, range: Range<Int32>)] {
    let graph = module.graph
    let node = cuts.members[piece.member]
    let range = cuts.range(of: piece.member, piece.number)
    let operands = Array(graph.operands(of: node))
    func whole(_ operand: NodeID) -> (NodeID, Range<Int32>) {
      (operand, 0..<graph.widths[Int(operand)])
    }
    switch graph.operations[Int(node)] {
    case .output, .wire, .instanceInput: return [(module.drivers[Int(node)], range)]
    case .not, .and, .or, .xor, .add, .subtract: return operands.map { ($0, range) }
    case .mux: return [whole(operands[0]), (operands[1], range), (operands[2], range)]
    case .multiply, .multiplySigned: return operands.map { ($0, 0..<range.upperBound) }
    case .shiftLeft: return [(operands[0], 0..<range.upperBound), whole(operands[1])]
    case .shiftRight, .shiftRightSigned:
      return [
        (operands[0], range.lowerBound..<graph.widths[Int(operands[0])]), whole(operands[1]),
      ]
    case .slice:
      let low = graph.payloads[Int(node)]
      return [(operands[0], range.lowerBound + low..<range.upperBound + low)]
    case .concatenate:
      var parts: [(NodeID, Range<Int32>)] = []
      var low: Int32 = 0
      for operand in operands.reversed() {
        let high = low + graph.widths[Int(operand)]
        let shared = range.clamped(to: low..<high)
        if !shared.isEmpty {
          parts.insert((operand, shared.lowerBound - low..<shared.upperBound - low), at: 0)
        }
        low = high
      }
      return parts
    case .zeroExtend:
      let width = graph.widths[Int(operands[0])]
      return range.upperBound <= width ? [(operands[0], range)] : []
    case .signExtend:
      let width = graph.widths[Int(operands[0])]
      return [(operands[0], range.upperBound <= width ? range : width - 1..<width)]
    default: return operands.map(whole)
    }
  }

  // MARK: Pieces

  private mutating func build(_ piece: Piece) -> NodeID {
    let node = cuts.members[piece.member]
    let operation = module.graph.operations[Int(node)]
    let range = cuts.range(of: piece.member, piece.number)
    let width = Int32(range.count)
    let location = module.graph.locationIDs[Int(node)]
    let parts = operands(of: piece).map { read($0.node, $0.range, location) }
    switch operation {
    case .output, .wire, .instanceInput, .slice: return parts[0]
    case .not, .and, .or, .xor, .mux: return append(operation, width, parts, location)
    case .concatenate: return join(parts, location)
    case .zeroExtend:
      if let part = parts.first { return part }
      return constantZero(width, location)
    case .signExtend:
      return range.upperBound <= module.graph.widths[Int(module.graph.operand(0, of: node))]
        || width == 1
        ? parts[0] : append(.signExtend, width, parts, location)
    case .add, .subtract: return sum(piece, parts, location)
    case .multiply, .multiplySigned, .shiftLeft:
      let whole = append(operation, range.upperBound, parts, location)
      return slice(whole, range.lowerBound..<range.upperBound, location)
    case .shiftRight, .shiftRightSigned:
      let above = module.graph.widths[Int(parts[0])]
      return slice(append(operation, above, parts, location), 0..<width, location)
    default:
      let all = append(
        operation, module.graph.widths[Int(node)], parts, location,
        payload: module.graph.payloads[Int(node)])
      return slice(all, range, location)
    }
  }

  /// A piece of a sum or difference: a bit wider than its bits while a carry goes on.
  private mutating func sum(_ piece: Piece, _ parts: [NodeID], _ location: Int32) -> NodeID {
    let node = cuts.members[piece.member]
    let operation = module.graph.operations[Int(node)]
    let width = module.graph.widths[Int(parts[0])]
    let isLast = piece.number == built[piece.member].count - 1
    let total = isLast ? width : width + 1
    var result = append(
      operation, total, parts.map { zeroExtend($0, total, location) }, location)
    if piece.number > 0 {
      let carry = carries[piece.member][piece.number - 1]
      result = append(operation, total, [result, zeroExtend(carry, total, location)], location)
    }
    if isLast { return result }
    carries[piece.member][piece.number] = slice(result, width..<total, location)
    return slice(result, 0..<width, location)
  }

  /// Bits of a node: of its pieces, where it has some.
  private mutating func read(
    _ node: NodeID, _ range: Range<Int32>, _ location: Int32
  ) -> NodeID {
    let member = Int(cuts.index[Int(node)])
    guard member >= 0 else { return slice(node, range, location) }
    let parts = cuts.pieces(of: member, in: range).map { number -> NodeID in
      let bits = cuts.range(of: member, number)
      let shared = bits.clamped(to: range)
      return slice(
        built[member][number],
        shared.lowerBound - bits.lowerBound..<shared.upperBound - bits.lowerBound, location)
    }
    return join(parts.reversed(), location)
  }

  // MARK: Nodes

  private mutating func append(
    _ operation: Operation, _ width: Int32, _ operands: [NodeID], _ location: Int32,
    payload: Int32 = 0
  ) -> NodeID {
    let node = module.graph.append(
      operation, width: width, payload: payload, location: location)
    for operand in operands { module.graph.appendOperand(operand) }
    module.drivers.append(Graph.none)
    module.nodeNames.append(nil)
    return node
  }

  private mutating func slice(
    _ node: NodeID, _ range: Range<Int32>, _ location: Int32
  ) -> NodeID {
    if range.count == module.graph.widths[Int(node)] { return node }
    // A slice of a slice is one.
    if module.graph.operations[Int(node)] == .slice, module.nodeNames[Int(node)] == nil {
      let low = module.graph.payloads[Int(node)] + range.lowerBound
      return append(
        .slice, Int32(range.count), [module.graph.operand(0, of: node)], location, payload: low)
    }
    return append(.slice, Int32(range.count), [node], location, payload: range.lowerBound)
  }

  private mutating func join(_ parts: [NodeID], _ location: Int32) -> NodeID {
    guard parts.count > 1 else { return parts[0] }
    let width = parts.reduce(0) { $0 + module.graph.widths[Int($1)] }
    return append(.concatenate, width, parts, location)
  }

  private mutating func zeroExtend(
    _ node: NodeID, _ width: Int32, _ location: Int32
  ) -> NodeID {
    module.graph.widths[Int(node)] == width ? node : append(.zeroExtend, width, [node], location)
  }

  private mutating func constantZero(_ width: Int32, _ location: Int32) -> NodeID {
    let words = [UInt64](repeating: 0, count: Int(width + 63) / 64)
    let node = module.graph.appendConstant(words: words, width: width, location: location)
    module.drivers.append(Graph.none)
    module.nodeNames.append(nil)
    return node
  }

  // MARK: Names

  /// Calls the piece of a named net after its bits: `carry_3`, `carry_7_4`.
  private mutating func nameIfNet(_ piece: Piece) {
    let node = built[piece.member][piece.number]
    let member = cuts.members[piece.member]
    guard node >= cuts.index.count, module.nodeNames[Int(node)] == nil,
      built[piece.member].count > 1, module.graph.operations[Int(member)] != .instanceInput,
      let name = module.nodeNames[Int(member)]
    else { return }
    let bits = cuts.range(of: piece.member, piece.number)
    let stem =
      bits.count == 1
      ? "\(name)_\(bits.lowerBound)" : "\(name)_\(bits.upperBound - 1)_\(bits.lowerBound)"
    var unique = stem
    var number = 1
    while !takenNames.insert(unique).inserted {
      unique = "\(stem)_\(number)"
      number += 1
    }
    module.nodeNames[Int(node)] = unique
  }

  /// A named net of which only pieces are read now stays to be looked at.
  private mutating func keepNames() {
    let liveness = Liveness(of: module)
    for node in cuts.members
    where module.nodeNames[Int(node)] != nil && !liveness.isLive[Int(node)] {
      module.ignored.append(node)
    }
  }

  /// Joins the pieces for those that read a node whole; what was an expression is a net from now on.
  private mutating func rejoin() {
    for (member, node) in cuts.members.enumerated() {
      let location = module.graph.locationIDs[Int(node)]
      let whole = join(built[member].reversed(), location)
      if !module.graph.operations[Int(node)].isTarget {
        module.graph.setOperation(.wire, of: node)
      }
      module.drivers[Int(node)] = whole
    }
  }
}
