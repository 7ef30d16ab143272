public import Configuration
internal import FixedPoint
public import HDL

/// Differential evolution of log2 beta: the strategy of the paper.
///
/// A generation's mutants all come from the population before it, one a cycle; a mutant takes its
/// member's place if its error is not larger. With one coordinate the crossover always takes the
/// mutant's.
public struct EvolutionEngine: SearchEngine {
  let shapes: AffinityShapes

  /// Creates the engine of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = AffinityShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "EvolutionEngine" }

  /// The ports of every strategy.
  public func ports(_ declare: PortDeclarer) -> SearchPorts { SearchPorts(declare, shapes) }

  /// Drops numbers, proposes first members, takes evaluations in, decides, proposes mutants.
  enum Phase: CaseIterable { case warmUp, first, evaluate, decide, mutate, finished }

  /// Cycles from drawing a mutant's members to the mutant: choice, members, difference, reflection.
  static let mutantLatency = 4

  private var search: SearchConfiguration { shapes.configuration.search }

  /// Describes the phases; population and mutants are below.
  public func body(_ module: ModuleBuilder, _ ports: SearchPorts) {
    let size = search.population
    let indexBits = addressBits(size)
    let phase = module.stateMachine("phase", Phase.self, initial: .finished)
    // Members taken or evaluated, and numbers dropped; mutants drawn run ahead of those taken.
    let index = module.register("index", .uint(max(indexBits, 4)))
    let drawn = module.register("drawn", .uint(indexBits))
    let generation = module.register("generation", .uint(shapes.generationBits))
    let isDrawn = module.register("isDrawn", .bit)
    let best = BestEvaluation(module, shapes)
    let isLast = (index .== size - 1).named("isLastMember")
    let member = index.resized(to: indexBits)

    // Mutants move while theirs is taken; first members come from the generator as they are.
    let stall = ports.candidate.valid .& .!ports.candidate.ready
    let draws = (phase.is(.mutate) .& .!isDrawn .& .!stall).named("drawsMutant")
    let takesFirst = (phase.is(.first) .& ports.candidate.ready).named("takesFirst")
    let random = PointGenerator(
      module, start: ports.start, seed: ports.seed, point: ports.point,
      advances: phase.is(.warmUp) .| takesFirst .| draws)

    let population = Population(module, shapes)
    let mutants = module.pipeline("mutant", valid: draws, stall: stall, flush: ports.start)
    let mutant = self.mutant(
      module, mutants, member: drawn, random: random, population, best: best.value.logBeta)
    let mutantValid = mutants.valid(of: mutant)
    ports.candidate.valid.assign(phase.is(.first) .| mutantValid)
    ports.candidate.payload.assign(
      mux(phase.is(.first), shapes.randomMember(random), mutants.output(mutant)))

    let isFirstGeneration = generation .== 0
    let old = population.record(at: member)
    let isTaken =
      (isFirstGeneration
      .| ports.evaluation.error.magnitude() .<= old.error.magnitude()).named("isTaken")
    let kept = muxData(isTaken, ports.evaluation, old)
    let takesEvaluation = (phase.is(.evaluate) .& ports.evaluationValid).named("takesEvaluation")
    population.write(ports.evaluation, at: member, enable: takesEvaluation .& isTaken)

    phase.when(.warmUp) {
      index.assign(index .&+ 1)
      module.when(index .== PointGenerator.warmUp - 1) {
        index.set(to: 0)
        phase.go(to: .first)
      }
    }
    module.when(ports.candidate.fires()) {
      index.assign(mux(isLast, 0, index .&+ 1))
      module.when(isLast) { phase.go(to: .evaluate) }
    }
    phase.when(.evaluate) {
      module.when(ports.evaluationValid) {
        index.assign(mux(isLast, 0, index .&+ 1))
        module.when(index .== 0 .| best.isBeaten(by: kept)) { best.value.assign(kept) }
        module.when(isLast) { phase.go(to: .decide) }
      }
    }
    phase.when(.decide) {
      drawn.set(to: 0)
      isDrawn.set(to: 0)
      module.when(generation .== search.generations .| best.isWithinTolerance) {
        phase.go(to: .finished)
      }.otherwise {
        generation.assign(generation .&+ 1)
        phase.go(to: .mutate)
      }
    }
    module.when(draws) {
      drawn.assign(drawn .&+ 1)
      module.when(drawn .== size - 1) { isDrawn.set(to: 1) }
    }
    module.when(ports.start) {
      index.set(to: 0)
      generation.set(to: 0)
      phase.go(to: .warmUp)
    }
    ports.isFinished.assign(phase.is(.finished))
    ports.best.assign(best.value)
    ports.generations.assign(generation)
    ports.isWithinTolerance.assign(best.isWithinTolerance)
  }

