public import Components
public import HDL

/// The memory of the sampler behind an AXI4 bus: the back end `axi4`.
///
/// A request is a burst. It lies in one aligned block of eight beats of at most 128 bytes, and `base`
/// counts pages of 4 KiB, so no burst crosses one. There is one id, so responses come in order.
///
/// AXI4 promises no order between reads and writes. Requests take effect in their order nevertheless:
/// a read waits until every earlier write of one of its beats has its response, a write until every
/// earlier read has its data. Reads that share no beat with an unfinished write overtake it.
public struct AXI4Memory: Module {
  /// Bits of a beat: a power of two, 64 to 1,024.
  public let beatBits: Int
  /// Bits of a byte address: 32 to 64.
  public let addressBits: Int
  /// A mistake to build in.
  public let fault: AXI4MemoryFault?

  /// Writes that may be without a response.
  public static let mostWrites = 16
  /// Reads that may be without their last beat, and that may overtake a write.
  public static let mostReads = 32
  /// Bits of the counters of reads: their differences stay well below half the range.
  private static let readBits = 7

  /// A controller for beats and addresses of these widths.
  public init(beatBits: Int, addressBits: Int, fault: AXI4MemoryFault? = nil) {
    self.beatBits = beatBits
    self.addressBits = addressBits
    self.fault = fault
  }

  /// Names the widths.
  public var moduleName: String {
    "AXI4Memory_bits\(beatBits)_address\(addressBits)"
      + (fault.map { "_" + $0.rawValue.replacing("-", with: "_") } ?? "")
  }

  /// Bits of `base`, which counts pages of 4 KiB and of which software gives at most 32 bits.
  public static func baseBits(addressBits: Int) -> Int { min(addressBits - pageBits, 32) }
  private static let pageBits = 12

