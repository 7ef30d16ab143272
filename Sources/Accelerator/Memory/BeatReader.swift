internal import Components
internal import HDL

/// Reads runs of beats: splits them into requests and keeps what comes back.
///
/// A request is made only if there is room for its beats, so the memory never waits for the reader.
/// Requests end at multiples of `MemoryRequest.mostBeats`.
struct BeatReader: Module {
  /// Bits of a beat.
  let beatBits: Int
  /// Beats there is room for: what a memory may have under way without a pause.
  static let depth = 32

  var moduleName: String { "BeatReader_bits\(beatBits)" }

  struct Ports {
    /// Runs of beats.
    let command: Stream<ReadCommand>
    /// What to ask the memory for; `isWrite` is 0.
    let request: Stream<MemoryRequest>
    /// Beats from the memory; always taken.
    let read: Stream<Bits>
    /// The beats of all runs in order.
    let beat: Stream<Bits>
    /// Drops the command and all beats; those under way must not come any more.
    let clear: Bit
    /// Nothing is under way or kept.
    let isIdle: Bit
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      command: declare.sink(ReadCommandLayout(), isMonitored: false),
      request: declare.source(MemoryRequestLayout(), isMonitored: false),
      read: declare.sink(.bits(beatBits), isMonitored: false),
      beat: declare.source(.bits(beatBits), isMonitored: false), clear: declare.input(.bit),
      isIdle: declare.output(.bit))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let most = MemoryRequest.mostBeats
    let alignment = most.trailingZeroBitCount
    let isActive = module.register("isActive", .bit, reset: 0)
    let address = module.register("address", .uint(MemoryRequest.addressBits))
    // Beats left, minus 1.
    let left = module.register("left", .uint(ReadCommandLayout.beatBits))
    let room = module.register("room", .uint(addressBits(Self.depth + 1)), reset: Self.depth)
    let isFlushing = module.register("isFlushing", .bit, reset: 0)

    let toBoundary = (.!address[0..<alignment]).asUInt
    let isLast = (left .<= toBoundary).named("isLastRequest")
    let lastBeat = mux(isLast, left[0..<alignment], toBoundary).named("lastBeat")
    let hasRoom = (room .>= most).named("hasRoom")
    ports.command.ready.assign(.!isActive .& .!isFlushing)
    ports.request.valid.assign(isActive .& hasRoom)
    ports.request.payload.assign(
      MemoryRequest(isWrite: module.constant(0, .bit), address: address, lastBeat: lastBeat))
    let requests = ports.request.fires().named("requests")
    module.when(ports.command.fires()) {
      isActive.set(to: 1)
      address.assign(ports.command.payload.address)
      left.assign(ports.command.payload.lastBeat)
    }
    module.when(requests) {
      let beats = lastBeat.extended(to: left.bitWidth)
      address.assign(address .&+ lastBeat.extended(to: address.bitWidth) .&+ 1)
      left.assign(left .&- beats .&- 1)
      module.when(isLast) { isActive.set(to: 0) }
    }

    let queue = module.instance(
      StreamFIFO(Shape<Bits>.bits(beatBits), depth: Self.depth, storage: .memory), named: "queue")
    queue.input.payload.assign(ports.read.payload)
    queue.input.valid.assign(ports.read.valid .& .!isFlushing)
    ports.read.ready.assign(module.constant(1, .bit))
    module.assert(
      "hasRoomForBeat", queue.input.ready, "a beat finds the queue full",
      when: ports.read.valid .& .!isFlushing)
    ports.beat.payload.assign(queue.output.payload)
    ports.beat.valid.assign(queue.output.valid .& .!isFlushing)
    queue.output.ready.assign(ports.beat.ready .| isFlushing)
    let takes = ports.beat.fires().named("takesBeat")
    let asked = (lastBeat.extended(to: room.bitWidth) .&+ 1).named("asked")
    module.when(requests .& takes) { room.assign(room .&- asked .&+ 1) }
    module.when(requests .& .!takes) { room.assign(room .&- asked) }
    module.when(takes .& .!requests) { room.assign(room .&+ 1) }
    module.when(isFlushing .& queue.occupancy .== 0) { isFlushing.set(to: 0) }
    module.when(ports.clear) {
      isActive.set(to: 0)
      room.set(to: Self.depth)
      isFlushing.set(to: 1)
    }
    ports.isIdle.assign(.!isActive .& .!isFlushing .& room .== Self.depth)
  }
}
