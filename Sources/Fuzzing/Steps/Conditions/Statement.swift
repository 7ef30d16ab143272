import HDL

/// A statement of a recipe: it drives a target, or chooses between blocks of statements.
indirect enum Statement: Hashable, Sendable {
  /// Drives a target, all of it or, with `low`, as many bits as the operand has from there on.
  case assign(target: Int, low: Int?, Operand)
  /// `when`, `elseWhen` and `otherwise`.
  case when([Branch])
  /// `switch` on a value.
  case choose(Operand, [Case])

  /// One branch of a `when`.
  struct Branch: Hashable, Sendable {
    /// `nil` for `otherwise`, which is the last.
    var condition: Operand?
    var body: [Statement]
  }

  /// One case of a `switch`.
  struct Case: Hashable, Sendable {
    /// Empty for the default, which is the last.
    var values: [Int]
    var body: [Statement]
  }

  /// The blocks it chooses between.
  var bodies: [[Statement]] {
    switch self {
    case .assign: []
    case .when(let branches): branches.map(\.body)
    case .choose(_, let cases): cases.map(\.body)
    }
  }

  /// How large it counts when circuits are compared.
  var size: Int {
    switch self {
    case .assign(_, let low, _): 20 + (low == nil ? 0 : 5)
    case .when(let branches):
      40 + branches.reduce(0) { $0 + 20 + $1.body.reduce(0) { $0 + $1.size } }
    case .choose(_, let cases):
      50
        + cases.reduce(0) { total, one in
          total + 20 + 5 * one.values.count + one.body.reduce(0) { $0 + $1.size }
        }
    }
  }

  // MARK: Operands

  /// Passes over the conditions and selectors, or over the values that are assigned.
  mutating func visit(values isOfValues: Bool, _ change: (inout Operand) -> Void) {
    switch self {
    case .assign(let target, let low, var operand):
      if isOfValues { change(&operand) }
      self = .assign(target: target, low: low, operand)
    case .when(var branches):
      for index in branches.indices {
        if !isOfValues, var condition = branches[index].condition {
          change(&condition)
          branches[index].condition = condition
        }
        branches[index].body.visit(values: isOfValues, change)
      }
      self = .when(branches)
    case .choose(var selector, var cases):
      if !isOfValues { change(&selector) }
      for index in cases.indices { cases[index].body.visit(values: isOfValues, change) }
      self = .choose(selector, cases)
    }
  }

  // MARK: Hardware

  /// Makes the hardware.
  func build(_ hardware: Hardware, _ targets: [any HardwareValue]) {
    let module = hardware.module
    switch self {
    case .assign(let target, let low, let operand):
      guard let low, let bits = targets[target] as? Bits else {
        hardware.assign(operand, to: targets[target])
        return
      }
      bits.assign(hardware.bits(operand), to: low..<low + operand.type.width)
    case .when(let branches):
      var chain: Conditions?
      for branch in branches {
        if let chain {
          if let condition = branch.condition {
            chain.elseWhen(hardware.bit(condition)) { branch.body.build(hardware, targets) }
          } else {
            chain.otherwise { branch.body.build(hardware, targets) }
          }
        } else if let condition = branch.condition {
          chain = module.when(hardware.bit(condition)) { branch.body.build(hardware, targets) }
        }
      }
    case .choose(let selector, let cases):
      func describe(_ hardwareCases: SwitchCases) {
        for one in cases {
          if one.values.isEmpty {
            hardwareCases.default { one.body.build(hardware, targets) }
          } else {
            hardwareCases.case(one.values) { one.body.build(hardware, targets) }
          }
        }
      }
      switch selector.type.kind {
      case .uint: module.switch(hardware.uint(selector), describe)
      case .sint: module.switch(hardware.sint(selector), describe)
      default: module.switch(hardware.bits(selector), describe)
      }
    }
  }

  /// The lines of Swift code.
  func lines(_ code: SwiftCode, _ targets: [String]) -> [String] {
    switch self {
    case .assign(let target, let low, let operand):
      let range = low.map { ", to: \($0)..<\($0 + operand.type.width)" } ?? ""
      return ["\(targets[target]).assign(\(code.text(operand))\(range))"]
    case .when(let branches):
      var lines: [String] = []
      for (index, branch) in branches.enumerated() {
        let condition = branch.condition.map { "(\(code.text($0)))" }
        let head =
          index == 0
          ? "module.when\(condition ?? "")"
          : condition.map { "}.elseWhen\($0)" } ?? "}.otherwise"
        lines += [head + " {"] + branch.body.lines(code, targets).map { "  " + $0 }
      }
      return lines + ["}"]
    case .choose(let selector, let cases):
      let body = cases.flatMap { one in
        let values = one.values.map { "\($0)" }.joined(separator: ", ")
        let head = one.values.isEmpty ? "$0.default {" : "$0.case(\(values)) {"
        return ["  " + head] + one.body.lines(code, targets).map { "    " + $0 } + ["  }"]
      }
      return ["module.switch(\(code.text(selector))) {"] + body + ["}"]
    }
  }
}

extension [Statement] {
  mutating func visit(values isOfValues: Bool, _ change: (inout Operand) -> Void) {
    for index in indices { self[index].visit(values: isOfValues, change) }
  }

  func build(_ hardware: Hardware, _ targets: [any HardwareValue]) {
    for statement in self { statement.build(hardware, targets) }
  }

  func lines(_ code: SwiftCode, _ targets: [String]) -> [String] {
    flatMap { $0.lines(code, targets) }
  }
}
