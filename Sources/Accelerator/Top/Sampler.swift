public import Components
public import Configuration
public import HDL
public import RegisterMap

/// The whole sampler: given images in its memory and a start bit it finds exemplars by itself.
///
/// Five phases, one after the other, share the port of the memory: distances of all pairs, bandwidths
/// and conditional probabilities, joint probabilities, the map, and the choice of exemplars. What stands
/// in memory afterwards are the distances and, above the diagonal, the joint probabilities.
public struct Sampler: Module {
  let shapes: SamplerShapes

  /// Creates the sampler of a configuration.
  ///
  /// - Precondition: the configuration is valid, also by `validateSampler()`.
  public init(_ configuration: SamplerConfiguration) {
    shapes = SamplerShapes(configuration)
  }

  /// Plain: a design has one.
  public var moduleName: String { "Sampler" }

  /// The bus of the registers, the memory, the interrupt.
  public struct Ports {
    /// The registers; see `SamplerRegisters`.
    public let s_axi: AXI4LitePorts
    /// The memory, with the back end `port`.
    public let memory: MemoryPorts?
    /// The pins of the memory's channels, with the back end `dram`; else none.
    public let dram: [DRAMPorts]
    /// What the schedulers of the channels are asked for, with the back end `dram`.
    public let observedRequests: [DRAMRequestObservation]
    /// The phase as in the register `status`, with the back end `dram`.
    public let observedPhase: UInt?
    /// The bus of the memory, with the back end `axi4`.
    public let m_axi: AXI4Ports?
    /// An event happened that is enabled.
    public let irq: Bit
    /// The position of a point after an iteration, or of the start: see `EmbeddingObservation`.
    public let observedValid: Bit
    /// Which point.
    public let observedPoint: UInt
    /// Its position along x.
    public let observedX: SInt
    /// The same along y.
    public let observedY: SInt
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    let map = SamplerRegisters(shapes.configuration).map
    let position = shapes.configuration.embedding.formats.position.bitWidth
    return Ports(
      s_axi: declare.target(AXI4LiteInterface(addressWidth: map.addressWidth)),
      memory: declaresMemory(declare), dram: declaresPins(declare),
      observedRequests: declaresRequests(declare), observedPhase: declaresPhase(declare),
      m_axi: declaresBus(declare),
      irq: declare.output(.bit), observedValid: declare.output(.bit),
      observedPoint: declare.output(.uint(shapes.pointBits)),
      observedX: declare.output(.sint(position)), observedY: declare.output(.sint(position)))
  }

  /// What the sampler does.
  enum Phase: CaseIterable {
    case idle, distances, affinities, joint, embedding, selection
    /// Waits until all is idle after a stop.
    case stopping
    /// Finds where rows end, and drops exemplars that nobody took.
    case preparing
  }

  /// Describes the sequencer and joins the blocks.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let configuration = shapes.configuration
    let declared = SamplerRegisters(configuration)
    let registers = module.instance(RegisterBlock(declared.map), named: "registers")
    module.connect(ports.s_axi, to: registers.bus)
    let phase = module.stateMachine("phase", Phase.self, initial: .idle)
    let isStarted = module.register("isStarted", .bit, reset: 0)

    // A run is refused, or keeps what it is of.
    let isIdle = phase.is(.idle)
    let points = registers[declared.points]
    let imageBytes = registers[declared.imageBytes]
    let exemplars = registers[declared.exemplars]
    let seed = concatenate(registers[declared.seedHigh], registers[declared.seedLow]).asUInt
    let wants = registers[declared.start]
    let wrongPoints = (points .== 0 .| points .> shapes.maximumPoints).named("wrongPoints")
    let wrongBytes =
      (imageBytes .== 0 .| imageBytes .> configuration.distance.maximumDimensions)
      .named("wrongBytes")
    let wrongExemplars = (exemplars .== 0 .| exemplars .> points).named("wrongExemplars")
    let wrongSeed = (seed .== 0).named("wrongSeed")
    let isWrong = (wrongPoints .| wrongBytes .| wrongExemplars .| wrongSeed).named("isWrong")
    let begins = (wants .& isIdle .& .!isWrong).named("begins")
    let tries = (wants .& isIdle).named("tries")
    registers[declared.busyError].set.assign(wants .& .!isIdle)
    registers[declared.pointsError].set.assign(tries .& wrongPoints)
    registers[declared.bytesError].set.assign(tries .& wrongBytes)
    registers[declared.exemplarsError].set.assign(tries .& wrongExemplars)
    registers[declared.seedError].set.assign(tries .& wrongSeed)
    for error in [
      declared.busyError, declared.pointsError, declared.bytesError, declared.exemplarsError,
      declared.seedError,
    ] { registers[error].value.ignore() }
    func kept(_ name: String, _ value: UInt) -> UInt {
      let register = module.register(name, .uint(value.bitWidth))
      module.when(begins) { register.assign(value) }
      return register
    }
    let pointBits = shapes.pointBits
    let laneBits = addressBits(configuration.distance.lanes)
    let bytesLess = (imageBytes .&- 1).named("imageBytesLess")
    let lastPoint = kept("lastPoint", (points .&- 1).resized(to: pointBits))
    let lastExemplar = kept("lastExemplar", (exemplars .&- 1).resized(to: pointBits))
    let lastBeat = kept(
      "lastBeat", (bytesLess .>> laneBits).resized(to: ReadCommandLayout.beatBits))
    let lastLane = kept("lastLane", bytesLess.resized(to: laneBits))
    let keptSeed = kept("seed", seed)
    let entropy = kept("targetEntropy", registers[declared.targetEntropy])
    let iterations = kept("iterations", registers[declared.iterations])
    let isGrid = kept("rule", registers[declared.rule].asUInt)[0]
    let imageBase = kept("imageBase", registers[declared.imageBase])
    let distanceBase = kept("distanceBase", registers[declared.distanceBase])
    let probabilityBase = kept("probabilityBase", registers[declared.probabilityBase])

