import HDL

/// Names of the states of a module's machines, as constants of the Verilog module.
struct StateNames {
  private var names: [NodeID: [(code: [UInt64], name: String)]] = [:]
  private let usage = Usage()

  /// The names that were asked for: the others would be constants that nothing uses.
  private final class Usage {
    var names: Set<String> = []
  }

  init(of module: ModuleGraph, taken: Set<String>) {
    var taken = taken
    for machine in module.stateMachines where machine.states.count > 1 {
      let states = machine.states.map {
        (code: $0.code, name: Self.constantName(machine.name, $0.name))
      }
      let all = Set(states.map(\.name))
      // Where the names would not do, numbers stay.
      guard all.count == states.count, all.isDisjoint(with: taken),
        all.allSatisfy({ $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") } }
        )
      else { continue }
      taken.formUnion(all)
      names[machine.register] = states
    }
  }

  /// The constants of a machine, in the order of its states.
  func constants(of register: NodeID) -> [(code: [UInt64], name: String)] {
    names[register, default: []]
  }

  /// Whether a name stands anywhere in the module.
  func isUsed(_ name: String) -> Bool { usage.names.contains(name) }

  /// The name of a value of a machine's register.
  func name(of register: NodeID, code: ArraySlice<UInt64>) -> String? {
    guard let name = names[register]?.first(where: { $0.code.elementsEqual(code) })?.name
    else { return nil }
    usage.names.insert(name)
    return name
  }

  /// `phase` and `waitData` give `PHASE_WAIT_DATA`.
  private static func constantName(_ machine: String, _ state: String) -> String {
    var text = ""
    for character in machine + "_" + state {
      if character.isUppercase, let last = text.last, last != "_" { text.append("_") }
      text += character.uppercased()
    }
    return text
  }
}
