import HDL

/// Wires or registers that are driven under conditions.
struct ConditionalStep: Step {
  /// What is driven.
  struct Target: Hashable, Sendable {
    var type: ValueType
    /// Value of a register after reset; `nil` for a wire, and for a register that reset leaves alone.
    var reset: Int?
  }

  /// Whether the targets are registers, which keep their values where nothing is assigned.
  var isOfRegisters: Bool
  var targets: [Target]
  var body: [Statement]

  var name: String { isOfRegisters ? "conditional registers" : "conditional wires" }
  var results: [ValueType] { targets.map(\.type) }
  var isDeclaration: Bool { true }

  var traits: [String] {
    var traits: [String] = []
    func count(_ block: [Statement], level: Int) {
      for statement in block {
        switch statement {
        case .assign(_, let low, _): if low != nil { traits.append("assign to bits in when") }
        case .when(let branches):
          traits.append(level == 0 ? "when" : "when, nested")
          let tests = branches.dropFirst().filter { $0.condition != nil }
          traits += Array(repeating: "elseWhen", count: tests.count)
          if branches.last?.condition == nil { traits.append("otherwise") }
        case .choose(let selector, let cases):
          traits.append("switch \(selector.type.typeText)")
          if cases.last?.values.isEmpty == true { traits.append("switch default") }
        }
        for body in statement.bodies { count(body, level: level + 1) }
      }
    }
    count(body, level: 0)
    return traits
  }

  var operands: [Operand] {
    get {
      var (body, operands) = (body, [Operand]())
      for isOfValues in [false, true] {
        body.visit(values: isOfValues) { operands.append($0) }
      }
      return operands
    }
    set {
      var rest = newValue[...]
      for isOfValues in [false, true] {
        body.visit(values: isOfValues) { $0 = rest.popFirst() ?? $0 }
      }
    }
  }

  /// The next values of registers may be later ones.
  var lateOperandCount: Int {
    guard isOfRegisters else { return 0 }
    var (body, count) = (body, 0)
    body.visit(values: true) { _ in count += 1 }
    return count
  }

  var readsWholeOperands: Bool { targets.indices.allSatisfy { edges(of: $0).count == 2 } }

  var size: Int {
    let widths = targets.reduce(0) {
      $0 + 2 * $1.type.width + ($1.reset.map { $0 == 0 ? 10 : 20 } ?? 0)
    }
    return 1000 + 50 * operands.count + widths + body.reduce(0) { $0 + $1.size }
  }

  // MARK: Outcomes

  /// Where runs of bits of a target begin and end that statements treat alike.
  private func edges(of target: Int) -> [Int] {
    var edges: Set<Int> = [0, targets[target].type.width]
    func collect(_ block: [Statement]) {
      for statement in block {
        if case .assign(target, let low?, let operand) = statement {
          edges.formUnion([low, low + operand.type.width])
        }
        for body in statement.bodies { collect(body) }
      }
    }
    collect(body)
    return edges.sorted()
  }

  private func outcomes(
    of target: Int, register: ValueID? = nil, origins: [ValueID: ValueID] = [:]
  ) -> [Outcomes] {
    let edges = edges(of: target)
    return zip(edges, edges.dropFirst()).map { low, high in
      Outcomes(
        of: body, target: target, bits: low..<high, isRegister: isOfRegisters, register: register,
        origins: origins)
    }
  }

  /// Whether the language takes it: no latch, nothing overridden, and no bits that nothing drives.
  var isLegal: Bool {
    targets.indices.allSatisfy { target in
      outcomes(of: target).allSatisfy { !$0.hasOverride && $0.isComplete }
    }
  }

  func operands(of result: ValueID, origins: [ValueID: ValueID]) -> [Operand] {
    var read: Set<Operand> = []
    for outcomes in outcomes(
      of: result.result, register: result, origins: origins)
    {
      read.formUnion(outcomes.operands)
    }
    return operands.filter { read.contains($0.origin(origins)) }
  }

  // MARK: Hardware

  func build(_ hardware: inout Hardware) -> [any HardwareValue] {
    let module = hardware.module
    return targets.enumerated().map { index, target in
      let name = "c\(hardware.node)_\(index)"
      func declared<Value: HardwareValue>(_ shape: Shape<Value>) -> Value {
        isOfRegisters
          ? module.register(name, shape, reset: target.reset) : module.wire(name, shape)
      }
      switch target.type.kind {
      case .uint: return declared(.uint(target.type.width))
      case .sint: return declared(.sint(target.type.width))
      case .bits: return declared(.bits(target.type.width))
      case .bit: return declared(.bit)
      }
    }
  }

  func finish(_ values: [any HardwareValue], _ hardware: Hardware) {
    body.build(hardware, values)
  }

  func write(_ code: inout SwiftCode) -> [String] {
    targets.enumerated().map { index, target in
      let (variable, name) = ("c\(code.node)x\(index)", "c\(code.node)_\(index)")
      let reset = target.reset.map { ", reset: \($0)" } ?? ""
      let kind = isOfRegisters ? "register" : "wire"
      code.lines.append(
        "let \(variable): \(target.type.typeText) = "
          + "module.\(kind)(\"\(name)\", \(target.type.shapeText)\(reset))")
      return variable
    }
  }

  func writeEnd(_ values: [String], _ code: inout SwiftCode) {
    code.lines += body.lines(code, values)
  }
}
