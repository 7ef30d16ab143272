internal import Components
internal import HDL
internal import MemoryDevices

/// The memory of a sampler behind some channels of DRAM.
///
/// Beats of a request go to their channels one a clock, or as many at once as make a burst. Within a
/// channel requests keep their order as far as they concern the same burst, so a read sees what was
/// written before. Beats that were read come back in the order of the requests.
struct DRAMController: Module {
  /// Sizes.
  let geometry: DRAMGeometry

  var moduleName: String {
    "DRAMController_\(geometry.deviceName)_channels\(geometry.channels)_bits\(geometry.beatBits)"
  }

  struct Ports {
    /// Who asks.
    let memory: MemoryPorts
    /// The pins of the channels.
    let dram: [DRAMPorts]
    /// What the channels' schedulers are asked for.
    let observedRequests: [DRAMRequestObservation]
    /// Nothing is under way or kept.
    let isIdle: Bit
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      memory: MemoryPorts(answering: declare, beatBits: geometry.beatBits),
      dram: (0..<geometry.channels).map { _ in DRAMPorts(declare, geometry.device) },
      observedRequests: (0..<geometry.channels).map { _ in
        DRAMRequestObservation(declare, geometry.device, tagBits: DRAMChannel.tagBits)
      }, isIdle: declare.output(.bit))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let channels = (0..<geometry.channels).map {
      module.instance(DRAMChannel(geometry: geometry), named: "channel_\($0)")
    }
    for (index, channel) in channels.enumerated() {
      module.connect(channel.pins, to: ports.dram[index])
      module.connect(channel.observed, to: ports.observedRequests[index])
    }
    // Where the next beat comes from; one lane of one group needs no queue.
    let steps = ReadStepLayout(groups: geometry.groups, lanes: geometry.lanes)
    let order =
      steps.isEmpty
      ? nil
      : module.instance(
        StreamFIFO(steps, depth: geometry.groups * ReadBuffer.depth), named: "order")
    let isSplitIdle = describeRequests(module, ports, channels, order?.input)
    describeReads(module, ports, channels, order?.output)
    var idle = channels.map(\.isIdle) + [isSplitIdle]
    if let order { idle.append(order.occupancy .== 0) }
    ports.isIdle.assign(module.concatenate(idle).allSet())
  }

  typealias Channel = DRAMChannel.Ports

  /// The channels of a group.
  private func members<Element>(_ elements: [Element], of group: Int) -> [Element] {
    Array(elements[group * geometry.parts..<(group + 1) * geometry.parts])
  }

  /// Requests are taken apart.
  ///
  /// - Returns: No request is at hand.
  private func describeRequests(
    _ module: ModuleBuilder, _ ports: Ports, _ channels: [Channel], _ order: Stream<ReadStep>?
  ) -> Bit {
    let memory = ports.memory
    let isActive = module.register("isActive", .bit, reset: 0)
    let isWrite = module.register("isWrite", .bit)
    let address = module.register("address", .uint(MemoryRequest.addressBits))
    // Beats left, minus 1.
    let left = module.register("left", .uint(memory.request.payload.lastBeat.bitWidth))

    // A step is a beat to be written, or the beats of a burst to be read.
    let laneBits = geometry.lanes.trailingZeroBitCount
    let groupBits = geometry.groups.trailingZeroBitCount
    let lane = laneBits == 0 ? nil : address[0..<laneBits]
    let group = groupBits == 0 ? nil : address[laneBits..<laneBits + groupBits]
    let burst = (address .>> (laneBits + groupBits)).resized(to: geometry.burstNumberBits)
    var beatsLess = module.constant(0, left.shape)
    if let lane {
      let toEnd = (.!lane.asBits).asUInt
      beatsLess = mux(
        isWrite, 0, mux(left .<= toEnd, left, toEnd.resized(to: left.bitWidth)))
    }
    beatsLess = beatsLess.named("stepBeatsLess")
    let isLast = (left .== beatsLess).named("isLastStep")

    let selected = (0..<geometry.groups).map { index in
      group.map { ($0 .== index).named("selects_\(index)") }
    }
    let groupsReady = (0..<geometry.groups).map { index in
      module.concatenate(members(channels, of: index).map(\.request.ready)).allSet()
    }
    let isReady =
      (group.map { chosen(groupsReady, at: $0) } ?? groupsReady[0]).named("isGroupReady")
    let offers =
      (isActive
      .& (order.map { mux(isWrite, memory.write.valid, $0.ready) }
        ?? (memory.write.valid .| .!isWrite)))
      .named("offers")
    let steps = (offers .& isReady).named("steps")
    for (index, channel) in channels.enumerated() {
      let number = index / geometry.parts
      let others = members(channels, of: number).enumerated()
        .filter { $0.offset != index % geometry.parts }.map(\.element.request.ready)
      let isSelected = ([offers, selected[number]].compactMap { $0 } + others)
      channel.request.valid.assign(isSelected.dropFirst().reduce(isSelected[0]) { $0 .& $1 })
      channel.request.payload.isWrite.assign(isWrite)
      channel.request.payload.burst.assign(burst)
      if let lane { channel.writeLane?.assign(lane) }
      let part = index % geometry.parts * geometry.laneBits
      channel.writeData.assign(memory.write.payload[part..<part + geometry.laneBits])
    }
    memory.write.ready.assign(isActive .& isWrite .& isReady)
    if let order {
      // Offered only when it is taken.
      order.valid.assign(steps .& .!isWrite)
      if let group { order.payload.group?.assign(group) }
      if let lane, let first = order.payload.first, let last = order.payload.last {
        first.assign(lane)
        last.assign(lane .&+ beatsLess.resized(to: lane.bitWidth))
      }
    }

    memory.request.ready.assign(.!isActive .| (steps .& isLast))
    module.when(steps) {
      address.assign(address .&+ beatsLess.extended(to: address.bitWidth) .&+ 1)
      left.assign(left .&- beatsLess .&- 1)
      module.when(isLast) { isActive.set(to: 0) }
    }
    module.when(memory.request.fires()) {
      isActive.set(to: 1)
      isWrite.assign(memory.request.payload.isWrite)
      address.assign(memory.request.payload.address)
      left.assign(memory.request.payload.lastBeat)
    }
    return .!isActive
  }

  /// Beats are put together, in order.
  private func describeReads(
    _ module: ModuleBuilder, _ ports: Ports, _ channels: [Channel], _ order: Stream<ReadStep>?
  ) {
    let read = ports.memory.read
    let group = order?.payload.group
    let valids = (0..<geometry.groups).map { index in
      module.concatenate(members(channels, of: index).map(\.read.valid)).allSet()
    }
    let units = (0..<geometry.groups).map { index -> Bits in
      let bursts = members(channels, of: index).map(\.read.payload)
      return bursts.count == 1 ? bursts[0] : module.concatenate(bursts.reversed())
    }
    let isThere = group.map { chosen(valids, at: $0) } ?? valids[0]
    let unit = (group.map { chosen(units, at: $0) } ?? units[0]).named("unit")
    read.valid.assign(order.map { $0.valid .& isThere } ?? isThere)
    let takes = read.fires().named("takesBeat")
    var isDone = takes
    if let first = order?.payload.first, let last = order?.payload.last {
      let isFirst = module.register("isFirst", .bit, reset: 1)
      let nextLane = module.register("nextLane", .uint(first.bitWidth))
      let lane = mux(isFirst, first, nextLane).named("lane")
      let isLast = (lane .== last).named("isLast")
      module.when(takes) {
        isFirst.assign(isLast)
        nextLane.assign(lane .&+ 1)
      }
      isDone = (takes .& isLast).named("isDone")
      let width = geometry.laneBits
      read.payload.assign(
        chosen(
          (0..<geometry.lanes).map { unit[$0 * width..<($0 + 1) * width] }, at: lane))
    } else {
      read.payload.assign(unit)
    }
    order?.ready.assign(isDone)
    for (index, channel) in channels.enumerated() {
      channel.read.ready.assign(
        group.map { isDone .& $0 .== index / geometry.parts } ?? isDone)
    }
  }
}

/// Some beats of a burst, or a beat of some bursts, that come back at their turn.
struct ReadStep: Bundle {
  /// The group of channels; nil if there is one.
  let group: UInt?
  /// The first lane; nil if there is one.
  let first: UInt?
  /// The last lane; nil if there is one.
  let last: UInt?

  var layout: ReadStepLayout {
    ReadStepLayout(
      groups: group.map { 1 << $0.bitWidth } ?? 1, lanes: first.map { 1 << $0.bitWidth } ?? 1)
  }
}

/// Declares a `ReadStep`.
struct ReadStepLayout: Layout {
  /// Groups of channels: a power of two.
  let groups: Int
  /// Lanes of a burst: a power of two.
  let lanes: Int

  /// There is nothing to choose.
  var isEmpty: Bool { groups == 1 && lanes == 1 }

  func make(_ field: FieldDeclarer) -> ReadStep {
    let lane = Shape<UInt>.uint(addressBits(lanes))
    return ReadStep(
      group: groups > 1 ? field(.uint(addressBits(groups))) : nil,
      first: lanes > 1 ? field(lane) : nil, last: lanes > 1 ? field(lane) : nil)
  }
}
