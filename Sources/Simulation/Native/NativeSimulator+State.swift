package import HDL

extension NativeSimulator {
  /// One instance as its state is loaded: where it is, and its module.
  package struct StateScope {
    /// Names below the top module, joined by dots; empty for the top.
    package var path: String
    /// Its module.
    package var module: ModuleGraph
    /// Index of the module in the design.
    package var moduleIndex: Int
  }

  /// Puts every register, every word read from a memory and every memory to given values.
  ///
  /// - Parameters:
  ///   - register: The words of a register or of a memory's read port, least significant first;
  ///     `nil` leaves it alone.
  ///   - word: The same for a word of a memory, by the memory's index and the address.
  package func loadState(
    register: (StateScope, NodeID) -> [UInt64]?,
    word: (StateScope, _ memory: Int, _ address: Int) -> [UInt64]?
  ) {
    var paths: [String] = []
    var firstMemory = 0
    for scope in flat.scopes {
      let above = scope.parent < 0 ? "" : paths[scope.parent]
      paths.append(scope.parent < 0 ? "" : above.isEmpty ? scope.name : "\(above).\(scope.name)")
      let module = flat.modules[scope.module]
      let place = StateScope(
        path: paths[paths.count - 1], module: module, moduleIndex: scope.module)
      for node in module.registers.map(\.node) + module.readPorts.map(\.node) {
        let slot = Int(program.slotOf[Int(scope.firstNode + node)])
        guard slot >= 0, let words = register(place, node) else { continue }
        for (index, word) in words.enumerated() { slots[slot + index] = word }
      }
      for (index, memory) in module.memories.enumerated() {
        let base = program.memories[firstMemory + index].base
        for address in 0..<memory.depth {
          guard let words = word(place, index, address) else { continue }
          for (position, value) in words.enumerated() {
            slots[base + address * memory.wordCount + position] = value
          }
        }
      }
      // Tables are numbered after the memories of their scope.
      firstMemory += module.memories.count + module.tables.count
    }
  }

  /// Names of all registers that have one, as in `signalNames`.
  package var registerNames: [String] {
    var paths: [String] = []
    var names: [String] = []
    for scope in flat.scopes {
      let above = scope.parent < 0 ? "" : paths[scope.parent]
      paths.append(scope.parent < 0 ? "" : above.isEmpty ? scope.name : "\(above).\(scope.name)")
      let prefix = paths[paths.count - 1]
      let module = flat.modules[scope.module]
      for register in module.registers {
        guard let name = module.nodeNames[Int(register.node)] else { continue }
        names.append(prefix.isEmpty ? name : "\(prefix).\(name)")
      }
    }
    return names
  }
}
