public import HDL

/// A queue of payloads between two streams.
///
/// No combinational path between its sides, but for the occupancy none from either. A payload every
/// cycle in and out from a depth of 2; every other cycle at a depth of 1.
///
/// | storage | latency | area |
/// |---|---|---|
/// | registers | 1 | a register a bit, a multiplexer of `depth` payloads |
/// | memory | 2 | a memory of `depth` words with one read and one write port |
///
/// In both, the first payload stands at the output without being asked for (first-word
/// fall-through). The output of a memory is its read register.
public struct StreamFIFO<Payload: Layout>: Module where Payload.Value: HardwareData {
  /// Where payloads wait.
  public enum Storage: String, Hashable, Sendable {
    /// In registers up to a depth of 8, in a memory beyond.
    case automatic
    /// In registers.
    case registers
    /// In a memory; at a depth of 1 in a register.
    case memory
  }

  /// What moves.
  public let payload: Payload
  /// Number of payloads that fit, 1 to 2^20, a power of two or not.
  public let depth: Int
  /// Where payloads wait.
  public let storage: Storage
  /// The occupancy from which on `isAlmostFull` is 1; `nil` for no such port.
  public let almostFull: Int?
  /// What a proof looks at.
  package var proof = StreamProof()

  /// Creates a queue for `depth` such payloads.
  public init(
    _ payload: Payload, depth: Int, storage: Storage = .automatic, almostFull: Int? = nil
  ) {
    self.payload = payload
    self.depth = depth
    self.storage = storage
    self.almostFull = almostFull
  }

  /// The payload, the depth and what differs from the defaults.
  public var moduleName: String {
    "StreamFIFO_\(payload.layoutName)_depth\(depth)"
      + (storage == .automatic ? "" : "_\(storage.rawValue)")
      + (almostFull.map { "_almostFull\($0)" } ?? "")
  }