    // The blocks.
    let clear = (phase.is(.stopping) .& .!isStarted).named("clear")
    let front = module.instance(MemoryFront(beatBits: shapes.beatBits), named: "front")
    let distances = module.instance(DistancePhase(shapes: shapes), named: "distances")
    let rows = module.instance(RowReader(shapes: shapes), named: "rows")
    let affinities = module.instance(AffinityPhase(shapes: shapes), named: "affinities")
    let joint = module.instance(JointPhase(shapes: shapes), named: "joint")
    let triangle = module.instance(TriangleReader(shapes: shapes), named: "triangle")
    let embedding = module.instance(EmbeddingUnit(configuration), named: "embedding")
    let selector = module.instance(ExemplarSelector(configuration), named: "selector")
    for bit in [
      front.clear, distances.clear, rows.clear, affinities.clear, joint.clear, triangle.clear,
      embedding.clear, selector.clear,
    ] { bit.assign(clear) }
    func starts(_ state: Phase) -> Bit { phase.is(state) .& .!isStarted }

    distances.start.assign(starts(.distances))
    distances.lastPoint.assign(lastPoint)
    distances.lastBeat.assign(lastBeat)
    distances.lastLane.assign(lastLane)
    distances.imageBase.assign(imageBase)
    distances.distanceBase.assign(distanceBase)

    let isSelecting = phase.is(.selection)
    let isAffinities = phase.is(.affinities)
    rows.base.assign(distanceBase)
    rows.lastPoint.assign(lastPoint)
    rows.pass.valid.assign(
      (isAffinities .& .!isStarted) .| (isSelecting .& selector.pass.valid))
    rows.pass.payload.assign(module.constant(0, .bit))
    selector.pass.ready.assign(rows.pass.ready .& isSelecting)
    selector.pass.payload.ignore()
    affinities.start.assign(starts(.affinities))
    affinities.lastPoint.assign(lastPoint)
    affinities.base.assign(probabilityBase)
    affinities.seed.assign(keptSeed)
    affinities.targetEntropy.assign(entropy)
    affinities.distance.payload.assign(rows.distance.payload)
    affinities.distance.valid.assign(rows.distance.valid .& isAffinities)
    selector.distance.payload.assign(rows.distance.payload)
    selector.distance.valid.assign(rows.distance.valid .& isSelecting)
    rows.distance.ready.assign(
      mux(isSelecting, selector.distance.ready, affinities.distance.ready .& isAffinities))

    // Where rows of probabilities end.
    let remainder = module.register("remainder", .uint(pointBits))
    let lastBlock = module.register("lastBlock", .uint(shapes.blockBits))
    let valueBits = addressBits(shapes.valuesPerBeat)
    let lastValue = remainder.resized(to: valueBits)
    joint.start.assign(starts(.joint))
    joint.lastBlock.assign(lastBlock)
    joint.lastValue.assign(lastValue)
    joint.base.assign(probabilityBase)
    triangle.base.assign(probabilityBase)
    triangle.lastPoint.assign(lastPoint)
    triangle.lastBlock.assign(lastBlock)
    triangle.lastGroup.assign(shapes.group(of: lastValue, module))
    let hasPairs = (lastPoint .!= 0).named("hasPairs")
    triangle.pass.valid.assign(embedding.pass.valid .& hasPairs)
    triangle.pass.payload.assign(module.constant(0, .bit))
    embedding.pass.ready.assign(triangle.pass.ready .| .!hasPairs)
    embedding.pass.payload.ignore()
    triangle.group.connect(to: embedding.joint)
    embedding.command.valid.assign(starts(.embedding))
    embedding.command.payload.assign(EmbeddingCommand(lastPoint: lastPoint))
    embedding.seed.assign(keptSeed)
    embedding.iterations.assign(iterations)
    selector.command.valid.assign(starts(.selection))
    selector.command.payload.assign(
      SelectorCommand(lastPoint: lastPoint, lastExemplar: lastExemplar, isGrid: isGrid))
    embedding.readEnable.assign(selector.positionEnable)
    embedding.readAddress.assign(selector.positionAddress)
    selector.positionX.assign(embedding.readX)
    selector.positionY.assign(embedding.readY)

