/// Watches the registers of a running simulation.
///
/// A clock edge costs a few operations a word of state and two dictionary accesses a state machine;
/// a simulation without coverage costs one comparison with `nil`.
struct CoverageCollector {
  /// A named register: its first slot.
  struct Register {
    var path: String
    var bitWidth: Int
    var slot: Int
  }

  private let registers: [Register]
  /// Every word of every register, in the order of `registers`.
  private let slots: [Int]
  private var last: [UInt64]
  private var rose: [UInt64]
  private var fell: [UInt64]
  private var machines: [Machine]

  private struct Machine {
    var selection: Coverage.Selection
    var slot: Int
    var last: UInt64?
    var states: [UInt64: Int] = [:]
    var transitions: [Coverage.Transition: Int] = [:]
  }

  init(
    registers: [Register], machines: [(Coverage.Selection, slot: Int)],
    _ memory: UnsafeMutablePointer<UInt64>
  ) {
    self.registers = registers
    slots = registers.flatMap { register in
      (0..<(register.bitWidth + 63) / 64).map { register.slot + $0 }
    }
    last = slots.map { memory[$0] }
    rose = Array(repeating: 0, count: slots.count)
    fell = rose
    self.machines = machines.map { Machine(selection: $0.0, slot: $0.slot) }
  }

  /// Notes what has changed since the last call, and, in a cycle, the states of machines.
  mutating func sample(_ memory: UnsafeMutablePointer<UInt64>, isCycle: Bool = true) {
    for index in slots.indices {
      let value = memory[slots[index]]
      let before = last[index]
      rose[index] |= value & ~before
      fell[index] |= before & ~value
      last[index] = value
    }
    for index in machines.indices {
      let state = memory[machines[index].slot]
      let before = machines[index].last
      if let before, before != state {
        machines[index].transitions[.init(from: before, to: state), default: 0] += 1
      }
      if isCycle || before != state { machines[index].states[state, default: 0] += 1 }
      machines[index].last = state
    }
  }

  /// What was seen so far.
  func coverage(_ properties: PropertyCoverage) -> Coverage {
    var position = 0
    let toggles = registers.map { register in
      let words = position..<position + (register.bitWidth + 63) / 64
      position = words.upperBound
      return Coverage.Toggle(
        path: register.path, bitWidth: register.bitWidth, rose: Array(rose[words]),
        fell: Array(fell[words]))
    }
    let machines = machines.map { machine in
      Coverage.Machine(
        selection: machine.selection,
        states: machine.states.sorted { $0.key < $1.key }.map {
          .init(key: $0.key, count: $0.value)
        },
        transitions: machine.transitions.sorted { $0.key < $1.key }.map {
          .init(key: $0.key, count: $0.value)
        })
    }
    return Coverage(toggles: toggles, machines: machines, properties: properties)
  }
}

extension NativeSimulator {
  /// Starts to note which register bits rise and fall, and what state machines do.
  ///
  /// - Parameter machines: Registers to watch as state machines; by default all machines described
  ///   with `stateMachine`. Unknown names, and registers wider than 64 bits, are left out.
  public func startCoverage(machines: [Coverage.Selection]? = nil) {
    let machines = machines ?? stateMachines.map(Coverage.Selection.init)
    let registers = Set(registerNames).sorted().compactMap { path in
      register(path).map {
        CoverageCollector.Register(path: path, bitWidth: $0.width, slot: $0.slot)
      }
    }
    collector = CoverageCollector(
      registers: registers,
      machines: machines.compactMap { machine in
        guard let place = register(machine.path), place.width <= 64 else { return nil }
        return (machine, slot: place.slot)
      }, slots)
  }

  /// What was exercised since `startCoverage`, the state after the last edge included; only the
  /// properties without it.
  public func coverage() -> Coverage {
    let properties = propertyCoverage()
    guard var collector else { return Coverage(toggles: [], machines: [], properties: properties) }
    collector.sample(slots, isCycle: false)
    return collector.coverage(properties)
  }
}