  /// A stream in, a stream out, and how much is inside.
  public struct Ports {
    /// What is read.
    public let input: Stream<Payload.Value>
    /// What is written.
    public let output: Stream<Payload.Value>
    /// Number of payloads inside, a register.
    public let occupancy: UInt
    /// Whether it is at least `almostFull`.
    public let isAlmostFull: Bit?
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      input: declare.sink(payload), output: declare.source(payload),
      occupancy: declare.output(.uint(addressBits(capacity + 1))),
      isAlmostFull: almostFull == nil ? nil : declare.output(.bit))
  }

  /// Describes the counter, and the storage.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    checkParameters(module)
    let (input, output) = (ports.input, ports.output)
    let writes = input.fires().named("writes")
    let reads = output.fires().named("reads")
    let count = module.register(
      "count", .uint(addressBits(capacity + 1)), reset: 0, enable: writes .^ reads)
    count.assign(mux(writes, count .&+ 1, count .&- 1))
    ports.occupancy.assign(count)
    ports.isAlmostFull?.assign(count .>= possibleThreshold)
    // The fault: a full queue takes more.
    input.ready.assign(
      proof.fault == .loses ? .!(count .== capacity .& reads) : count .!= capacity)
    if capacity & (capacity + 1) != 0 { module.assert("neverOverflows", count .<= capacity) }

    let board =
      proof.followsPayload
      ? StreamScoreboardLogic(module, input, output, capacity: capacity) : nil
    if let board { module.assert("countsAgree", board.held .== count) }
    if usesMemory {
      describeMemory(module, ports, count, writes: writes, board)
    } else {
      describeRegisters(module, ports, count, writes: writes, reads: reads, board)
    }
  }

  private func describeRegisters(
    _ module: ModuleBuilder, _ ports: Ports, _ count: UInt, writes: Bit, reads: Bit,
    _ board: StreamScoreboardLogic?
  ) {
    ports.output.valid.assign(count .!= 0)
    guard capacity > 1 else {
      let entry = module.register("entry", of: payload, enable: writes)
      entry.assign(ports.input.payload)
      ports.output.payload.assign(entry)
      return
    }
    let write = pointer("writePointer", module, advances: writes)
    let read = pointer("readPointer", module, advances: reads)
    let entries = (0..<capacity).map { index in
      module.register("entries_\(index)", of: payload, enable: writes .& write .== index)
    }
    for entry in entries { entry.assign(ports.input.payload) }
    ports.output.payload.assign(select(entries, by: read))
    checkPointers(module, write: write, read: read, count)
    guard let board else { return }
    let slot = slot(
      of: board, module, write: write, read: read, behind: board.number .&- board.outputs,
      when: board.isHeld)
    if let word = select(entries, by: slot).packed() {
      module.assert("keptAsItCame", word .== board.payload, when: board.isHeld)
    }
  }

  private func describeMemory(
    _ module: ModuleBuilder, _ ports: Ports, _ count: UInt, writes: Bit,
    _ board: StreamScoreboardLogic?
  ) {
    guard let word = ports.input.payload.packed() else { return }
    let headValid = module.register("headValid", .bit, reset: 0)
    let advances = (.!headValid .| ports.output.ready).named("advances")
    // What is counted and not at the output is in the memory.
    let hasStored = (count .!= headValid.asUInt.extended(to: count.bitWidth)).named("hasStored")
    module.when(advances) { headValid.assign(hasStored) }
    let fetches = (advances .& hasStored).named("fetches")

    let entries = module.memory("entries", .bits(word.bitWidth), depth: capacity)
    let write = pointer("writePointer", module, advances: writes)
    let read = pointer("readPointer", module, advances: fetches)
    entries.write(address: write, data: word, enable: writes)
    let head = entries.read(address: read, enable: fetches).named("head")
    ports.output.valid.assign(headValid)
    ports.output.payload.assign(module.unpack(head, as: payload))

    let stored = (count .&- headValid.asUInt.extended(to: count.bitWidth)).named("stored")
    module.assert("headIsCounted", count .!= 0, when: headValid)
    checkPointers(module, write: write, read: read, stored)
    guard let board else { return }
    // The payload followed is at the output, or in the memory at its slot.
    let isHead = (headValid .& board.number .== board.outputs).named("followsHead")
    let isStored = (board.isHeld .& .!isHead).named("followsStored")
    let ahead = headValid.asUInt.extended(to: board.number.bitWidth)
    let slot = slot(
      of: board, module, write: write, read: read,
      behind: board.number .&- board.outputs .&- ahead, when: isStored)
    let kept = entries.readAsynchronously(address: slot)
    module.assert("keptAsItCame", kept .== board.payload, when: isStored)
  }

  /// What is between the pointers is what is counted.
  private func checkPointers(
    _ module: ModuleBuilder, write: UInt, read: UInt, _ stored: UInt
  ) {
    let end = read .+ stored
    let wrapped = mux(end .>= capacity, (end .- capacity).asUInt.truncated(to: end.bitWidth), end)
    module.assert("pointersAgree", write .== wrapped)
    if capacity & (capacity - 1) != 0 {
      module.assert("pointersInRange", write .< capacity .& read .< capacity)
    }
  }

  /// The entry of the payload that the scoreboard follows, so many behind the one to be read next
  /// while it waits there.
  private func slot(
    of board: StreamScoreboardLogic, _ module: ModuleBuilder, write: UInt, read: UInt,
    behind distance: UInt, when isStored: Bit
  ) -> UInt {
    let slot = module.register("slot", .uint(write.bitWidth), enable: board.follows)
    slot.assign(write)
    let place = read .+ distance
    let wrapped = mux(
      place .>= capacity, (place .- capacity).asUInt.truncated(to: place.bitWidth), place)
    module.assert("inItsPlace", slot .== wrapped, when: isStored)
    return slot
  }

  private func pointer(_ name: String, _ module: ModuleBuilder, advances: Bit) -> UInt {
    let pointer = module.register(
      name, .uint(addressBits(capacity)), reset: 0, enable: advances)
    let next = pointer .&+ 1
    pointer.assign(
      capacity & (capacity - 1) == 0 ? next : mux(pointer .== capacity - 1, 0, next))
    return pointer
  }

  private func checkParameters(_ module: ModuleBuilder) {
    if depth != capacity {
      module.report(
        .parameterOutOfRange, "a FIFO of depth \(depth)", fix: "a depth is 1 to \(1 << 20)")
    } else if let almostFull, !(1...depth).contains(almostFull) {
      module.report(
        .parameterOutOfRange, "a FIFO of depth \(depth) is almost full at \(almostFull)",
        fix: "choose 1 to \(depth)")
    }
  }

  /// The depth, or where it is refused a possible one for the description to go on with.
  private var capacity: Int { max(1, min(depth, 1 << 20)) }
  private var possibleThreshold: Int { max(1, min(almostFull ?? 1, capacity)) }
  private var usesMemory: Bool {
    capacity > 1 && (storage == .memory || storage == .automatic && capacity > 8)
  }
}

extension Stream {
  /// The same stream behind a queue; see `StreamFIFO`.
  ///
  /// - Parameters:
  ///   - name: Name of the instance.
  ///   - depth: Number of payloads that fit.
  ///   - storage: Where they wait.
  public func buffered(
    _ name: String, depth: Int, storage: StreamFIFO<Payload.DataLayout>.Storage = .automatic,
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Stream {
    let queue = valid.module.instance(
      StreamFIFO(payload.layout, depth: depth, storage: storage), named: name, fileID: fileID,
      line: line, column: column)
    connect(to: queue.input, fileID: fileID, line: line, column: column)
    queue.occupancy.ignore(fileID: fileID, line: line, column: column)
    return queue.output
  }
}

/// The value at an index, through a balanced tree of multiplexers; beyond the last any of them.
func select<Value: HardwareData>(_ values: [Value], by index: UInt) -> Value {
  var level = values
  var bit = 0
  while level.count > 1 {
    level = stride(from: 0, to: level.count, by: 2).map {
      $0 + 1 < level.count ? muxData(index[bit], level[$0 + 1], level[$0]) : level[$0]
    }
    bit += 1
  }
  return level[0]
}
