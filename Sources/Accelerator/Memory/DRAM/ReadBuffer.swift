internal import Components
internal import HDL
internal import MemoryDevices

/// Bursts that are read, in slots: they come in any order and leave in the order of the slots.
struct ReadBuffer: Module {
  /// Sizes.
  let geometry: DRAMGeometry

  /// Slots: what the scheduler's queue holds, and as much again between the pins and the output.
  static let depth = 32

  var moduleName: String {
    "ReadBuffer_bits\(geometry.burstBits)_clocks\(geometry.device.burstClocks)"
  }

  struct Ports {
    /// The slot of the next burst.
    let slot: UInt
    /// It is free.
    let hasRoom: Bit
    /// Takes it.
    let allocates: Bit
    /// The burst of a slot is on the pins from the next clock on.
    let start: Bit
    /// Which.
    let startSlot: UInt
    /// The data pins.
    let readData: Bits
    /// The bursts in order.
    let read: Stream<Bits>
    /// No slot is taken, and none stands at the output.
    let isIdle: Bit
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    let slot = Shape<UInt>.uint(addressBits(Self.depth))
    return Ports(
      slot: declare.output(slot), hasRoom: declare.output(.bit), allocates: declare.input(.bit),
      start: declare.input(.bit), startSlot: declare.input(slot),
      readData: declare.input(.bits(geometry.clockBits)),
      read: declare.source(.bits(geometry.burstBits)), isIdle: declare.output(.bit))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let clocks = geometry.device.burstClocks
    let slotBits = addressBits(Self.depth)
    let first = module.register("first", .uint(slotBits), reset: 0)
    let next = module.register("next", .uint(slotBits), reset: 0)
    let count = module.register("count", .uint(slotBits + 1), reset: 0)
    let isComplete = module.register("isComplete", .bits(Self.depth), reset: 0)
    ports.slot.assign(next)
    ports.hasRoom.assign(count .!= Self.depth)
    module.when(ports.allocates) { next.assign(next .&+ 1) }

    let bursts = module.memory(
      "bursts", .bits(geometry.burstBits), depth: Self.depth, laneWidth: geometry.clockBits,
      readUnderWrite: .undefined)
    let timing = BurstTiming(module, start: ports.start, clocks: clocks)
    let slot = module.register("slot", .uint(slotBits), enable: ports.start)
    slot.assign(ports.startSlot)
    bursts.write(
      address: slot,
      data: module.concatenate([Bits](repeating: ports.readData, count: clocks)),
      enable: timing.isActive, mask: timing.clock?.oneHot(clocks))

    let isOut = module.register("isOut", .bit, reset: 0)
    let isFirstComplete = chosen((0..<Self.depth).map { isComplete[$0] }, at: first).named(
      "isFirstComplete")
    let fetches = (isFirstComplete .& (.!isOut .| ports.read.ready)).named("fetches")
    let completed =
      slot.oneHot() .& (timing.isActive .& timing.isLast).repeated(Self.depth)
    let left = first.oneHot() .& fetches.repeated(Self.depth)
    isComplete.assign((isComplete .| completed) .& .!left)
    module.when(fetches) {
      first.assign(first .&+ 1)
      isOut.set(to: 1)
    }.elseWhen(ports.read.ready) { isOut.set(to: 0) }
    module.when(ports.allocates .& .!fetches) { count.assign(count .&+ 1) }
    module.when(fetches .& .!ports.allocates) { count.assign(count .&- 1) }
    ports.read.payload.assign(bursts.read(address: first, enable: fetches))
    ports.read.valid.assign(isOut)
    ports.isIdle.assign(count .== 0 .& .!isOut)
  }
}