    // The port of the memory.
    let readers: [(Bit, Stream<ReadCommand>, Stream<Bits>)] = [
      (phase.is(.distances), distances.command, distances.beat),
      (phase.is(.joint), joint.command, joint.beat),
      (phase.is(.embedding), triangle.command, triangle.beat),
      (isAffinities .| isSelecting, rows.command, rows.beat),
    ]
    var command = readers[3].1.payload
    for reader in readers.dropLast() { command = mux(reader.0, reader.1.payload, command) }
    front.command.payload.assign(command)
    front.command.valid.assign(any(readers.map { $0.0 .& $0.1.valid }))
    front.beat.ready.assign(any(readers.map { $0.0 .& $0.2.ready }))
    // What waits for the embedding stays while that is cleared: its port does not withdraw.
    let offers = [readers[0].0, readers[1].0, readers[2].0 .| clear, readers[3].0]
    for (isOffered, (isSelected, command, beat)) in zip(offers, readers) {
      command.ready.assign(front.command.ready .& isSelected)
      beat.payload.assign(front.beat.payload)
      beat.valid.assign(front.beat.valid .& isOffered)
    }
    let writers: [(Bit, Stream<WriteBeat>)] = [
      (phase.is(.distances), distances.writeBeat), (phase.is(.joint), joint.writeBeat),
      (isAffinities, affinities.writeBeat),
    ]
    var beat = writers[2].1.payload
    for writer in writers.dropLast() { beat = mux(writer.0, writer.1.payload, beat) }
    front.writeBeat.payload.assign(beat)
    front.writeBeat.valid.assign(any(writers.map { $0.0 .& $0.1.valid }))
    for (isSelected, stream) in writers {
      stream.ready.assign(front.writeBeat.ready .& isSelected)
    }
    let memory = joinMemory(
      module, front.memory, ports,
      base: declared.memoryBase.map { kept("memoryBase", registers[$0]) })

    // Exemplars wait for software.
    let exemplarQueue = module.instance(Self.exemplarQueue(shapes), named: "exemplars")
    exemplarQueue.occupancy.ignore()
    let drops = (phase.is(.preparing) .| phase.is(.stopping)).named("dropsExemplars")
    exemplarQueue.input.payload.assign(selector.exemplar.payload.index)
    exemplarQueue.input.valid.assign(selector.exemplar.valid .& isSelecting)
    selector.exemplar.ready.assign(exemplarQueue.input.ready .& isSelecting)
    selector.exemplar.payload.isLast.ignore()
    exemplarQueue.output.ready.assign(registers[declared.next] .| drops)
    registers[declared.exemplar].assign(exemplarQueue.output.payload.resized(to: 24))
    registers[declared.hasExemplar].assign(exemplarQueue.output.valid)

    // The phases.
    func settled(_ isIdle: Bit) -> Bit { memory.map { isIdle .& $0.isIdle } ?? isIdle }
    let blocksIdle =
      (settled(front.isIdle) .& distances.isIdle .& rows.isIdle .& affinities.isIdle .& joint.isIdle
      .& triangle.isIdle .& embedding.isIdle .& selector.isIdle
      .& .!exemplarQueue.output.valid).named("blocksIdle")
    func go(from state: Phase, when isDone: Bit, then next: () -> Void) {
      phase.when(state) {
        isStarted.set(to: 1)
        module.when(isStarted .& isDone) {
          isStarted.set(to: 0)
          next()
        }
      }
    }
    let isDone = (isSelecting .& isStarted .& settled(selector.isIdle)).named("isDone")
    let hasStopped = (phase.is(.stopping) .& isStarted .& blocksIdle).named("hasStopped")
    phase.when(.idle) {
      module.when(begins) {
        remainder.assign((points .&- 1).resized(to: pointBits))
        lastBlock.set(to: 0)
        phase.go(to: .preparing)
      }
    }
    phase.when(.preparing) {
      let isFound = (remainder .< min(shapes.valuesPerBeat, 1 << pointBits - 1)).named("isFound")
      module.when(.!isFound) {
        remainder.assign(remainder .&- shapes.valuesPerBeat % (1 << pointBits))
        lastBlock.assign(lastBlock .&+ 1)
      }
      module.when(isFound .& .!exemplarQueue.output.valid) { phase.go(to: .distances) }
    }
    go(from: .distances, when: distances.isIdle) {
      phase.go(to: .embedding)
      module.when(hasPairs) { phase.go(to: .affinities) }
    }
    go(from: .affinities, when: affinities.isIdle) { phase.go(to: .joint) }
    go(from: .joint, when: joint.isIdle) { phase.go(to: .embedding) }
    go(from: .embedding, when: embedding.isIdle) { phase.go(to: .selection) }
    go(from: .selection, when: settled(selector.isIdle)) { phase.go(to: .idle) }
    go(from: .stopping, when: blocksIdle) { phase.go(to: .idle) }
    let wantsStop = memory?.hasFailed.map { registers[declared.stop] .| $0 }
    let stops =
      ((wantsStop ?? registers[declared.stop]) .& .!isIdle .& .!phase.is(.stopping)).named("stops")
    module.when(stops) {
      isStarted.set(to: 0)
      phase.go(to: .stopping)
    }

