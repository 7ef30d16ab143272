internal import Components
internal import HDL
internal import MemoryDevices

/// Bursts that wait to be written, in slots, and the data pins while they are.
struct WriteBuffer: Module {
  /// Sizes.
  let geometry: DRAMGeometry

  /// Slots.
  static let depth = 16

  var moduleName: String {
    "WriteBuffer_bits\(geometry.burstBits)_clocks\(geometry.device.burstClocks)"
      + "_lanes\(geometry.lanes)"
  }

  struct Ports {
    /// A slot that is free.
    let slot: UInt
    /// There is one.
    let hasRoom: Bit
    /// Puts the data into it.
    let allocates: Bit
    /// Adds the data to a burst that waits. Nil, with what belongs to it, for bursts of one lane.
    let merge: Merge?
    /// The data of a lane.
    let data: Bits
    /// The burst of a slot is due on the pins in the next clock, and the slot is free again.
    let start: Bit
    /// Which.
    let startSlot: UInt
    /// The pins are driven.
    let writeEnable: Bit
    /// Data.
    let writeData: Bits
    /// Bytes not to be written.
    let writeMask: Bits
    /// Nothing waits or is on the pins.
    let isIdle: Bit
  }

  /// A lane that joins a burst.
  struct Merge {
    /// There is one.
    let valid: Bit
    /// Where the burst waits.
    let slot: UInt
    /// The lane of the data, also of those that are not merged.
    let lane: UInt
    /// All lanes that the burst then has.
    let lanes: Bits
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    let slot = Shape<UInt>.uint(addressBits(Self.depth))
    return Ports(
      slot: declare.output(slot), hasRoom: declare.output(.bit), allocates: declare.input(.bit),
      merge: geometry.lanes == 1
        ? nil
        : Merge(
          valid: declare.input(.bit), slot: declare.input(slot),
          lane: declare.input(.uint(addressBits(geometry.lanes))),
          lanes: declare.input(.bits(geometry.lanes))),
      data: declare.input(.bits(geometry.laneBits)), start: declare.input(.bit),
      startSlot: declare.input(slot), writeEnable: declare.output(.bit),
      writeData: declare.output(.bits(geometry.clockBits)),
      writeMask: declare.output(.bits(geometry.clockBits / 8)), isIdle: declare.output(.bit))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let isBusy = module.register("isBusy", .bits(Self.depth), reset: 0)
    let free = (.!isBusy).named("isFree").priorityEncoded(.lowest)
    ports.slot.assign(free.index)
    ports.hasRoom.assign(free.isValid)
    let taken = free.index.oneHot() .& ports.allocates.repeated(Self.depth)
    let released = ports.startSlot.oneHot() .& ports.start.repeated(Self.depth)
    isBusy.assign((isBusy .| taken) .& .!released)

    // A burst stands at the output of the memory as long as it is on the pins.
    let lanes = geometry.lanes
    let bursts = module.memory(
      "bursts", .bits(geometry.burstBits), depth: Self.depth, laneWidth: geometry.laneBits,
      readUnderWrite: .undefined)
    var lanesWritten: Bits?
    if let merge = ports.merge {
      let writes = (ports.allocates .| merge.valid).named("writes")
      let address = mux(merge.valid, merge.slot, free.index).named("writeSlot")
      bursts.write(
        address: address,
        data: module.concatenate([Bits](repeating: ports.data, count: lanes)), enable: writes,
        mask: merge.lane.oneHot(lanes))
      let masks = module.memory(
        "masks", .bits(lanes), depth: Self.depth, readUnderWrite: .undefined)
      masks.write(address: address, data: merge.lanes, enable: writes)
      lanesWritten = masks.read(address: ports.startSlot, enable: ports.start)
        .named("lanesWritten")
    } else {
      bursts.write(address: free.index, data: ports.data, enable: ports.allocates)
    }
    let burst = bursts.read(address: ports.startSlot, enable: ports.start).named("burst")

    let timing = BurstTiming(module, start: ports.start, clocks: geometry.device.burstClocks)
    ports.writeEnable.assign(timing.isActive)
    ports.writeData.assign(part(of: burst, timing))
    if let lanesWritten {
      let bytes = (0..<lanes).flatMap { lane in
        [Bit](repeating: lanesWritten[lane], count: geometry.laneBits / 8)
      }
      ports.writeMask.assign(.!part(of: module.concatenate(bytes.reversed()), timing))
    } else {
      ports.writeMask.assign(module.constant(0, .bits(geometry.clockBits / 8)))
    }
    ports.isIdle.assign(.!isBusy.anySet() .& .!timing.isActive)
  }

  /// What of a burst is on the pins in a clock.
  private func part(of burst: Bits, _ timing: BurstTiming) -> Bits {
    guard let clock = timing.clock else { return burst }
    let width = burst.bitWidth / geometry.device.burstClocks
    return chosen(
      (0..<geometry.device.burstClocks).map { burst[$0 * width..<($0 + 1) * width] }, at: clock)
  }
}
