internal import Components
internal import HDL
internal import MemoryDevices

/// One channel of a DRAM: bursts are read and written in the order that suits the banks, and read bursts
/// come back in the order of their requests.
///
/// A burst may be written lane by lane. It is held until it is full, until another burst is asked for or
/// until it has waited long enough; the bytes of lanes that did not come are masked. The data are in the
/// buffer before the scheduler hears of the burst, so they are there whenever they are due.
struct DRAMChannel: Module {
  /// Sizes.
  let geometry: DRAMGeometry

  /// Clocks after which a burst is written though lanes are missing.
  static let patience = 63

  /// Bits of a slot's number.
  static let tagBits = addressBits(max(ReadBuffer.depth, WriteBuffer.depth))

  var moduleName: String {
    "DRAMChannel_\(geometry.deviceName)" + (geometry.lanes > 1 ? "_lanes\(geometry.lanes)" : "")
  }

  struct Ports {
    /// Bursts to read, lanes to write.
    let request: Stream<ChannelRequest>
    /// Which lane of the burst is written; nil if it has one.
    let writeLane: UInt?
    /// What is written.
    let writeData: Bits
    /// The bursts that were read, in order.
    let read: Stream<Bits>
    /// The pins.
    let pins: DRAMPorts
    /// What the scheduler is asked for.
    let observed: DRAMRequestObservation
    /// Nothing is under way or kept.
    let isIdle: Bit
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      request: declare.sink(
        ChannelRequestLayout(numberBits: geometry.burstNumberBits), isMonitored: false),
      writeLane: geometry.lanes > 1 ? declare.input(.uint(addressBits(geometry.lanes))) : nil,
      writeData: declare.input(.bits(geometry.laneBits)),
      read: declare.source(.bits(geometry.burstBits)),
      pins: DRAMPorts(declare, geometry.device),
      observed: DRAMRequestObservation(declare, geometry.device, tagBits: Self.tagBits),
      isIdle: declare.output(.bit))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let tagBits = Self.tagBits
    let scheduler = module.instance(
      DRAMScheduler(geometry.device, tagBits: tagBits), named: "scheduler")
    let reads = module.instance(ReadBuffer(geometry: geometry), named: "readBuffer")
    let writes = module.instance(WriteBuffer(geometry: geometry), named: "writeBuffer")

    // A burst finds a slot and goes on to the scheduler.
    let input = ports.request.payload
    let isHeld = module.register("isHeld", .bit, reset: 0)
    let heldIsWrite = module.register("heldIsWrite", .bit)
    let heldBurst = module.register("heldBurst", .uint(geometry.burstNumberBits))
    let heldTag = module.register("heldTag", .uint(tagBits))
    let leaves = scheduler.request.fires().named("leaves")
    let hasSlot = mux(input.isWrite, writes.hasRoom, reads.hasRoom)
    let hasRoom = ((.!isHeld .| leaves) .& hasSlot).named("hasRoom")
    let canMerge =
      geometry.lanes == 1
      ? nil
      : (isHeld .& heldIsWrite .& input.isWrite .& heldBurst .== input.burst).named("canMerge")
    let enters =
      (ports.request.valid .& hasRoom .& (canMerge.map { .!$0 } ?? hasRoom)).named("enters")
    ports.request.ready.assign(canMerge.map { hasRoom .| $0 } ?? hasRoom)
    module.when(enters) {
      isHeld.set(to: 1)
      heldIsWrite.assign(input.isWrite)
      heldBurst.assign(input.burst)
      heldTag.assign(
        mux(input.isWrite, writes.slot.extended(to: tagBits), reads.slot.extended(to: tagBits)))
    }.elseWhen(leaves) { isHeld.set(to: 0) }
    writes.allocates.assign(enters .& input.isWrite)
    writes.data.assign(ports.writeData)
    reads.allocates.assign(enters .& .!input.isWrite)