  /// The requests, the bus, what became of it.
  public struct Ports {
    /// The sampler.
    public let memory: MemoryPorts
    /// The bus.
    public let m_axi: AXI4Ports
    /// The byte address of the first beat, in pages of 4 KiB.
    public let base: UInt
    /// A response was an error.
    public let hasFailed: Bit
    /// Every request has its response.
    public let isIdle: Bit
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      memory: MemoryPorts(answering: declare, beatBits: beatBits),
      // A fault is for the checker of the simulation to find.
      m_axi: declare.initiator(
        AXI4Interface(
          addressWidth: addressBits, dataWidth: beatBits, isMonitored: fault == nil)),
      base: declare.input(.uint(Self.baseBits(addressBits: addressBits))),
      hasFailed: declare.output(.bit), isIdle: declare.output(.bit))
  }

  /// Describes the queues of both directions.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let request = ports.memory.request.payload
    let bus = ports.m_axi
    let address = byteAddress(of: request, ports.base, module)

    // Reads in the order they are asked for: how many, and how many have their last beat.
    let issued = module.register("issuedReads", .uint(Self.readBits), reset: 0)
    let finished = module.register("finishedReads", .uint(Self.readBits), reset: 0)
    let outstanding = (issued .&- finished).named("outstandingReads")

    let writes = WriteTable(module, request: request)
    let pending = module.instance(
      StreamFIFO(
        PendingWriteLayout(addressBits: addressBits, readBits: Self.readBits),
        depth: Self.mostWrites), named: "pendingWrites")
    pending.occupancy.ignore()
    let toRead = module.instance(
      StreamRegister(AXI4AddressLayout(idWidth: 1, addressWidth: addressBits), cut: .full),
      named: "readRequests")
    let toWrite = module.instance(
      StreamRegister(AXI4AddressLayout(idWidth: 1, addressWidth: addressBits), cut: .full),
      named: "writeRequests")

    // A read goes on unless a write before it may not be seen yet, or too much is under way.
    let overtaken = (issued .&- pending.output.payload.readsBefore).named("overtakingReads")
    let hasWindow =
      (outstanding .< Self.mostReads
      .& (.!pending.output.valid .| overtaken .< Self.mostReads)).named("hasWindow")
    let isSafe =
      (fault == .overtakingRead
      ? .!writes.conflicts .| .!request.address[0] : .!writes.conflicts).named("isSafe")
    let mayRead = (.!request.isWrite .& isSafe .& hasWindow).named("mayRead")
    let mayWrite = (request.isWrite .& writes.hasRoom).named("mayWrite")
    ports.memory.request.ready.assign(mayWrite .| (mayRead .& toRead.input.ready))
    toRead.input.valid.assign(ports.memory.request.valid .& mayRead)
    let length = request.lastBeat.extended(to: 8)
    toRead.input.payload.assign(
      burst(at: address, length: fault == .longBurst ? length .&+ 1 : length, module))
    connectRequests(toRead.output, to: bus.readAddress, withdrawing: ports.memory.write.valid)
    module.when(toRead.input.fires()) { issued.assign(issued .&+ 1) }

    // A write waits for the reads before it, its data for the write.
    let takesWrite = (ports.memory.request.valid .& mayWrite).named("takesWrite")
    pending.input.valid.assign(takesWrite)
    pending.input.payload.assign(
      PendingWrite(address: address, lastBeat: request.lastBeat, readsBefore: issued))
    module.assert(
      "hasRoomForWrite", pending.input.ready, "a write finds the queue full", when: takesWrite)
    let write = pending.output.payload
    let behind = (finished .&- write.readsBefore).named("readsFinishedSince")
    let mayIssue =
      fault == .overtakingWrite
      ? pending.output.valid
      : (pending.output.valid .& .!behind[Self.readBits - 1]).named("mayIssueWrite")
    toWrite.input.valid.assign(mayIssue)
    toWrite.input.payload.assign(
      burst(at: write.address, length: write.lastBeat.extended(to: 8), module))
    let issuesWrite = toWrite.input.fires().named("issuesWrite")
    pending.output.ready.assign(issuesWrite)
    connectRequests(
      toWrite.output, to: bus.writeAddress, changing: bus.writeResponse.valid)
    joinWriteData(module, ports, lastBeat: write.lastBeat, begins: issuesWrite)

    // Responses.
    bus.writeResponse.ready.assign(module.constant(1, .bit))
    bus.writeResponse.payload.id.ignore()
    writes.update(module, takes: takesWrite, finishes: bus.writeResponse.valid)
    ports.memory.read.valid.assign(bus.readData.valid)
    ports.memory.read.payload.assign(bus.readData.payload.data)
    bus.readData.ready.assign(ports.memory.read.ready)
    bus.readData.payload.id.ignore()
    let reads = bus.readData.fires().named("readsBeat")
    module.when(reads .& bus.readData.payload.isLast) { finished.assign(finished .&+ 1) }
    let failsRead = (reads .& bus.readData.payload.response[1]).named("failsRead")
    let failsWrite = (bus.writeResponse.valid .& bus.writeResponse.payload.response[1])
      .named("failsWrite")
    // EXOKAY and OKAY are the same to a manager without exclusive accesses.
    bus.readData.payload.response.ignore()
    bus.writeResponse.payload.response.ignore()
    ports.hasFailed.assign(fault == .swallowedError ? failsRead : failsRead .| failsWrite)
    let hasNoRead = (outstanding .== 0).named("hasNoRead")
    ports.isIdle.assign(
      fault == .forgottenResponse
        ? hasNoRead .& .!pending.output.valid : hasNoRead .& writes.isEmpty)
  }

  /// Where a request begins.
  private func byteAddress(
    of request: MemoryRequest, _ base: UInt, _ module: ModuleBuilder
  ) -> UInt {
    let byteBits = (beatBits / 8).trailingZeroBitCount
    let beatsOfPage = Self.pageBits - byteBits
    let pages = addressBits - Self.pageBits
    let page =
      base.resized(to: pages)
      .&+ request.address[beatsOfPage..<MemoryRequest.addressBits].resized(to: pages)
    let beat = request.address[0..<beatsOfPage]
    let isShifted = fault == .shiftedBurst ? request.lastBeat .!= 0 : nil
    return concatenate(
      page, isShifted.map { beat.asBits .| $0.repeated(beatsOfPage) } ?? beat.asBits,
      module.constant(0, .bits(byteBits))
    ).asUInt.named("byteAddress")
  }

  /// A burst with incrementing addresses and whole beats.
  private func burst(at address: UInt, length: UInt, _ module: ModuleBuilder) -> AXI4Address {
    AXI4Address(
      id: module.constant(0, .bits(1)), address: address, length: length,
      size: module.constant((beatBits / 8).trailingZeroBitCount, .uint(3)),
      burst: module.constant(1, .bits(2)), protection: module.constant(0, .bits(3)))
  }

  /// Passes requests on to a channel, unless a fault is wanted.
  private func connectRequests(
    _ requests: Stream<AXI4Address>, to channel: Stream<AXI4Address>, withdrawing: Bit? = nil,
    changing: Bit? = nil
  ) {
    let isWrite = changing != nil
    guard
      fault == .withdrawnRead && !isWrite || fault == .changedAddress && isWrite
        || fault == .foreignID && isWrite
    else { return requests.connect(to: channel) }
    let payload = requests.payload
    var address = payload.address
    var id = payload.id
    if fault == .changedAddress, let changing {
      address = (address.asBits .^ changing.repeated(address.bitWidth)).asUInt
    }
    if fault == .foreignID { id = .!id }
    channel.payload.assign(
      AXI4Address(
        id: id, address: address, length: payload.length, size: payload.size,
        burst: payload.burst, protection: payload.protection))
    let isHidden = fault == .withdrawnRead ? withdrawing : nil
    channel.valid.assign(isHidden.map { requests.valid .& .!$0 } ?? requests.valid)
    requests.ready.assign(isHidden.map { channel.ready .& .!$0 } ?? channel.ready)
  }

  /// Sends the beats of a burst once it was issued.
  private func joinWriteData(
    _ module: ModuleBuilder, _ ports: Ports, lastBeat: UInt, begins: Bit
  ) {
    let channel = ports.m_axi.writeData
    let data = module.instance(
      StreamFIFO(Shape<Bits>.bits(beatBits), depth: Self.mostWrites), named: "data")
    data.occupancy.ignore()
    ports.memory.write.connect(to: data.input)
    let bursts = module.instance(
      StreamFIFO(Shape<UInt>.uint(lastBeat.bitWidth), depth: Self.mostWrites, storage: .registers),
      named: "bursts")
    bursts.occupancy.ignore()
    bursts.input.valid.assign(begins)
    bursts.input.payload.assign(lastBeat)
    module.assert(
      "hasRoomForBurst", bursts.input.ready, "a burst finds the queue full", when: begins)

    let beat = module.register("beat", .uint(lastBeat.bitWidth), reset: 0)
    let isLast = (beat .== bursts.output.payload).named("isLastBeat")
    channel.valid.assign(data.output.valid .& bursts.output.valid)
    let strobes = module.constant(1, .bit).repeated(beatBits / 8)
    channel.payload.assign(
      AXI4WriteData(
        data: data.output.payload,
        strobes: fault == .missingStrobe
          ? concatenate(module.constant(0, .bit), strobes[1..<beatBits / 8]) : strobes,
        isLast: fault == .lateLast ? isLast .& beat .!= 0 : isLast))
    let sends = channel.fires().named("sendsBeat")
    data.output.ready.assign(sends)
    bursts.output.ready.assign(sends .& isLast)
    module.when(sends) { beat.assign(mux(isLast, 0, beat .&+ 1)) }
  }
}

/// A write that is not on the bus yet.
struct PendingWrite: Bundle {
  /// Its first byte.
  let address: UInt
  /// Number of beats, minus 1.
  let lastBeat: UInt
  /// Reads that were issued before it.
  let readsBefore: UInt

  var layout: PendingWriteLayout {
    PendingWriteLayout(addressBits: address.bitWidth, readBits: readsBefore.bitWidth)
  }
}

/// Declares a `PendingWrite`.
struct PendingWriteLayout: Layout {
  let addressBits: Int
  let readBits: Int

  func make(_ field: FieldDeclarer) -> PendingWrite {
    PendingWrite(
      address: field(.uint(addressBits)),
      lastBeat: field(.uint(MemoryRequest.mostBeats.trailingZeroBitCount)),
      readsBefore: field(.uint(readBits)))
  }
}