  /// A member's mutant, in four stages: choice of others, their log2 beta, sum, reflection.
  private func mutant(
    _ module: ModuleBuilder, _ pipeline: Pipeline, member: UInt, random: PointGenerator,
    _ population: Population, best: SInt
  ) -> Staged<SInt> {
    let choices = MemberChoices(random, size: search.population, member: member)
    func log2Beta(_ index: UInt, _ name: String) -> Staged<SInt> {
      let chosen = pipeline.stage("choice\(name)", pipeline.input(index)) { $0 }
      return pipeline.stage("member\(name)", chosen) { population.logBeta(at: $0) }
    }
    let a = log2Beta(choices.a, "A")
    let b = log2Beta(choices.b, "B")
    let weight = search.differentialWeight
    /// base + F difference, the product rounded once.
    func sum(_ base: SInt, _ difference: SInt) -> SInt {
      base .+ ((difference .* weight .+ 128) .>> 8)
    }
    let sums: Staged<SInt>
    switch search.mutation {
    case .currentToBest1:
      sums = pipeline.stage("sum", log2Beta(member, "Current"), a, b) { current, a, b in
        sum(current, (best .- current) .+ (a .- b))
      }
    case .best1: sums = pipeline.stage("sum", a, b) { a, b in sum(best, a .- b) }
    case .rand1:
      sums = pipeline.stage("sum", a, b, log2Beta(choices.c(), "C")) { a, b, c in
        sum(a, b .- c)
      }
    }
    return pipeline.stage("mutantLogBeta", sums) { shapes.reflected(module, $0) }
  }
}

/// The population: log2 beta, read in several places at once, and whole evaluations.
private struct Population {
  private let module: ModuleBuilder
  private let logBetas: Memory<SInt>
  private let records: Memory<Bits>
  private let layout: EvaluationLayout

  init(_ module: ModuleBuilder, _ shapes: AffinityShapes) {
    self.module = module
    layout = shapes.evaluation
    let size = shapes.configuration.search.population
    logBetas = module.memory("logBetas", .sint(layout.logBetaBits), depth: size)
    let bits = layout.errorBits + layout.reciprocalBits + layout.exponentBits
    records = module.memory("records", .bits(bits), depth: size)
  }

  /// log2 beta of a member.
  func logBeta(at index: UInt) -> SInt { logBetas.readAsynchronously(address: index) }

  /// The evaluation of a member.
  func record(at index: UInt) -> Evaluation {
    let record = records.readAsynchronously(address: index)
    let (reciprocalBits, exponentBits) = (layout.reciprocalBits, layout.exponentBits)
    return Evaluation(
      logBeta: logBeta(at: index),
      error: record[exponentBits + reciprocalBits..<record.bitWidth].asSInt,
      reciprocal: record[exponentBits..<exponentBits + reciprocalBits].asUInt,
      exponent: record[0..<exponentBits].asUInt)
  }

  func write(_ evaluation: Evaluation, at index: UInt, enable: Bit) {
    logBetas.write(address: index, data: evaluation.logBeta, enable: enable)
    records.write(
      address: index,
      data: concatenate(evaluation.error, evaluation.reciprocal, evaluation.exponent),
      enable: enable)
  }
}

/// Three members, distinct and other than one: each of a random number's three highest groups of 16
/// bits chooses among those left, in order of their numbers.
private struct MemberChoices {
  let a: UInt
  let b: UInt
  private let random: PointGenerator
  private let size: Int
  private let member: UInt

  init(_ random: PointGenerator, size: Int, member: UInt) {
    self.random = random
    self.size = size
    self.member = member
    let a = Self.choose(random.bits(from: 48), size, [member])
    self.a = a
    let (low, high) = Self.sorted(member, a)
    b = Self.choose(random.bits(from: 32), size, [low, high])
  }

  /// The third, made only where it is needed.
  func c() -> UInt {
    let (low, high) = Self.sorted(member, a)
    let (middle, last) = Self.sorted(high, b)
    let (first, second) = Self.sorted(low, middle)
    return Self.choose(random.bits(from: 16), size, [first, second, last])
  }

  /// A number among those not taken: each taken one not above it moves it up by one.
  private static func choose(_ bits: UInt, _ size: Int, _ taken: [UInt]) -> UInt {
    let width = addressBits(size)
    var index = choice(bits, below: size - taken.count).resized(to: width)
    for other in taken { index = mux(other .<= index, index .&+ 1, index) }
    return index
  }

  private static func sorted(_ a: UInt, _ b: UInt) -> (UInt, UInt) {
    let isOrdered = a .< b
    return (mux(isOrdered, a, b), mux(isOrdered, b, a))
  }
}
