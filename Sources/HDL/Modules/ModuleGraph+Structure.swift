extension ModuleGraph {
  /// A hash of everything that shows in the hardware, the same on every machine (FNV-1a, 64 bits).
  ///
  /// Source positions and the module's own name do not take part: two descriptions of the same
  /// hardware share one Verilog module.
  var structuralHash: UInt64 {
    var hash = FNV1a()
    for operation in graph.operations { hash.combine(UInt64(operation.rawValue)) }
    for array in [graph.widths, graph.payloads, graph.operandEnds, graph.operandPool, drivers] {
      for value in array { hash.combine(UInt64(truncatingIfNeeded: value)) }
    }
    for word in graph.constantWords { hash.combine(word) }
    for name in nodeNames { hash.combine(name ?? "") }
    for machine in stateMachines {
      hash.combine(machine.name)
      for state in machine.states { hash.combine(state.name) }
    }
    for instance in instances { hash.combine(UInt64(instance.module)) }
    for property in properties {
      hash.combine(property.kind.rawValue)
      hash.combine(property.name)
      hash.combine(UInt64(truncatingIfNeeded: property.condition))
    }
    for memory in memories {
      for word in memory.initialWords ?? [] { hash.combine(word) }
    }
    return hash.value
  }

  /// Whether both modules are the same hardware under the same names.
  func hasSameStructure(as other: ModuleGraph) -> Bool {
    graph.operations == other.graph.operations && graph.widths == other.graph.widths
      && graph.payloads == other.graph.payloads && graph.operandEnds == other.graph.operandEnds
      && graph.operandPool == other.graph.operandPool
      && graph.constantWords == other.graph.constantWords && nodeNames == other.nodeNames
      && drivers == other.drivers && ports == other.ports && registers == other.registers
      && readPorts == other.readPorts && ignored == other.ignored
      && properties.elementsEqual(other.properties) { $0.hasSameStructure(as: $1) }
      && stateMachines.elementsEqual(other.stateMachines) {
        $0.name == $1.name && $0.register == $1.register && $0.states == $1.states
          && $0.initial == $1.initial
          && $0.transitions.elementsEqual($1.transitions) {
            $0.from == $1.from && $0.to == $1.to && $0.condition == $1.condition
          }
      }
      && memories.elementsEqual(other.memories) { $0.hasSameStructure(as: $1) }
      && tables.elementsEqual(other.tables) {
        $0.name == $1.name && $0.bitWidth == $1.bitWidth && $0.words == $1.words
      }
      && instances.elementsEqual(other.instances) {
        $0.name == $1.name && $0.module == $1.module && $0.connections == $1.connections
      }
  }
}

/// The FNV-1a hash over 64-bit words and text, which depends on nothing but its input.
public struct FNV1a: Sendable {
  /// The hash so far.
  public private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Starts an empty hash.
  public init() {}

  /// Adds one byte.
  @inline(__always)
  public mutating func combine(byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x100_0000_01b3
  }

  /// Adds a word as one step, which is enough to tell structures apart before they are compared.
  @inline(__always)
  mutating func combine(_ word: UInt64) {
    value = (value ^ word) &* 0x100_0000_01b3
    value ^= value >> 29
  }

  mutating func combine(_ text: String) {
    for byte in text.utf8 { combine(byte: byte) }
    combine(byte: 0xff)
  }
}
