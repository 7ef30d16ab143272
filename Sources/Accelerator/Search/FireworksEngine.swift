public import Configuration
public import HDL

/// Fireworks: sparks fall uniformly within an amplitude around each firework; the best of all goes on
/// as the core, whose amplitude grows by a quarter where it improved and shrinks by a quarter where
/// not; the other fireworks are drawn from the sparks.
///
/// A quarter of the population are fireworks; half of the sparks are the core's, the others take
/// turns, at twice the core's amplitude. After Zheng, Janecek, Tan (CEC 2013) and Zheng, Janecek, Li,
/// Tan (CEC 2014).
public struct FireworksEngine: SearchEngine {
  let shapes: AffinityShapes

  /// Creates the engine of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = AffinityShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "FireworksEngine" }

  /// The ports of every strategy.
  public func ports(_ declare: PortDeclarer) -> SearchPorts { SearchPorts(declare, shapes) }

  /// Drops numbers, proposes first members, takes evaluations in, decides, draws fireworks from the
  /// sparks, proposes sparks.
  enum Phase: CaseIterable { case warmUp, first, evaluate, decide, redraw, explode, finished }

  private var search: SearchConfiguration { shapes.configuration.search }

  /// Describes the phases.
  public func body(_ module: ModuleBuilder, _ ports: SearchPorts) {
    let size = search.population
    let others = size / 4 - 1
    let width = shapes.bounds.upperBound - shapes.bounds.lowerBound
    let logBetaBits = shapes.formats.logBeta.bitWidth
    let indexBits = addressBits(size)
    let phase = module.stateMachine("phase", Phase.self, initial: .finished)
    let index = module.register("index", .uint(max(indexBits, 4)))
    let generation = module.register("generation", .uint(shapes.generationBits))
    let amplitude = module.register("amplitude", .uint(addressBits(width / 2 + 1)))
    let isBetter = module.register("isBetter", .bit)
    let best = BestEvaluation(module, shapes)
    let isLast = (index .== size - 1).named("isLastMember")
    let member = index.resized(to: indexBits)

    let draws =
      phase.is(.warmUp) .| ports.candidate.fires()
      .| (others > 0 ? phase.is(.redraw) : module.constant(0, .bit))
    let random = PointGenerator(
      module, start: ports.start, seed: ports.seed, point: ports.point, advances: draws)

    // The other fireworks, and the sparks they are drawn from.
    let takesEvaluation = (phase.is(.evaluate) .& ports.evaluationValid).named("takesEvaluation")
    let isFirstGeneration = (generation .== 0).named("isFirstGeneration")
    var center = best.value.logBeta
    var isCore = module.constant(1, .bit)
    if others > 0 {
      let sparks = module.memory("sparks", .sint(logBetaBits), depth: size)
      sparks.write(address: member, data: ports.evaluation.logBeta, enable: takesEvaluation)
      let otherBits = addressBits(others)
      let fireworks = module.memory("fireworks", .sint(logBetaBits), depth: others)
      let isFirework = isFirstGeneration .& (index .< others)
      let drawn = sparks.readAsynchronously(
        address: choice(random.bits(from: 48), below: size).resized(to: indexBits))
      fireworks.write(
        address: index[0..<otherBits],
        data: mux(phase.is(.redraw), drawn, ports.evaluation.logBeta),
        enable: phase.is(.redraw) .| (takesEvaluation .& isFirework))
      isCore = (index .< size / 2).named("isCore")
      var turn = module.constant(0, .uint(otherBits))
      if others > 1 {
        turn = module.register("turn", .uint(otherBits))
        module.when(phase.is(.decide)) {
          turn.set(to: 0)
        }.elseWhen(phase.is(.explode) .& ports.candidate.ready .& .!isCore) {
          turn.assign(mux(turn .== others - 1, 0, turn .&+ 1))
        }
      }
      center = mux(isCore, best.value.logBeta, fireworks.readAsynchronously(address: turn))
    }
    let reach = mux(isCore, amplitude.extended(to: amplitude.bitWidth + 1), amplitude .<< 1)
    let count = ((reach .<< 1) .+ 1).named("places")
    let product = random.bits(from: 48) .* count
    let place = product[16..<product.bitWidth] .- reach
    // An amplitude is at most half the width, and a spark at most twice as far.
    let spark = shapes.reflected(module, shapes.near(center .+ place), isNear: true)
    ports.candidate.valid.assign(phase.is(.first) .| phase.is(.explode))
    ports.candidate.payload.assign(
      mux(phase.is(.first), shapes.randomMember(random), spark))

    phase.when(.warmUp) {
      index.assign(index .&+ 1)
      module.when(index .== PointGenerator.warmUp - 1) {
        index.set(to: 0)
        phase.go(to: .first)
      }
    }
    module.when(ports.candidate.fires()) {
      index.assign(mux(isLast, 0, index .&+ 1))
      module.when(isLast) {
        isBetter.set(to: 0)
        phase.go(to: .evaluate)
      }
    }
    phase.when(.evaluate) {
      module.when(ports.evaluationValid) {
        let isNew = isFirstGeneration .& index .== 0
        index.assign(mux(isLast, 0, index .&+ 1))
        module.when(isNew .| best.isBeaten(by: ports.evaluation)) {
          best.assign(ports.evaluation)
          isBetter.set(to: 1)
        }
        module.when(isLast) { phase.go(to: .decide) }
      }
    }
    phase.when(.decide) {
      let quarter = amplitude .>> 2
      let grown = amplitude .+ quarter.extended(to: amplitude.bitWidth) .+ 1
      let shrunk = amplitude .&- quarter.extended(to: amplitude.bitWidth)
      module.when(.!isFirstGeneration) {
        amplitude.assign(
          mux(
            isBetter, mux(grown .> width / 2, width / 2, grown).truncated(to: amplitude.bitWidth),
            mux(shrunk .== 0, 1, shrunk)))
      }
      module.when(generation .== search.generations .| best.isWithinTolerance) {
        phase.go(to: .finished)
      }.otherwise {
        generation.assign(generation .&+ 1)
        // The first population's members are the first fireworks.
        module.when(isFirstGeneration) { phase.go(to: .explode) }.otherwise {
          phase.go(to: .redraw)
        }
      }
    }
    phase.when(.redraw) {
      if others > 1 {
        index.assign(mux(index .== others - 1, 0, index .&+ 1))
        module.when(index .== others - 1) { phase.go(to: .explode) }
      } else {
        phase.go(to: .explode)
      }
    }
    module.when(ports.start) {
      index.set(to: 0)
      generation.set(to: 0)
      amplitude.set(to: width / 4)
      phase.go(to: .warmUp)
    }
    ports.isFinished.assign(phase.is(.finished))
    ports.best.assign(best.value)
    ports.generations.assign(generation)
    ports.isWithinTolerance.assign(best.isWithinTolerance)
  }
}
