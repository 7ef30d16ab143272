internal import Components
public import Configuration
internal import FixedPoint
public import HDL

/// The sums of the forces over all pairs: the lanes, the positions they read and the sums they write.
///
/// A group of `embedding.lanes` pairs a cycle, none of which ever waits in the lanes.
public struct PairEngine: Module {
  let shapes: EmbeddingShapes
  private let configuration: SamplerConfiguration

  /// Creates the engine of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = EmbeddingShapes(configuration)
    self.configuration = configuration
  }

  /// The lanes.
  public var moduleName: String { "PairEngine_lanes\(shapes.lanes)" }

  /// Cycles from `finishes` until a sum may be read: the position's way to the lanes, and theirs.
  public var storeLatency: Int { 2 + shapes.laneLatency }

  /// Cycles from `finishes` until `weightSum` is that of all pairs.
  public var weightLatency: Int { 1 + shapes.weightLatency + shapes.treeLatency }

  /// Cycles from `readsForces` to `forces`: the banks, and the choice of one.
  public static let readLatency = 2

  /// Positions and probabilities in, sums out.
  public struct Ports {
    /// The pairs begin, one cycle later.
    public let start: Bit
    /// The pairs end; what is in the lanes comes to its end.
    public let clear: Bit
    /// Points of the map, minus 1; held meanwhile.
    public let lastPoint: UInt
    /// n p_ij of a group.
    public let joint: Stream<UInt>
    /// The position of a point is written, not while pairs are under way.
    public let writesPosition: Bit
    /// Which point.
    public let writtenPoint: UInt
    /// Along x, in the format `pairPosition`.
    public let writtenX: Fixed
    /// Along y.
    public let writtenY: Fixed
    /// This is the last cycle in which something enters the lanes.
    public let finishes: Bit
    /// Half of Z, in the last place of `weight`.
    public let weightSum: UInt
    /// Saturations of pairs, to be counted in every cycle.
    public let saturations: UInt
    /// The forces on a point are read, not while pairs are under way.
    public let readsForces: Bit
    /// Which point.
    public let readPoint: UInt
    /// The forces, `readLatency` cycles later.
    public let forces: Forces
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    let index = Shape<UInt>.uint(shapes.indexBits)
    let position = Shape<Fixed>.fixed(shapes.formats.pairPosition)
    return Ports(
      start: declare.input(.bit), clear: declare.input(.bit), lastPoint: declare.input(index),
      joint: declare.sink(.uint(shapes.lanes * shapes.jointBits), isMonitored: false),
      writesPosition: declare.input(.bit), writtenPoint: declare.input(index),
      writtenX: declare.input(position), writtenY: declare.input(position),
      finishes: declare.output(.bit), weightSum: declare.output(.uint(shapes.weightSumBits)),
      saturations: declare.output(.uint(addressBits(2 * shapes.lanes + 1))),
      readsForces: declare.input(.bit), readPoint: declare.input(index),
      forces: declare.output(of: shapes.forces))
  }

  /// Describes the way of a group through positions, lanes, and sums.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let sequencer = module.instance(PairSequencer(configuration), named: "sequencer")
    sequencer.start.assign(ports.start)
    sequencer.clear.assign(ports.clear)
    sequencer.lastPoint.assign(ports.lastPoint)
    sequencer.hasJoint.assign(ports.joint.valid)
    ports.joint.ready.assign(sequencer.takesJoint)
    ports.finishes.assign(sequencer.finishes)

    let positions = positions(module, ports, sequencer)
    let joint = module.delayed(ports.joint.payload, named: "joint", by: 1)
    let lanes = (0..<shapes.lanes).map { index in
      let lane = module.instance(PairLane(configuration), named: "lane_\(index)")
      let counts = module.register("counts_\(index)", .bit, reset: 0)
      counts.assign(sequencer.counts[index])
      lane.counts.assign(counts)
      lane.ownX.assign(positions.ownX)
      lane.ownY.assign(positions.ownY)
      lane.otherX.assign(positions.others[index].x)
      lane.otherY.assign(positions.others[index].y)
      let bits = shapes.jointBits
      lane.joint.assign(joint[index * bits..<(index + 1) * bits].asFixed(shapes.joint))
      return lane
    }
    let saturations = module.register("saturations", ports.saturations.shape)
    let flags = lanes.flatMap { [$0.isFar, $0.isStrong] }.map(\.asUInt)
    saturations.assign(
      module.reduceTree(flags) { $0 .+ $1 }.resized(to: saturations.bitWidth))
    ports.saturations.assign(saturations)
    ports.weightSum.assign(weightSum(module, lanes.map(\.weight), start: ports.start))

    // The slot beside the lanes: its address a cycle before its forces.
    let arriving = delayed(module, sequencer.slot, by: shapes.laneLatency, "arriving")
    let slot = delayed(module, arriving, by: 1, "stored")
    let row = rowForces(
      module, lanes.map(\.forces), isGroup: slot.isGroup, isLast: slot.isLast,
      start: ports.start)
    let address = mux(
      ports.readsForces, shapes.group(of: ports.readPoint), shapes.group(of: arriving.point)
    ).named("bankAddress")
    let storedLane = shapes.lane(of: slot.point)
    let banks = lanes.enumerated().map { index, lane in
      let bank = module.instance(ForceBank(configuration), named: "bank_\(index)")
      bank.readEnable.assign(ports.readsForces .| arriving.isGroup .| arriving.stores)
      bank.readAddress.assign(address)
      let stores = storedLane.map { slot.stores .& $0 .== index } ?? slot.stores
      let restarts = slot.isGroup .& slot.restarts
      bank.writeEnable.assign(lane.counted .| restarts .| stores)
      bank.writeAddress.assign(shapes.group(of: slot.point))
      bank.restarts.assign(slot.restarts)
      bank.addsRow.assign(slot.stores)
      bank.pair.assign(lane.forces)
      bank.row.assign(row)
      return bank
    }

    // The forces on a point.
    let readLane = shapes.lane(of: ports.readPoint).map {
      module.delayed($0, named: "readLane", by: 1)
    }
    let chosen = choose(module, readLane, banks.map(\.sums))
    let forces = module.register("forces", of: shapes.forces)
    forces.assign(chosen)
    ports.forces.assign(forces)
  }

  /// Positions as the lanes see them.
  private struct Positions {
    let ownX: Fixed
    let ownY: Fixed
    let others: [(x: Fixed, y: Fixed)]
  }

  /// The positions of a group, and that of the row's point, which stays during the row.
  private func positions(
    _ module: ModuleBuilder, _ ports: Ports, _ sequencer: PairSequencer.Ports
  ) -> Positions {
    let format = shapes.formats.pairPosition
    let word = concatenate(ports.writtenY, ports.writtenX)
    let writtenLane = shapes.lane(of: ports.writtenPoint)
    let words = (0..<shapes.lanes).map { index in
      let memory = module.memory(
        "positions_\(index)", .bits(2 * format.bitWidth), depth: shapes.groups,
        readUnderWrite: .undefined)
      let isHere = writtenLane.map { ports.writesPosition .& $0 .== index } ?? ports.writesPosition
      memory.write(
        address: shapes.group(of: ports.writtenPoint), data: word, enable: isHere)
      return memory.read(
        address: shapes.group(of: sequencer.readPoint),
        enable: sequencer.readsOwn .| sequencer.slot.isGroup)
    }
    let takesOwn = module.register("takesOwn", .bit, reset: 0)
    takesOwn.assign(sequencer.readsOwn)
    let ownLane = shapes.lane(of: sequencer.readPoint).map {
      module.delayed($0, named: "ownLane", by: 1)
    }
    let own = module.register("own", .bits(2 * format.bitWidth), enable: takesOwn)
    own.assign(choose(module, ownLane, words))
    func half(_ word: Bits, _ index: Int) -> Fixed {
      word[index * format.bitWidth..<(index + 1) * format.bitWidth].asFixed(format)
    }
    return Positions(
      ownX: half(own, 0), ownY: half(own, 1),
      others: words.map { (x: half($0, 0), y: half($0, 1)) })
  }

  /// Half of Z.
  private func weightSum(_ module: ModuleBuilder, _ weights: [UInt], start: Bit) -> UInt {
    // No sum has more bits than that of all pairs.
    let sum = sum(module, weights, named: "weights") { first, second in
      first.bitWidth < shapes.weightSumBits ? first .+ second : first .&+ second
    }
    let total = module.register("weightTotal", .uint(shapes.weightSumBits))
    module.when(start) { total.set(to: 0) }.otherwise {
      total.assign(total .&+ sum.resized(to: total.bitWidth))
    }
    return total
  }

  /// The forces on the row's point: less the sums of those on the others.
  ///
  /// - Parameters:
  ///   - isGroup: The forces of a group are there.
  ///   - isLast: It is the row's last.
  private func rowForces(
    _ module: ModuleBuilder, _ forces: [Forces], isGroup: Bit, isLast: Bit, start: Bit
  ) -> Forces {
    let layout = shapes.forces
    let adds = delayedBit(module, isGroup, by: shapes.treeLatency, "rowAdds")
    let isComplete = delayedBit(
      module, isGroup .& isLast, by: shapes.treeLatency, "rowIsComplete")
    func component(_ name: String, _ path: KeyPath<Forces, SInt>, _ width: Int) -> SInt {
      let sum = sum(module, forces.map { $0[keyPath: path] }, named: name) { first, second in
        first.bitWidth < width ? first .+ second : first .&+ second
      }
      let running = module.register("\(name)Running", .sint(width))
      let next = (running .&- sum.resized(to: width)).named("\(name)Next")
      let result = module.register("\(name)Row", .sint(width), enable: isComplete)
      result.assign(next)
      module.when(start .| isComplete) { running.set(to: 0) }
        .elseWhen(adds) { running.assign(next) }
      return result
    }
    return Forces(
      attractionX: component("attractionX", \.attractionX, layout.attractionBits),
      attractionY: component("attractionY", \.attractionY, layout.attractionBits),
      repulsionX: component("repulsionX", \.repulsionX, layout.repulsionBits),
      repulsionY: component("repulsionY", \.repulsionY, layout.repulsionBits))
  }

  /// A sum over the lanes, `EmbeddingShapes.treeLatency` cycles later.
  private func sum<Value: HardwareValue>(
    _ module: ModuleBuilder, _ values: [Value], named name: String,
    _ add: (Value, Value) -> Value
  ) -> Value {
    let sum = module.reduceTree(values, named: name, registerEvery: 2, add)
    return module.delayed(
      sum.value, named: "\(name)Sum", by: shapes.treeLatency - sum.latency)
  }

  /// A slot some cycles later; a reset leaves nothing that counts.
  private func delayed(
    _ module: ModuleBuilder, _ slot: PairSlot, by cycles: Int, _ name: String
  ) -> PairSlot {
    PairSlot(
      isGroup: delayedBit(module, slot.isGroup, by: cycles, "\(name)IsGroup"),
      isLast: module.delayed(slot.isLast, named: "\(name)IsLast", by: cycles),
      stores: delayedBit(module, slot.stores, by: cycles, "\(name)Stores"),
      restarts: module.delayed(slot.restarts, named: "\(name)Restarts", by: cycles),
      point: module.delayed(slot.point, named: "\(name)Point", by: cycles))
  }

  /// A bit some cycles later; a reset forgets it.
  private func delayedBit(
    _ module: ModuleBuilder, _ bit: Bit, by cycles: Int, _ name: String
  ) -> Bit {
    (1..<cycles + 1).reduce(bit) { bit, cycle in
      let register = module.register(
        cycles == 1 ? name : "\(name)_\(cycle)", .bit, reset: 0)
      register.assign(bit)
      return register
    }
  }

  /// The value of a lane.
  private func choose(_ module: ModuleBuilder, _ lane: UInt?, _ values: [Forces]) -> Forces {
    func component(_ path: KeyPath<Forces, SInt>) -> SInt {
      choose(module, lane, values.map { $0[keyPath: path].asBits }).asSInt
    }
    return Forces(
      attractionX: component(\.attractionX), attractionY: component(\.attractionY),
      repulsionX: component(\.repulsionX), repulsionY: component(\.repulsionY))
  }

  private func choose(_ module: ModuleBuilder, _ lane: UInt?, _ values: [Bits]) -> Bits {
    guard let lane else { return values[0] }
    // A tree of multiplexers, one level for each bit.
    return (0..<shapes.laneBits).reduce(values) { values, level in
      stride(from: 0, to: values.count, by: 2).map { index in
        mux(lane[level].asUInt .!= 0, values[index + 1], values[index])
      }
    }[0]
  }
}
