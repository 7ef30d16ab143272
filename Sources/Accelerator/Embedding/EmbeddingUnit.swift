public import Configuration
internal import FixedPoint
public import HDL

/// The map of a set of points from its joint probabilities, by gradient descent: a command starts a run,
/// whose map can be read when it has ended.
///
/// Each iteration passes all pairs, `embedding.lanes` a cycle, then all points twice, one a cycle: for
/// the step, and to bring the mean to the origin. All state is inside; the joint probabilities are
/// streamed in once an iteration. `cyclesOfIteration` tells how long one takes.
public struct EmbeddingUnit: Module {
  let shapes: EmbeddingShapes
  let configuration: SamplerConfiguration

  /// Creates the unit of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = EmbeddingShapes(configuration)
    self.configuration = configuration
  }

  /// The lanes.
  public var moduleName: String { "EmbeddingUnit_lanes\(shapes.lanes)" }

  /// What the unit does with the run.
  enum Phase: CaseIterable {
    /// Waits for a command.
    case idle
    /// Places the points at random, one every other cycle.
    case start
    /// Waits until the last one is placed.
    case settleStart
    /// Passes the pairs.
    case pairs
    /// Waits for the last sums, and 1 / Z.
    case settlePairs
    /// Moves the points, one a cycle.
    case update
    /// Waits for the last one, and the mean.
    case settleUpdate
    /// Takes the mean from all points, one a cycle.
    case recentre
    /// Waits for the last one.
    case settleRecentre
    /// Waits until nothing of a cleared run is under way.
    case flush
  }

  /// Cycles between the phases.
  struct Waits {
    /// From the last point of the start to the first pairs.
    let start = 2
    /// From the pairs to the update.
    let pairs: Int
    /// From the last point's forces to the centring: its velocity, its place, the sum, the mean.
    let update = forcesDelay + UpdateUnit.latency + 2 + UpdateUnit.gainLatency - 2
    /// From the last point's centring to the next pairs.
    let recentre = MapMemory.latency
    /// Of a clear: the longest way of anything.
    let flush: Int

    /// Cycles from a point's number to its forces.
    static let forcesDelay = PairEngine.readLatency

    init(_ configuration: SamplerConfiguration) {
      let engine = PairEngine(configuration)
      let inverse = InverseUnit(configuration).latency
      // The first product with 1 / Z is two cycles behind the forces.
      let weights = engine.weightLatency + inverse - PairEngine.readLatency - 1
      pairs = max(engine.storeLatency, weights) - 1
      flush = max(engine.storeLatency + engine.shapes.treeLatency, update + inverse) + 2
    }

    /// The longest.
    var longest: Int { max(start, pairs, update, recentre, flush) }
  }

  /// Describes parts and phases.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let waits = Waits(configuration)
    let index = Shape<UInt>.uint(shapes.indexBits)
    let phase = module.stateMachine("phase", Phase.self, initial: .idle)
    let countdown = module.register("countdown", .uint(addressBits(waits.longest)))
    let lastPoint = module.register("lastPoint", index)
    let point = module.register("point", index)
    let isSecondHalf = module.register("isSecondHalf", .bit)
    let iteration = module.register("iterationsDone", .uint(EmbeddingShapes.iterationBits))
    let isSettled = (countdown .== 0).named("isSettled")
    let isLastPoint = (point .== lastPoint).named("isLastPoint")
    let nextIteration = (iteration .&+ 1).named("nextIteration")
    let isLastIteration = (nextIteration .== ports.iterations).named("isLastIteration")

    let takesCommand = ports.command.fires().named("takesCommand")
    ports.command.ready.assign(phase.is(.idle))
    let endsStart = (phase.is(.settleStart) .& isSettled).named("endsStart")
    let endsIteration = (phase.is(.settleRecentre) .& isSettled).named("endsIteration")
    let hasNone = ports.iterations .== 0
    let startsPairs = ((endsStart .& .!hasNone) .| (endsIteration .& .!isLastIteration))
      .named("startsPairs")

    // The pairs.
    let engine = module.instance(PairEngine(configuration), named: "pairs")
    engine.start.assign(startsPairs)
    engine.clear.assign(ports.clear)
    engine.lastPoint.assign(lastPoint)
    engine.joint.payload.assign(ports.joint.payload)
    engine.joint.valid.assign(ports.joint.valid)
    ports.joint.ready.assign(engine.joint.ready .| ports.clear .| phase.is(.flush))
    let endsPairs = engine.finishes
    engine.readsForces.assign(phase.is(.update))
    engine.readPoint.assign(point)

    // 1 / n while the points are placed, 1 / Z behind the pairs.
    let inverse = module.instance(InverseUnit(configuration), named: "inverses")
    let isStarting = (phase.is(.start) .| phase.is(.settleStart)).named("isStarting")
    let width = shapes.inverseInputBits
    let count = (lastPoint .+ 1).named("count").resized(to: width)
    inverse.value.assign(mux(isStarting, count, engine.weightSum.extended(to: width)))
    let hasCount = (1..<InverseUnit(configuration).latency + 1).reduce(isStarting) { bit, cycle in
      let next = module.register("isStarting_\(cycle)", .bit, reset: 0)
      next.assign(bit)
      return next
    }
    let inverseCount = module.register(
      "inverseCount", .uint(shapes.inverseBits), enable: hasCount)
    let countExponent = module.register(
      "countExponent", .uint(shapes.inverseExponentBits), enable: hasCount)
    inverseCount.assign(inverse.inverse)
    countExponent.assign(inverse.exponent)

    // The start.
    let generator = module.instance(StartGenerator(configuration), named: "generator")
    generator.load.assign(takesCommand)
    generator.seed.assign(ports.seed)
    generator.advances.assign(phase.is(.start))
    let isSingle = (lastPoint .== 0).named("isSingle")
    let coordinate = mux(isSingle, 0, generator.coordinate).exactly(in: shapes.formats.position)
    let startX = module.register("startX", .fixed(shapes.formats.position))
    module.when(.!isSecondHalf) { startX.assign(coordinate) }
    let places = (phase.is(.start) .& isSecondHalf).named("placesPoint")

    // The update.
    let number = point.truncated(to: shapes.pointBits)
    let stages = UpdateStages(module, shapes, issues: phase.is(.update), point: number)
    let memory = MotionMemory(module, shapes, stages, starts: places, startPoint: number)
    let map = module.instance(MapMemory(configuration), named: "map")
    let isExaggerated = module.register("isExaggerated", .bit)
    let hasInitialMomentum = module.register("hasInitialMomentum", .bit)
    isExaggerated.assign(iteration .< shapes.configuration.exaggeratedIterations)
    hasInitialMomentum.assign(iteration .< shapes.configuration.initialMomentumIterations)
    let forces = engine.forces
    let axes = [
      (name: "X", attraction: forces.attractionX, repulsion: forces.repulsionX, sum: map.sumX),
      (name: "Y", attraction: forces.attractionY, repulsion: forces.repulsionY, sum: map.sumY),
    ].enumerated().map { axis, inputs in
      let unit = module.instance(UpdateUnit(configuration), named: "update\(inputs.name)")
      unit.attraction.assign(inputs.attraction)
      unit.repulsion.assign(inputs.repulsion)
      unit.positionSum.assign(inputs.sum)
      unit.takesMean.assign(.!stages.hasForces)
      unit.isExaggerated.assign(isExaggerated)
      unit.hasInitialMomentum.assign(hasInitialMomentum)
      unit.inverseCount.assign(inverseCount)
      unit.countExponent.assign(countExponent)
      unit.inverseSum.assign(inverse.inverse)
      unit.sumExponent.assign(inverse.exponent)
      unit.gain.assign(memory.gains[axis])
      unit.velocity.assign(memory.velocities[axis])
      return unit
    }
    memory.write(axes)

    // The map.
    let centres = (phase.is(.recentre) .| phase.is(.settleRecentre)).named("centres")
    let isIdle = phase.is(.idle)
    let centring = module.register("isCentring", .bit, reset: 0)
    centring.assign(phase.is(.recentre))
    map.readEnable.assign(
      mux(isIdle, ports.readEnable, phase.is(.recentre) .| stages.readsPosition))
    map.readPoint.assign(
      mux(
        isIdle, ports.readAddress, mux(phase.is(.recentre), number, stages.positionPoint)))
    map.moves.assign(centring .| stages.hasVelocity)
    map.centres.assign(centres)
    map.velocityX.assign(axes[0].nextVelocity.asFixed(shapes.formats.velocity))
    map.velocityY.assign(axes[1].nextVelocity.asFixed(shapes.formats.velocity))
    map.meanX.assign(axes[0].mean.asFixed(shapes.mean))
    map.meanY.assign(axes[1].mean.asFixed(shapes.mean))
    map.starts.assign(places)
    map.startPoint.assign(number)
    map.startX.assign(startX)
    map.startY.assign(coordinate)
    map.clearsSums.assign(phase.is(.settlePairs))
    engine.writesPosition.assign(map.writesPair)
    engine.writtenPoint.assign(map.pairPoint.extended(to: shapes.indexBits))
    engine.writtenX.assign(map.pairX)
    engine.writtenY.assign(map.pairY)
    ports.readX.assign(map.x.asSInt)
    ports.readY.assign(map.y.asSInt)

    // The phases.
    func settle(_ cycles: Int) { countdown.set(to: cycles - 1) }
    module.when(.!isSettled) { countdown.assign(countdown .&- 1) }
    phase.when(.idle) {
      point.set(to: 0)
      isSecondHalf.set(to: 0)
      module.when(takesCommand) {
        lastPoint.assign(ports.command.payload.lastPoint.extended(to: shapes.indexBits))
        iteration.set(to: 0)
        phase.go(to: .start)
      }
    }
    phase.when(.start) {
      isSecondHalf.assign(.!isSecondHalf)
      module.when(isSecondHalf) {
        point.assign(point .&+ 1)
        module.when(isLastPoint) {
          settle(waits.start)
          phase.go(to: .settleStart)
        }
      }
    }
    phase.when(.settleStart) {
      module.when(isSettled) {
        module.when(hasNone) { phase.go(to: .idle) }.otherwise { phase.go(to: .pairs) }
      }
    }
    phase.when(.pairs) {
      module.when(endsPairs) {
        settle(waits.pairs)
        phase.go(to: .settlePairs)
      }
    }
    phase.when(.settlePairs) {
      point.set(to: 0)
      module.when(isSettled) { phase.go(to: .update) }
    }
    phase.when(.update) {
      point.assign(point .&+ 1)
      module.when(isLastPoint) {
        settle(waits.update)
        phase.go(to: .settleUpdate)
      }
    }
    phase.when(.settleUpdate) {
      point.set(to: 0)
      module.when(isSettled) { phase.go(to: .recentre) }
    }
    phase.when(.recentre) {
      point.assign(point .&+ 1)
      module.when(isLastPoint) {
        settle(waits.recentre)
        phase.go(to: .settleRecentre)
      }
    }
    phase.when(.settleRecentre) {
      module.when(isSettled) {
        iteration.assign(nextIteration)
        module.when(isLastIteration) { phase.go(to: .idle) }.otherwise { phase.go(to: .pairs) }
      }
    }
    phase.when(.flush) {
      module.when(isSettled) { phase.go(to: .idle) }
    }
    module.when(ports.clear) {
      settle(waits.flush)
      phase.go(to: .flush)
    }
    ports.isIdle.assign(isIdle)
    ports.iteration.assign(iteration)

    // The tokens: one with the command, one with the end of the pairs of all iterations but the last.
    let wantsPass = module.register("wantsPass", .bit, reset: 0)
    let passes = module.register("passes", .uint(EmbeddingShapes.iterationBits))
    module.when(ports.pass.fires()) {
      wantsPass.set(to: 0)
      passes.assign(passes .&+ 1)
    }
    module.when(takesCommand) {
      passes.set(to: 0)
      wantsPass.assign(.!hasNone)
    }
    module.when(endsPairs .& .!isLastIteration) { wantsPass.set(to: 1) }
    module.when(ports.clear) { wantsPass.set(to: 0) }
    ports.pass.valid.assign(wantsPass)
    ports.pass.payload.assign(passes)

    countSaturations(
      module, ports, restarts: takesCommand, endsPairs: endsPairs, stages: stages, axes: axes,
      engine: engine, map: map)
    observe(ports, stages, axes, engine, map)
  }

  /// The counters of saturations.
  private func countSaturations(
    _ module: ModuleBuilder, _ ports: Ports, restarts: Bit, endsPairs: Bit, stages: UpdateStages,
    axes: [UpdateUnit.Ports], engine: PairEngine.Ports, map: MapMemory.Ports
  ) {
    let saturations = ports.saturations
    func counter(_ name: String, _ number: UInt, when counts: Bit? = nil) -> UInt {
      let counter = module.register(name, .uint(EmbeddingSaturations.bitWidth), reset: 0)
      let next = counter .&+ number.extended(to: counter.bitWidth)
      module.when(restarts) { counter.set(to: 0) }.elseWhen(counts ?? number.anySet()) {
        counter.assign(next)
      }
      return counter
    }
    func both(_ flag: KeyPath<UpdateUnit.Ports, Bit>) -> UInt {
      axes[0][keyPath: flag].asUInt .+ axes[1][keyPath: flag].asUInt
    }
    // Those of the positions for the next pairs count when these are passed, if they are.
    let coming = module.register("comingPairPositions", .uint(shapes.indexBits + 2))
    module.when(restarts .| endsPairs) { coming.set(to: 0) }.otherwise {
      coming.assign(coming .&+ map.pairSaturations.extended(to: coming.bitWidth))
    }
    saturations.pairPositions.assign(counter("pairPositions", coming, when: endsPairs))
    saturations.pairs.assign(counter("pairs", engine.saturations))
    saturations.gradients.assign(
      counter("gradients", both(\.gradientIsSaturated), when: stages.hasGradient))
    saturations.gains.assign(counter("gains", both(\.gainIsSaturated), when: stages.hasGain))
    saturations.velocities.assign(
      counter("velocities", both(\.velocityIsSaturated), when: stages.hasVelocity))
    saturations.positions.assign(counter("positions", map.saturations))
  }

  /// What may be watched.
  private func observe(
    _ ports: Ports, _ stages: UpdateStages, _ axes: [UpdateUnit.Ports],
    _ engine: PairEngine.Ports, _ map: MapMemory.Ports
  ) {
    let observed = ports.observed
    observed.forcesValid.assign(stages.hasForces)
    observed.forces.assign(engine.forces)
    observed.weightSum.assign(engine.weightSum)
    observed.gradientValid.assign(stages.hasGradient)
    observed.gradientX.assign(axes[0].gradient)
    observed.gradientY.assign(axes[1].gradient)
    observed.gainValid.assign(stages.hasGain)
    observed.gainX.assign(axes[0].nextGain)
    observed.gainY.assign(axes[1].nextGain)
    observed.velocityValid.assign(stages.hasVelocity)
    observed.velocityX.assign(axes[0].nextVelocity)
    observed.velocityY.assign(axes[1].nextVelocity)
    observed.valid.assign(map.placed)
    observed.point.assign(map.placedPoint)
    observed.x.assign(map.placedX.asSInt)
    observed.y.assign(map.placedY.asSInt)
  }
}
