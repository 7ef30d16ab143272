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

  /// Drops numbers, proposes first members, takes evaluations in, waits for the best, decides, proposes
  /// mutants.
  enum Phase: CaseIterable { case warmUp, first, evaluate, settle, decide, mutate, finished }

  /// Cycles from an evaluation to the best that knows of it, beyond those of the other strategies.
  static let contestLatency = 2

  /// Cycles from drawing a mutant's members to the mutant: draws, a choice after the other, their log2
  /// beta, sum, reflection.
  static func mutantLatency(_ mutation: SearchConfiguration.Mutation) -> Int {
    mutation == .rand1 ? 7 : 6
  }

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

    // A mutant against its member, and what stays against the best: a cycle each.
    let takesEvaluation = (phase.is(.evaluate) .& ports.evaluationValid).named("takesEvaluation")
    let contest = Contest(
      module, population, ports.evaluation, member: member,
      isValid: takesEvaluation, isFirstGeneration: generation .== 0, start: ports.start)
    let isFirstMember = contest.keptMember .== 0
    module.when(contest.isKept .& (isFirstMember .| contest.keptMagnitude .< best.magnitude)) {
      best.assign(contest.kept, magnitude: contest.keptMagnitude)
    }

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
        module.when(isLast) { phase.go(to: .settle) }
      }
    }
    phase.when(.settle) {
      module.when(contest.isKept .& contest.keptMember .== size - 1) { phase.go(to: .decide) }
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

  /// A member's mutant: draws, choice of others, their log2 beta, sum, reflection.
  private func mutant(
    _ module: ModuleBuilder, _ pipeline: Pipeline, member: UInt, random: PointGenerator,
    _ population: Population, best: SInt
  ) -> Staged<SInt> {
    let size = search.population
    /// A number among those left when so many are taken.
    func draw(_ name: String, from bit: Int, taken: Int) -> Staged<UInt> {
      pipeline.stage("draw\(name)", pipeline.input(random.bits(from: bit))) { bits in
        choice(bits, below: size - taken).resized(to: addressBits(size))
      }
    }
    let (drawA, drawB) = (draw("A", from: 48, taken: 1), draw("B", from: 32, taken: 2))
    let current = pipeline.input(member)
    let choiceA = pipeline.stage("choiceA", drawA, current) { draw, member in
      others(than: [member], draw)
    }
    let choiceB = pipeline.stage("choiceB", drawB, current, choiceA) { draw, member, a in
      others(than: [member, a], draw)
    }
    func log2Beta(_ index: Staged<UInt>, _ name: String) -> Staged<SInt> {
      pipeline.stage("member\(name)", index) { population.logBeta(at: $0) }
    }
    let a = log2Beta(choiceA, "A")
    let b = log2Beta(choiceB, "B")
    let weight = search.differentialWeight
    // All mutations are a weighted mean of members and F times a difference of two.
    let isNear = weight <= 256
    /// base + F difference, the product rounded once.
    func sum(_ base: SInt, _ difference: SInt) -> SInt {
      let sum = base .+ ((difference .* weight .+ 128) .>> 8)
      return isNear ? shapes.near(sum) : sum
    }
    let sums: Staged<SInt>
    switch search.mutation {
    case .currentToBest1:
      let chosen = pipeline.aligned(current, choiceB).0
      sums = pipeline.stage("sum", log2Beta(chosen, "Current"), a, b) { current, a, b in
        sum(current, (best .- current) .+ (a .- b))
      }
    case .best1: sums = pipeline.stage("sum", a, b) { a, b in sum(best, a .- b) }
    case .rand1:
      let drawC = draw("C", from: 16, taken: 3)
      let choiceC = pipeline.stage("choiceC", drawC, current, choiceA, choiceB) {
        draw, member, a, b in
        others(than: [member, a, b], draw)
      }
      sums = pipeline.stage("sum", a, b, log2Beta(choiceC, "C")) { a, b, c in sum(a, b .- c) }
    }
    return pipeline.stage("mutantLogBeta", sums) {
      shapes.reflected(module, $0, isNear: isNear)
    }
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

/// The selection: a mutant takes its member's place if its error is not larger.
private struct Contest {
  /// An evaluation that is in the population now comes out, two cycles after it went in.
  let isKept: Bit
  /// Its member.
  let keptMember: UInt
  /// The evaluation, and the magnitude of its error.
  let kept: Evaluation
  let keptMagnitude: UInt

  init(
    _ module: ModuleBuilder, _ population: Population, _ evaluation: Evaluation, member: UInt,
    isValid: Bit, isFirstGeneration: Bit, start: Bit
  ) {
    let old = population.record(at: member)
    func register(_ name: String, _ value: Evaluation) -> Evaluation {
      let register = module.register(name, of: value.layout)
      register.assign(value)
      return register
    }
    let challenger = register("challenger", evaluation)
    let challenged = register("challenged", old)
    let challengerMagnitude = module.delayed(
      evaluation.error.magnitude(), named: "challengerMagnitude", by: 1)
    let challengedMagnitude = module.delayed(
      old.error.magnitude(), named: "challengedMagnitude", by: 1)
    let challengedMember = module.delayed(member, named: "challengedMember", by: 1)
    let isContest = module.register("isContest", .bit, reset: 0)
    isContest.assign(isValid .& .!start)

    let isTaken =
      (isFirstGeneration .| challengerMagnitude .<= challengedMagnitude).named("isTaken")
    population.write(challenger, at: challengedMember, enable: isContest .& isTaken)
    kept = register("kept", muxData(isTaken, challenger, challenged))
    keptMagnitude = module.delayed(
      mux(isTaken, challengerMagnitude, challengedMagnitude), named: "keptMagnitude", by: 1)
    keptMember = module.delayed(challengedMember, named: "keptMember", by: 1)
    let isKept = module.register("isKept", .bit, reset: 0)
    isKept.assign(isContest .& .!start)
    self.isKept = isKept
  }
}

/// The member that a draw names among those not taken: in ascending order each taken one not above it
/// moves it up by one.
private func others(than taken: [UInt], _ draw: UInt) -> UInt {
  var sorted: [UInt] = []
  for number in taken {
    // Insertion: what is larger moves one place on.
    var moving = number
    for place in sorted.indices {
      let isInOrder = sorted[place] .< moving
      (sorted[place], moving) = (
        mux(isInOrder, sorted[place], moving), mux(isInOrder, moving, sorted[place])
      )
    }
    sorted.append(moving)
  }
  var index = draw
  for other in sorted { index = mux(other .<= index, index .&+ 1, index) }
  return index
}
