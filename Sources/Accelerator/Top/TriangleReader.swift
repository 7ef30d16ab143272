internal import HDL

/// Streams the joint probabilities above the diagonal from the memory, a group of `embedding.lanes` a
/// cycle: of row i the groups (i + 1) / lanes to (n - 1) / lanes.
struct TriangleReader: Module {
  let shapes: SamplerShapes

  var moduleName: String { "TriangleReader" }

  struct Ports {
    /// A token for each time that all are wanted.
    let pass: Stream<Bit>
    /// The first beat of the probabilities.
    let base: UInt
    /// Points less 1; at least 1, and it stays during a pass.
    let lastPoint: UInt
    /// The last beat of a row that has values of points.
    let lastBlock: UInt
    /// That beat's last group with a value of a point.
    let lastGroup: UInt
    /// What to read.
    let command: Stream<ReadCommand>
    /// What was read.
    let beat: Stream<Bits>
    /// The groups, the value of the least j in the low bits.
    let group: Stream<UInt>
    /// Drops the pass.
    let clear: Bit
    /// There is no pass.
    let isIdle: Bit
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    let joint = shapes.configuration.affinity.formats.joint
    return Ports(
      pass: declare.sink(.bit, isMonitored: false),
      base: declare.input(.uint(MemoryRequest.addressBits)),
      lastPoint: declare.input(.uint(shapes.pointBits)),
      lastBlock: declare.input(.uint(shapes.blockBits)),
      lastGroup: declare.input(.uint(addressBits(shapes.groupsPerBeat))),
      command: declare.source(ReadCommandLayout(), isMonitored: false),
      beat: declare.sink(.bits(shapes.beatBits), isMonitored: false),
      group: declare.source(.uint(shapes.lanes * joint.bitWidth), isMonitored: false),
      clear: declare.input(.bit), isIdle: declare.output(.bit))
  }

  /// Where row i begins: the place of i + 1.
  private struct Start {
    let row: UInt
    /// (i + 1) / valuesPerBeat.
    let block: UInt
    /// (i + 1) % valuesPerBeat.
    let value: UInt
    private let module: ModuleBuilder
    private let lastValue: Int

    init(_ module: ModuleBuilder, _ name: String, _ shapes: SamplerShapes) {
      self.module = module
      lastValue = shapes.valuesPerBeat - 1
      row = module.register("\(name)Row", .uint(shapes.pointBits))
      block = module.register("\(name)Block", .uint(shapes.blockBits))
      value = module.register("\(name)Value", .uint(addressBits(shapes.valuesPerBeat)))
    }

    /// Goes to row 0.
    func start() {
      row.set(to: 0)
      block.set(to: lastValue == 0 ? 1 : 0)
      value.set(to: lastValue == 0 ? 0 : 1)
    }

    /// Goes to the next row.
    func advance() {
      row.assign(row .&+ 1)
      value.assign(value .&+ 1)
      module.when(value .== lastValue) {
        value.set(to: 0)
        block.assign(block .&+ 1)
      }
    }
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let lanes = shapes.lanes
    let groups = shapes.groupsPerBeat
    let groupBits = addressBits(groups)
    let bits = shapes.probabilityBits
    let jointBits = shapes.configuration.affinity.formats.joint.bitWidth
    let addressWidth = MemoryRequest.addressBits
    let isActive = module.register("isActive", .bit, reset: 0)
    ports.pass.payload.ignore()
    ports.pass.ready.assign(.!isActive)
    let lastRow = (ports.lastPoint .&- 1).named("lastRow")

    // Rows ahead: all their commands.
    let asked = Start(module, "asked", shapes)
    let isAsking = module.register("isAsking", .bit, reset: 0)
    let rowAddress = module.register("rowAddress", .uint(addressWidth))
    ports.command.valid.assign(isAsking)
    asked.value.ignore()
    ports.command.payload.assign(
      ReadCommand(
        address: rowAddress .&+ asked.block.resized(to: addressWidth),
        lastBeat: (ports.lastBlock .&- asked.block).extended(to: ReadCommandLayout.beatBits)))
    module.when(ports.command.fires()) {
      rowAddress.assign(rowAddress .&+ shapes.probabilityStride)
      asked.advance()
      module.when(asked.row .== lastRow) { isAsking.set(to: 0) }
    }

    // Groups of the beat at hand.
    func group(of value: UInt) -> UInt { shapes.group(of: value, module) }
    let start = Start(module, "leaving", shapes)
    let isFirstBeat = module.register("isFirstBeat", .bit)
    let block = module.register("block", .uint(shapes.blockBits))
    let place = module.register("place", .uint(groupBits))
    let present = mux(isFirstBeat, start.block, block).named("presentBlock")
    let isLastBeat = (present .== ports.lastBlock).named("isLastBeat")
    let isLastGroup =
      (place .== mux(isLastBeat, ports.lastGroup, groups - 1)).named("isLastGroup")
    let choices = (0..<groups).map { group in
      module.concatenate(
        (0..<lanes).reversed().map { lane in
          let low = (group * lanes + lane) * bits
          return ports.beat.payload[low..<low + jointBits]
        }
      ).asUInt
    }
    for value in 0..<groups * lanes where jointBits < bits {
      ports.beat.payload[value * bits + jointBits..<(value + 1) * bits].ignore()
    }
    let used = groups * lanes * bits
    if used < shapes.beatBits { ports.beat.payload[used..<shapes.beatBits].ignore() }
    ports.group.payload.assign(groups > 1 ? chosen(choices, at: place) : choices[0])
    ports.group.valid.assign(ports.beat.valid .& isActive)
    ports.beat.ready.assign(isActive .& ports.group.ready .& isLastGroup)
    module.when(ports.group.fires()) {
      place.assign(place .&+ 1)
      module.when(isLastGroup) {
        place.set(to: 0)
        isFirstBeat.set(to: 0)
        block.assign(present .&+ 1)
        module.when(isLastBeat) {
          isFirstBeat.set(to: 1)
          start.advance()
          // The next row begins one value later.
          let endsBeat = start.value .== shapes.valuesPerBeat - 1
          place.assign(
            mux(endsBeat, 0, group(of: start.value .&+ 1)))
          module.when(start.row .== lastRow) { isActive.set(to: 0) }
        }
      }
    }
    module.when(ports.pass.fires()) {
      isActive.set(to: 1)
      isAsking.set(to: 1)
      rowAddress.assign(ports.base)
      asked.start()
      start.start()
      isFirstBeat.set(to: 1)
      place.set(to: lanes == 1 && groups > 1 ? 1 : 0)
    }
    module.when(ports.clear) {
      isActive.set(to: 0)
      isAsking.set(to: 0)
    }
    ports.isIdle.assign(.!isActive)
  }
}
