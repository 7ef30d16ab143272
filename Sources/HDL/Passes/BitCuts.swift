/// Where the signals of a loop must be cut so that no piece of one feeds itself.
///
/// A cut of a node is a cut of what it takes its bits from at the same place, and the other way
/// round: pieces then meet pieces exactly. Shifted by one bit this leads to single bits, shifted by
/// four to groups of four.
struct BitCuts {
  /// The nodes that are cut.
  let members: [NodeID]
  /// For each node of the module its index in `members`, or -1.
  private(set) var index: [Int32]
  /// For each member the low bits of its pieces, ascending, and its width.
  private(set) var bounds: [[Int32]] = []

  /// Bits of two members that are at the same place: position in the first + `offset` = position in
  /// the second.
  private struct Link {
    var other: Int
    var offset: Int32
  }

  init(of members: [NodeID], in module: ModuleGraph) {
    self.members = members
    index = Array(repeating: -1, count: module.graph.count)
    for (number, node) in members.enumerated() { index[Int(node)] = Int32(number) }
    let graph = module.graph
    let widths = members.map { graph.widths[Int($0)] }
    var links = [[Link]](repeating: [], count: members.count)
    var isCut = widths.map { [Bool](repeating: false, count: Int($0) + 1) }
    var pending: [(member: Int, position: Int32)] = []
    func cut(_ member: Int, _ position: Int32) {
      guard position > 0, position < widths[member], !isCut[member][Int(position)] else { return }
      isCut[member][Int(position)] = true
      pending.append((member, position))
    }
    func link(_ member: Int, _ operand: NodeID, low: Int32) {
      let other = Int(index[Int(operand)])
      guard other >= 0 else { return }
      links[other].append(Link(other: member, offset: low))
      links[member].append(Link(other: other, offset: -low))
    }
    for (member, node) in members.enumerated() {
      let operands = Array(graph.operands(of: node))
      switch graph.operations[Int(node)] {
      case .output, .wire, .instanceInput: link(member, module.drivers[Int(node)], low: 0)
      case .not, .and, .or, .xor, .add, .subtract, .multiply, .multiplySigned:
        for operand in operands { link(member, operand, low: 0) }
      case .mux: for operand in operands.dropFirst() { link(member, operand, low: 0) }
      case .shiftLeft, .shiftRight, .shiftRightSigned: link(member, operands[0], low: 0)
      case .slice:
        let low = graph.payloads[Int(node)]
        link(member, operands[0], low: -low)
        let other = Int(index[Int(operands[0])])
        if other >= 0 {
          cut(other, low)
          cut(other, low + widths[member])
        }
      case .concatenate:
        var low: Int32 = 0
        for operand in operands.reversed() {
          link(member, operand, low: low)
          low += graph.widths[Int(operand)]
          cut(member, low)
        }
      case .zeroExtend:
        link(member, operands[0], low: 0)
        cut(member, graph.widths[Int(operands[0])])
      case .signExtend:
        // The sign goes to several bits, so it is a piece of its own.
        let width = graph.widths[Int(operands[0])]
        link(member, operands[0], low: 0)
        cut(member, width - 1)
        cut(member, width)
      default: break
      }
    }
    while let (member, position) = pending.popLast() {
      for link in links[member] { cut(link.other, position + link.offset) }
    }
    bounds = isCut.enumerated().map { member, flags in
      [0] + flags.indices.filter { flags[$0] }.map(Int32.init) + [widths[member]]
    }
  }

  /// The pieces of a member that overlap a range of its bits.
  func pieces(of member: Int, in range: Range<Int32>) -> [Int] {
    (0..<bounds[member].count - 1).filter {
      bounds[member][$0] < range.upperBound && bounds[member][$0 + 1] > range.lowerBound
    }
  }

  /// The bits of one piece.
  func range(of member: Int, _ piece: Int) -> Range<Int32> {
    bounds[member][piece]..<bounds[member][piece + 1]
  }
}
