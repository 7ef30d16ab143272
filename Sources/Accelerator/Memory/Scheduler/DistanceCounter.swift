internal import HDL

/// A register that counts down the clocks until a command is allowed again.
///
/// Loaded at the clock of a command with a distance d, it allows the other command d clocks later; if
/// another distance still runs then, the longer one counts. Beside the count stands a register of one
/// bit that says it is over, so that decisions do not wait for a comparison.
struct DistanceCounter {
  /// The command is allowed.
  let isOver: Bit
  /// Clocks that are left, where there may be more than one.
  private let count: UInt?
  private let longest: Int
  private let name: String

  /// Describes the registers.
  ///
  /// - Parameters:
  ///   - loads: The distance to be kept from each command; at most one command comes at a time.
  init(_ module: ModuleBuilder, _ name: String, loads: [(command: Bit, distance: Int)]) {
    self.name = name
    // A distance of 1 is kept by the one command a clock.
    for load in loads where load.distance <= 1 { load.command.ignore() }
    longest = loads.map(\.distance).max() ?? 0
    let distances = Set(loads.map(\.distance)).filter { $0 > 1 }.sorted()
    guard longest > 1 else {
      isOver = module.constant(1, .bit)
      count = nil
      return
    }
    // Commands with the same distance load it together.
    let groups = distances.map { distance in
      (
        distance: distance,
        load: Self.any(loads.filter { $0.distance == distance }.map(\.command), module)
          .named("\(name)Is\(distance)")
      )
    }
    let loads = Self.any(groups.map(\.load), module).named("\(name)Loads")
    isOver = module.register("\(name)IsOver", .bit, reset: 1)
    guard longest > 2 else {
      // One clock, which needs no count.
      isOver.assign(.!loads)
      count = nil
      return
    }
    let counter = module.register(name, .uint(addressBits(longest)), reset: 0)
    isOver.assign(counter .<= 1 .& .!loads)
    module.when(.!isOver) { counter.assign(counter .&- 1) }
    for (distance, load) in groups {
      // At the longest no other can still run longer.
      let counts = distance < longest - 1 ? load .& counter .<= distance : load
      module.when(counts) { counter.set(to: distance - 1) }
    }
    count = counter
  }

  /// The clocks that are left, 0 when it is over, for proofs.
  func observed(_ module: ModuleBuilder) -> UInt {
    let width = SchedulerShapes.observedBits
    guard let count else { return (.!isOver).asUInt.extended(to: width) }
    module.assert(
      "\(name)Agrees", isOver .== (count .== 0), "the bit beside a count says something else")
    if longest < 1 << count.bitWidth {
      module.assert("\(name)IsInRange", count .< longest, "a count is longer than any distance")
    }
    return count.extended(to: width)
  }

  private static func any(_ commands: [Bit], _ module: ModuleBuilder) -> Bit {
    commands.count == 1 ? commands[0] : module.concatenate(commands.reversed()).anySet()
  }
}
