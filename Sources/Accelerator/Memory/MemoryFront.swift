internal import Components
internal import HDL

/// Joins reading and writing into the one port of the memory, and settles it after an abort.
///
/// Writes go first: there are fewer, and somebody waits for them. After a `clear` beats that were asked
/// for are dropped when they come, and those that were taken are still written, so that the memory has
/// nothing open when `isIdle` is 1 again.
struct MemoryFront: Module {
  /// Bits of a beat.
  let beatBits: Int
  /// Beats of a write that may wait.
  private static let writeDepth = 4

  var moduleName: String { "MemoryFront_bits\(beatBits)" }

  struct Ports {
    /// Runs of beats to read.
    let command: Stream<ReadCommand>
    /// The beats that were read.
    let beat: Stream<Bits>
    /// Beats to write.
    let writeBeat: Stream<WriteBeat>
    /// The memory.
    let memory: MemoryPorts
    /// Drops what is to be read, and takes nothing until `isIdle`.
    let clear: Bit
    /// The memory has nothing open, and nothing is kept.
    let isIdle: Bit
    /// A beat was read.
    let reads: Bit
    /// A beat was written.
    let writes: Bit
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      command: declare.sink(ReadCommandLayout(), isMonitored: false),
      beat: declare.source(.bits(beatBits), isMonitored: false),
      writeBeat: declare.sink(WriteBeatLayout(beatBits: beatBits), isMonitored: false),
      memory: MemoryPorts(declare, beatBits: beatBits), clear: declare.input(.bit),
      isIdle: declare.output(.bit), reads: declare.output(.bit), writes: declare.output(.bit))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let memory = ports.memory
    let isDraining = module.register("isDraining", .bit, reset: 0)
    let reader = module.instance(BeatReader(beatBits: beatBits), named: "reader")
    ports.command.connect(to: reader.command)
    reader.beat.connect(to: ports.beat)
    reader.clear.assign(ports.clear)

    // A write is announced when its data find room.
    let data = module.instance(
      StreamFIFO(Shape<Bits>.bits(beatBits), depth: Self.writeDepth, storage: .registers),
      named: "data")
    let requests = module.instance(
      StreamRegister(MemoryRequestLayout(), cut: .full), named: "requests")
    let offersWrite = (ports.writeBeat.valid .& data.input.ready .& .!isDraining)
      .named("offersWrite")
    let isAccepting = requests.input.ready
    // Offered only when it is taken: what is offered changes, and a clear withdraws it.
    requests.input.valid.assign(
      isAccepting .& (offersWrite .| (reader.request.valid .& .!isDraining)))
    requests.input.payload.assign(
      MemoryRequest(
        isWrite: offersWrite,
        address: mux(offersWrite, ports.writeBeat.payload.address, reader.request.payload.address),
        lastBeat: mux(offersWrite, 0, reader.request.payload.lastBeat)))
    reader.request.payload.isWrite.ignore()
    let takesWrite = (offersWrite .& isAccepting).named("takesWrite")
    let takesRead =
      (reader.request.valid .& isAccepting .& .!offersWrite .& .!isDraining).named("takesRead")
    ports.writeBeat.ready.assign(isAccepting .& data.input.ready .& .!isDraining)
    reader.request.ready.assign(isAccepting .& .!offersWrite .& .!isDraining)
    requests.output.connect(to: memory.request)
    data.input.valid.assign(takesWrite)
    data.input.payload.assign(ports.writeBeat.payload.data)

    // What the memory owes, and what it is owed: both are 0 when it has nothing open.
    let bits = addressBits(2 * BeatReader.depth)
    let toRead = module.register("toRead", .uint(bits), reset: 0)
    let reads = memory.read.fires().named("readsBeat")
    let asked = mux(
      takesRead, reader.request.payload.lastBeat.extended(to: bits) .&+ 1, 0)
    let read = mux(reads, module.constant(1, .uint(bits)), 0)
    toRead.assign(toRead .&+ asked .&- read)
    memory.read.ready.assign(isDraining .| reader.read.ready)
    reader.read.valid.assign(memory.read.valid .& .!isDraining)
    reader.read.payload.assign(memory.read.payload)

    // Data follow their request.
    let announces = (memory.request.fires() .& memory.request.payload.isWrite).named("announces")
    let announced = module.register(
      "announced", .uint(addressBits(Self.writeDepth + 1)), reset: 0)
    let writes = memory.write.fires().named("writesBeat")
    module.when(announces .& .!writes) { announced.assign(announced .&+ 1) }
    module.when(writes .& .!announces) { announced.assign(announced .&- 1) }
    memory.write.valid.assign(announced .!= 0)
    memory.write.payload.assign(data.output.payload)
    data.output.ready.assign(writes)
    module.assert(
      "hasDataOfWrite", data.output.valid, "a write has no data", when: announced .!= 0)

    let isSettled =
      (toRead .== 0 .& data.occupancy .== 0 .& .!requests.output.valid).named("isSettled")
    module.when(isDraining .& isSettled) { isDraining.set(to: 0) }
    module.when(ports.clear) { isDraining.set(to: 1) }
    ports.isIdle.assign(isSettled .& reader.isIdle .& .!isDraining)
    ports.reads.assign(reads)
    ports.writes.assign(writes)
  }
}
