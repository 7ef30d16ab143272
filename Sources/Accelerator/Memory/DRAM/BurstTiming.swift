internal import HDL

/// A slot of a buffer whose burst is due.
struct DueBurst {
  /// There is one.
  let valid: Bit
  /// Which.
  let slot: UInt

  /// The same some clocks later.
  func delayed(_ name: String, by clocks: Int) -> DueBurst {
    let module = valid.module
    return (0..<clocks).reduce(self) { due, clock in
      let valid = module.register("\(name)Valid_\(clock)", .bit, reset: 0)
      let slot = module.register("\(name)Slot_\(clock)", .uint(due.slot.bitWidth))
      valid.assign(due.valid)
      slot.assign(due.slot)
      return DueBurst(valid: valid, slot: slot)
    }
  }
}

/// The clocks of a burst on the data pins, the first of which follows `start`.
struct BurstTiming {
  /// There is a burst on the pins.
  let isActive: Bit
  /// Which of its clocks; nil if it has one.
  let clock: UInt?
  /// The last one.
  let isLast: Bit

  /// - Parameter clocks: Clocks of a burst; the next does not start before its last one.
  init(_ module: ModuleBuilder, start: Bit, clocks: Int) {
    let isActive = module.register("isActive", .bit, reset: 0)
    self.isActive = isActive
    guard clocks > 1 else {
      isActive.assign(start)
      clock = nil
      isLast = isActive
      return
    }
    let clock = module.register("burstClock", .uint(addressBits(clocks)), reset: 0)
    self.clock = clock
    isLast = (clock .== clocks - 1).named("isLastClock")
    module.when(start) {
      isActive.set(to: 1)
      clock.set(to: 0)
    }.elseWhen(isActive) {
      module.when(isLast) { isActive.set(to: 0) }
      clock.assign(clock .&+ 1)
    }
    module.assert("burstsApart", .!start .| isLast, "a burst starts in another", when: isActive)
  }
}