    // Lanes of a burst join the one that is held.
    var isWhole = isHeld
    if let canMerge, let merge = writes.merge, let lane = ports.writeLane {
      let merges = (canMerge .& ports.request.valid).named("merges")
      let heldLanes = module.register("heldLanes", .bits(geometry.lanes))
      let clocks = module.register("heldClocks", .uint(addressBits(Self.patience + 1)))
      let laneBit = lane.oneHot(geometry.lanes)
      let lanes = mux(merges, heldLanes .| laneBit, laneBit).named("lanes")
      module.when(enters .| merges) { heldLanes.assign(lanes) }
      let hasWaited = (clocks .== Self.patience).named("hasWaited")
      module.when(enters) { clocks.set(to: 0) }.elseWhen(.!hasWaited) {
        clocks.assign(clocks .&+ 1)
      }
      merge.valid.assign(merges)
      merge.slot.assign(heldTag.resized(to: merge.slot.bitWidth))
      merge.lane.assign(lane)
      merge.lanes.assign(lanes)
      let isInTheWay = (ports.request.valid .& .!canMerge).named("isInTheWay")
      isWhole =
        isHeld .& (.!heldIsWrite .| heldLanes.allSet() .| hasWaited .| isInTheWay)
    }
    let place = BurstPlace(of: heldBurst, geometry.device, module)
    let request = BurstRequest(
      tag: heldTag, isWrite: heldIsWrite, bank: place.bank, row: place.row, column: place.column)
    scheduler.request.valid.assign(isWhole)
    scheduler.request.payload.assign(request)
    ports.observed.valid.assign(isWhole)
    ports.observed.ready.assign(scheduler.request.ready)
    ports.observed.payload.assign(request)

    // Data follow the commands.
    let command = scheduler.command
    ports.pins.command.assign(command)
    let timing = geometry.device.timing
    let served = scheduler.served
    func due(_ kind: DRAMCommandKind, _ name: String, _ slot: UInt, _ clocks: Int) -> DueBurst {
      let serves = (served.valid .& command.kind .== kind.rawValue).named("serves_\(name)")
      return DueBurst(valid: serves, slot: served.tag.resized(to: slot.bitWidth))
        .delayed(name, by: clocks - 1)
    }
    let writeDue = due(.write, "write", writes.startSlot, timing.CWL)
    let readDue = due(.read, "read", reads.startSlot, timing.CL)
    writes.start.assign(writeDue.valid)
    writes.startSlot.assign(writeDue.slot)
    reads.start.assign(readDue.valid)
    reads.startSlot.assign(readDue.slot)
    ports.pins.writeEnable.assign(writes.writeEnable)
    ports.pins.writeData.assign(writes.writeData)
    ports.pins.writeMask.assign(writes.writeMask)
    reads.readData.assign(ports.pins.readData)
    reads.read.connect(to: ports.read)
    ports.isIdle.assign(.!isHeld .& scheduler.isIdle .& reads.isIdle .& writes.isIdle)
  }
}

/// Where a burst stands: the map of `MemorySystem.AddressMap`. From the low bits of its number up: bank
/// group, column, bank within the group, row.
struct BurstPlace {
  let bank: UInt
  let row: UInt
  let column: UInt

  init(of number: UInt, _ device: MemoryDevice, _ module: ModuleBuilder) {
    let shape = device.organization
    var low = 0
    func field(_ count: Int) -> Bits? {
      let width = count.trailingZeroBitCount
      defer { low += width }
      return width == 0 ? nil : number[low..<low + width].asBits
    }
    func joined(_ parts: [Bits?], _ bits: Int) -> UInt {
      let present = parts.compactMap { $0 }
      return present.isEmpty
        ? module.constant(0, .uint(bits)) : module.concatenate(present).asUInt
    }
    let group = field(shape.bankGroups)
    let burst = field(device.burstsPerRow)
    let bankInGroup = field(shape.banks / shape.bankGroups)
    bank = joined([bankInGroup, group], addressBits(shape.banks))
    let rowBits = addressBits(shape.rows)
    row =
      shape.rows == 1 ? module.constant(0, .uint(rowBits)) : number[low..<low + rowBits]
    column = joined([burst], addressBits(device.burstsPerRow))
  }
}
