public import Configuration
public import HDL

/// Bisection with 2^b - 1 inner points of the interval at once: the entropy falls as beta grows, so
/// the first point with an error not above 0 ends the next interval.
public struct BisectionEngine: SearchEngine {
  let shapes: AffinityShapes

  /// Creates the engine of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = AffinityShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "BisectionEngine" }

  /// The ports of every strategy.
  public func ports(_ declare: PortDeclarer) -> SearchPorts { SearchPorts(declare, shapes) }

  /// Proposes the inner points, takes them in, decides.
  enum Phase: CaseIterable { case propose, evaluate, decide, finished }

  /// Describes the interval and its points.
  public func body(_ module: ModuleBuilder, _ ports: SearchPorts) {
    let bits = shapes.configuration.search.bisectionBits
    let (lowest, highest) = (shapes.bounds.lowerBound, shapes.bounds.upperBound)
    let width = shapes.formats.logBeta.bitWidth
    let phase = module.stateMachine("phase", Phase.self, initial: .finished)
    let low = module.register("low", .sint(width))
    let high = module.register("high", .sint(width))
    let nextLow = module.register("nextLow", .sint(width))
    let nextHigh = module.register("nextHigh", .sint(width))
    let isFound = module.register("isFound", .bit)
    let isFirst = module.register("isFirst", .bit)
    let index = module.register("index", .uint(bits))
    let passes = module.register("passes", .uint(shapes.generationBits))
    let best = BestEvaluation(module, shapes)
    ports.seed.ignore()
    ports.point.ignore()

    // Multiples of an interval's 2^b-th part, rounded down.
    let span = (high .- low).asUInt.named("span")
    let multiple = module.register("multiple", .uint(span.bitWidth + bits))
    let offset = multiple[bits..<multiple.bitWidth]
    ports.candidate.payload.assign(
      (low .+ offset.signed()).truncated(to: width))
    ports.candidate.valid.assign(phase.is(.propose))
    let isLast = (index .== shapes.lanes - 1).named("isLastCandidate")
    let span2 = span.extended(to: multiple.bitWidth)

    phase.when(.propose) {
      module.when(ports.candidate.ready) {
        multiple.assign(multiple .&+ span2)
        index.assign(index .&+ 1)
        module.when(isLast) {
          index.set(to: 0)
          isFound.set(to: 0)
          nextLow.assign(low)
          nextHigh.assign(high)
          phase.go(to: .evaluate)
        }
      }
    }
    phase.when(.evaluate) {
      module.when(ports.evaluationValid) {
        let evaluation = ports.evaluation
        index.assign(index .&+ 1)
        module.when(isFirst .| best.isBeaten(by: evaluation)) { best.assign(evaluation) }
        isFirst.set(to: 0)
        module.when(.!isFound) {
          module.when(evaluation.error .<= 0) {
            isFound.set(to: 1)
            nextHigh.assign(evaluation.logBeta)
          }.otherwise { nextLow.assign(evaluation.logBeta) }
        }
        module.when(isLast) {
          passes.assign(passes .&+ 1)
          phase.go(to: .decide)
        }
      }
    }
    phase.when(.decide) {
      let isNarrow = (nextHigh .- nextLow) .<= 1
      let isSpent = passes .== shapes.configuration.search.generations
      low.assign(nextLow)
      high.assign(nextHigh)
      index.set(to: 0)
      multiple.assign((nextHigh .- nextLow).asUInt.extended(to: multiple.bitWidth))
      module.when(isNarrow .| isSpent .| best.isWithinTolerance) {
        phase.go(to: .finished)
      }.otherwise { phase.go(to: .propose) }
    }
    module.when(ports.start) {
      low.set(to: lowest)
      high.set(to: highest)
      multiple.set(to: highest - lowest)
      index.set(to: 0)
      passes.set(to: 0)
      isFirst.set(to: 1)
      phase.go(to: .propose)
    }
    ports.isFinished.assign(phase.is(.finished))
    ports.best.assign(best.value)
    ports.generations.assign(passes)
    ports.isWithinTolerance.assign(best.isWithinTolerance)
  }
}