    // What software reads.
    let busy = .!isIdle
    registers[declared.isBusy].assign(busy)
    registers[declared.phase].assign(phase.register.asUInt)
    let refuses = wants .& (.!isIdle .| isWrong)
    if let error = declared.memoryError, let hasFailed = memory?.hasFailed {
      registers[error].set.assign(hasFailed)
      registers[error].value.ignore()
    }
    ports.observedPhase?.assign(phase.register.asUInt)
    if let memory { countCommands(module, declared, registers, memory, busy, clear: begins) }
    let events = [
      (declared.done, declared.doneEnable, isDone .& .!stops),
      (
        declared.stopped, declared.stoppedEnable,
        hasStopped .| (registers[declared.stop] .& isIdle)
      ),
      (declared.failed, declared.failedEnable, memory?.hasFailed.map { refuses .| $0 } ?? refuses),
    ]
    for (event, _, happens) in events { registers[event].set.assign(happens) }
    ports.irq.assign(any(events.map { registers[$0.0].value .& registers[$0.1] }))
    registers[declared.iteration].assign(embedding.iteration)
    registers[declared.missedRows].assign(affinities.missedRows)
    registers[declared.flatRows].assign(affinities.flatRows)
    let saturations = embedding.saturations
    for (handle, value) in zip(
      declared.saturations,
      [
        affinities.saturatedDistances, affinities.saturatedProbabilities, joint.saturated,
        saturations.pairPositions, saturations.pairs, saturations.gradients, saturations.gains,
        saturations.velocities, saturations.positions,
      ])
    { registers[handle].assign(value) }
    func counter(_ name: String, _ counts: Bit) -> UInt {
      let count = module.register(name, .uint(SamplerRegisters.counterBits), reset: 0)
      module.when(begins) { count.set(to: 0) }.elseWhen(counts) { count.assign(count .&+ 1) }
      return count
    }
    let phases: [Phase] = [.distances, .affinities, .joint, .embedding, .selection]
    for (index, state) in phases.enumerated() {
      registers[declared.cycles[index]].assign(
        counter("cycles_\(SamplerRegisters.phaseNames[index])", phase.is(state)))
    }
    registers[declared.readBeats].assign(counter("readBeats", front.reads))
    registers[declared.writtenBeats].assign(counter("writtenBeats", front.writes))

    let observed = embedding.observed
    observed.forces.ignore()
    for bit in [
      observed.forcesValid, observed.gradientValid, observed.gainValid, observed.velocityValid,
      embedding.command.ready, selector.command.ready,
    ] { bit.ignore() }
    for value in [observed.weightSum, observed.gainX, observed.gainY] { value.ignore() }
    for value in [
      observed.gradientX, observed.gradientY, observed.velocityX, observed.velocityY,
    ] { value.ignore() }
    let selection = selector.observed
    for bit in [
      selection.ownerValid, selection.isRefined, selection.sumValid, selection.gridValid,
    ] { bit.ignore() }
    for value in [
      selection.ownerPoint, selection.owner, selection.sumPoint, selection.sum, selection.edge,
      selection.occupied,
    ] { value.ignore() }
    ports.observedValid.assign(embedding.observed.valid)
    ports.observedPoint.assign(embedding.observed.point)
    ports.observedX.assign(embedding.observed.x)
    ports.observedY.assign(embedding.observed.y)
  }

  /// Room for all exemplars there may be.
  static func exemplarQueue(_ shapes: SamplerShapes) -> StreamFIFO<Shape<UInt>> {
    StreamFIFO(.uint(shapes.pointBits), depth: max(shapes.maximumPoints, 2))
  }

  private func any(_ bits: [Bit]) -> Bit {
    bits.dropFirst().reduce(bits[0]) { $0 .| $1 }
  }
}
