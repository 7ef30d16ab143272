internal import Components
public import Configuration
internal import FixedPoint
public import HDL

/// Bandwidth and probabilities of one point after the other: rows of distances in, rows of p_j|i out.
///
/// A row is one command and its n distances. It is passed once for every generation of the search,
/// all candidates of a generation at once in lanes of their own, and once more for the probabilities.
/// Meanwhile the next row is taken in. One distance a cycle in every pass; any stream may pause in any
/// cycle. `cyclesOfRow` tells how long a row takes.
public struct AffinityUnit: Module {
  let shapes: AffinityShapes

  /// Creates the unit of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = AffinityShapes(configuration)
  }

  /// The strategy and the lanes.
  public var moduleName: String {
    "AffinityUnit_\(shapes.configuration.search.strategy.rawValue)_lanes\(shapes.lanes)"
  }

  /// Streams, and what holds for a run.
  public struct Ports {
    /// Which row comes.
    public let command: Stream<RowCommand>
    /// Its distances to all points in order, the point's own among them.
    public let distance: Stream<UInt>
    /// p_j|i of the row for all points in order, 0 for the point itself.
    public let probability: Stream<Probability>
    /// One result a row, after its last probability.
    public let result: Stream<RowResult>
    /// The run's generator state, not 0; it stays during a run.
    public let seed: UInt
    /// log2 of the perplexity wanted, in the format `entropy`; it stays during a run.
    public let targetEntropy: UInt
    /// Rows that were taken are dropped, but for one whose probabilities leave, which leaves whole.
    public let clear: Bit
    /// Neither a row nor a part of one is inside.
    public let isIdle: Bit
    /// What may be watched.
    public let observed: AffinityObservation
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      command: declare.sink(RowCommandLayout(pointBits: shapes.pointBits)),
      distance: declare.sink(.uint(shapes.distanceBits)),
      probability: declare.source(ProbabilityLayout(bits: shapes.formats.conditional.bitWidth)),
      result: declare.source(shapes.result), seed: declare.input(.uint(64)),
      targetEntropy: declare.input(.uint(shapes.formats.entropy.bitWidth)),
      clear: declare.input(.bit), isIdle: declare.output(.bit),
      observed: AffinityObservation(declare, shapes))
  }

  /// What the unit does with the row.
  enum Phase: CaseIterable {
    /// Waits for a row.
    case idle
    /// Takes the candidates of a generation.
    case collect
    /// Passes the row.
    case pass
    /// Waits for the sums.
    case drain
    /// Hands the sums of the lanes on, one lane a cycle.
    case evaluate
    /// Turns the bandwidth found into the first lane's scale.
    case settle
    /// Passes the row for the probabilities.
    case output
    /// Waits for the last probability.
    case finish
    /// Offers the result.
    case report
    /// Waits until nothing of a cleared search is under way.
    case flush
  }

  /// Describes the parts and the phases.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let phase = module.stateMachine("phase", Phase.self, initial: .idle)
    let element = module.register("element", .uint(shapes.pointBits))
    let lane = module.register("lane", .uint(addressBits(shapes.lanes)), reset: 0)
    let buffer = module.instance(RowBuffer(shapes.configuration), named: "rows")
    buffer.command.payload.assign(ports.command.payload)
    buffer.command.valid.assign(ports.command.valid)
    ports.command.ready.assign(buffer.command.ready)
    ports.distance.connect(to: buffer.distance)
    buffer.clear.assign(ports.clear)

    let startsSearch = (phase.is(.idle) .& buffer.hasRow .& .!ports.clear).named("startsSearch")
    let engine = searchEngine(module)
    engine.start.assign(startsSearch)
    engine.seed.assign(ports.seed)
    engine.point.assign(buffer.row.point)

    // Candidates become the scales of the lanes.
    let candidate = engine.candidate
    let isCollected = module.register("isCollected", .bit)
    candidate.ready.assign((phase.is(.collect) .& .!isCollected).named("takesCandidate"))
    let takesCandidate = candidate.fires().named("candidateTaken")
    let scales = LaneScales(
      module, shapes, takesCandidate: takesCandidate, candidate: candidate.payload, lane: lane,
      settles: phase.is(.settle) .& .!isCollected, best: engine.best.logBeta)

    // One element of the row after the other, through all lanes.
    let output = OutputStage(module, shapes, ports, best: engine.best)
    let isOutput = phase.is(.output)
    let issues = (phase.is(.pass) .| (isOutput .& output.hasRoom)).named("issues")
    let isLastElement = (element .== buffer.row.lastPoint).named("isLastElement")
    buffer.readEnable.assign(issues)
    buffer.readAddress.assign(element)
    let stream = RowStream(
      module, shapes, issues: issues, isSelf: element .== buffer.row.point,
      isLast: isLastElement, isOutput: isOutput, distance: buffer.readDistance,
      minimum: buffer.minimum)
    let clears = (phase.is(.collect) .| phase.is(.settle)).named("clearsSums")
    let lanes = (0..<shapes.lanes).map { index in
      let unit = module.instance(WeightLane(shapes.configuration), named: "lane_\(index)")
      unit.distance.assign(stream.distance)
      unit.mantissa.assign(scales.mantissas[index])
      unit.shift.assign(scales.shifts[index])
      unit.clear.assign(clears)
      unit.accumulate.assign(stream.atSums.counts)
      if index > 0 { unit.weight.ignore() }
      return unit
    }
    let lastLeaves = output.connect(
      weight: lanes[0].weight, stream, issues: issues .& isOutput, isStarting: startsSearch,
      row: buffer, engine)

    // The sums become evaluations.
    let entropy = module.instance(EntropyUnit(shapes.configuration), named: "entropy")
    entropy.valid.assign(phase.is(.evaluate))
    entropy.logBeta.assign(choose(lane, scales.logBetas))
    entropy.weightSum.assign(choose(lane, lanes.map(\.weightSum)))
    entropy.momentSum.assign(choose(lane, lanes.map(\.momentSum)))
    entropy.targetEntropy.assign(ports.targetEntropy)
    engine.evaluationValid.assign(entropy.evaluationValid)
    engine.evaluation.assign(entropy.evaluation)
    ports.observed.valid.assign(entropy.evaluationValid)
    ports.observed.evaluation.assign(entropy.evaluation)
    ports.observed.sumsValid.assign(entropy.valid)
    ports.observed.weightSum.assign(entropy.weightSum)
    ports.observed.momentSum.assign(entropy.momentSum)

    let isLastLane = (lane .== shapes.lanes - 1).named("isLastLane")
    let flushed = module.register("flushed", .uint(addressBits(flushCycles + 1)))
    phase.when(.idle) {
      module.when(startsSearch) {
        isCollected.set(to: 0)
        lane.set(to: 0)
        phase.go(to: .collect)
      }
    }
    phase.when(.collect) {
      element.set(to: 0)
      module.when(takesCandidate) {
        lane.assign(mux(isLastLane, 0, lane .&+ 1))
        module.when(isLastLane) { isCollected.set(to: 1) }
      }
      module.when(scales.lastArrives) { phase.go(to: .pass) }
      module.when(engine.isFinished) {
        isCollected.set(to: 0)
        phase.go(to: .settle)
      }
    }
    phase.when(.pass) {
      element.assign(element .&+ 1)
      module.when(isLastElement) { phase.go(to: .drain) }
    }
    phase.when(.drain) {
      module.when(stream.atSums.isLast) { phase.go(to: .evaluate) }
    }
    phase.when(.evaluate) {
      lane.assign(mux(isLastLane, 0, lane .&+ 1))
      isCollected.set(to: 0)
      module.when(isLastLane) { phase.go(to: .collect) }
    }
    phase.when(.settle) {
      element.set(to: 0)
      isCollected.set(to: 1)
      module.when(scales.settles) { phase.go(to: .output) }
    }
    phase.when(.output) {
      module.when(issues) {
        element.assign(element .&+ 1)
        module.when(isLastElement) { phase.go(to: .finish) }
      }
    }
    phase.when(.finish) {
      module.when(lastLeaves) { phase.go(to: .report) }
    }
    phase.when(.report) {
      module.when(ports.result.ready) { phase.go(to: .idle) }
    }
    phase.when(.flush) {
      flushed.assign(flushed .&+ 1)
      module.when(flushed .== flushCycles) { phase.go(to: .idle) }
    }
    let isLeaving = isOutput .| phase.is(.finish) .| phase.is(.report)
    let isCleared = (ports.clear .& .!isLeaving).named("isCleared")
    module.when(isCleared) {
      flushed.set(to: 0)
      phase.go(to: .flush)
    }
    ports.result.valid.assign(phase.is(.report))
    let releases = ports.result.fires().named("releasesRow")
    buffer.releasesRow.assign(releases)
    buffer.keepsRow.assign(isLeaving .& .!releases)
    ports.isIdle.assign(
      phase.is(.idle) .& .!buffer.hasRow .& buffer.command.ready .& .!ports.probability.valid)
  }

  /// The engine of the strategy.
  private func searchEngine(_ module: ModuleBuilder) -> SearchPorts {
    let configuration = shapes.configuration
    return switch configuration.search.strategy {
    case .differentialEvolution:
      module.instance(EvolutionEngine(configuration), named: "search")
    case .bisection: module.instance(BisectionEngine(configuration), named: "search")
    case .fireworks: module.instance(FireworksEngine(configuration), named: "search")
    }
  }

  /// Cycles that a clear takes unless a row was leaving: until nothing is under way behind the last
  /// element or the last sums.
  public var flushCycles: Int {
    RowStream.latency + shapes.laneLatency + shapes.lanes + shapes.entropyLatency + 4
  }

  /// The value of a lane.
  private func choose(_ lane: UInt, _ values: [UInt]) -> UInt {
    var result = values[0]
    for (index, value) in values.enumerated().dropFirst() {
      result = mux(lane .== index, value, result)
    }
    return result
  }

  private func choose(_ lane: UInt, _ values: [SInt]) -> SInt {
    choose(lane, values.map(\.asUInt)).asSInt
  }
}
