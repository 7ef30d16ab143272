import HDL

extension ModuleLowering {
  /// Describes the properties and what only they read, out of sight of synthesis.
  ///
  /// `SYNTHESIS` and `FORMAL` are the macros that synthesisers and Yosys' `read_verilog -formal`
  /// define by themselves.
  mutating func properties(order: [NodeID]) {
    isForProperties = true
    section([.init(syntax: .directive("`ifndef SYNTHESIS"))])
    state()
    logic(order: order)
    clockedBlocks()
    memoryBlocks()
    section(
      module.properties.map {
        .init(syntax: .wire($0.name, width: 1, value: value(of: $0)), node: $0.condition)
      })
    unusedBits()
    section([.init(syntax: .directive("`ifdef FORMAL"))])
    proofBlock()
    append(.directive("`else"), nil)
    simulationBlocks()
    append(.directive("`endif"), nil)
    append(.directive("`endif"), nil)
    isForProperties = false
  }

  /// What is asserted, assumed or covered, the enable included.
  private func value(of property: ModuleGraph.Property) -> Expression {
    let condition = reference(property.condition)
    guard property.enable != Graph.none else { return condition }
    let enable = reference(property.enable)
    if property.kind == .cover { return .binary(.and, enable, condition) }
    return .binary(.or, .unary(.logicalNot, enable), condition)
  }

  /// Proofs look at the settled values of every cycle.
  private mutating func proofBlock() {
    let statements = gatedByReset { property in
      let keyword =
        switch property.kind {
        case .assertion: "assert"
        case .assumption: "assume"
        case .cover: "cover"
        }
      return .immediate(keyword, .identifier(property.name))
    }
    append(.combinational(statements), nil)
  }

  private mutating func simulationBlocks() {
    let covers = module.properties.filter { $0.kind == .cover }
    for cover in covers {
      append(.register(cover.counterName, width: 32), cover.condition)
    }
    // Nothing else would ever give a value to a register that only holds its own.
    let held = module.registers.filter {
      isIncluded($0.node) && module.drivers[Int($0.node)] == $0.node && $0.resetValue == Graph.none
    }
    let zeros =
      (held.map { (name($0.node), Int(graph.widths[Int($0.node)])) }
      + covers.map { ($0.counterName, 32) }).map { name, width in
        Located(syntax: Statement.blocking(.identifier(name), .literal(width: width, 0)))
      }
    if !covers.isEmpty { append(.blank, nil) }
    if !zeros.isEmpty {
      append(.initial(zeros), nil)
      append(.blank, nil)
    }
    let statements = gatedByReset { property in
      let name = Expression.identifier(property.name)
      if property.kind == .cover {
        let counter = Expression.identifier(property.counterName)
        let next = Expression.binary(.add, counter, .literal(width: 32, 1))
        return .conditional(name, [.init(syntax: .nonblocking(counter, next))], [])
      }
      // Unknown is a failure too.
      return .conditional(
        .binary(.notIdentical, name, .literal(width: 1, 1)),
        [.init(syntax: .display(Self.report(property))), .init(syntax: .stop)], [])
    }
    append(.clocked("clock", statements), nil)
  }

  /// A statement a property; those that sleep during reset inside one condition.
  private func gatedByReset(
    _ statement: (ModuleGraph.Property) -> Statement
  ) -> [Located<Statement>] {
    func statements(_ isSampledInReset: Bool) -> [Located<Statement>] {
      module.properties.filter { $0.isSampledInReset == isSampledInReset }.map {
        .init(syntax: statement($0), node: $0.condition)
      }
    }
    let gated = statements(false)
    guard !gated.isEmpty else { return statements(true) }
    let condition = Expression.unary(.logicalNot, .identifier("reset"))
    return statements(true) + [.init(syntax: .conditional(condition, gated, []))]
  }

  /// The line a simulation prints, as a format of `$display`.
  private static func report(_ property: ModuleGraph.Property) -> String {
    var text = "\(property.kind.rawValue) \(property.name) failed in %m"
    guard let message = property.message else { return text }
    text += ": "
    for byte in message.utf8 {
      switch byte {
      case UInt8(ascii: "%"): text += "%%"
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        text += "\\" + String(decoding: [byte], as: UTF8.self)
      case 0x20..<0x7f: text += String(decoding: [byte], as: UTF8.self)
      default:
        let digits = String(byte, radix: 8)
        text += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      }
    }
    return text
  }
}
