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

  /// Passes after which an interval is narrow at the latest, or as many as there may be.
  private var mostPasses: Int {
    let bits = shapes.configuration.search.bisectionBits
    var (passes, width) = (0, shapes.bounds.count - 1)
    repeat {
      // Between neighbouring points; both are rounded down.
      width = (width + 1 << bits - 1) >> bits
      passes += 1
    } while width > 1 && passes < shapes.configuration.search.generations
    return passes
  }

  /// Describes the interval and its points.
  public func body(_ module: ModuleBuilder, _ ports: SearchPorts) {
    let bits = shapes.configuration.search.bisectionBits
    let (lowest, width) = (shapes.bounds.lowerBound, shapes.bounds.count - 1)
    // All ends are counted from the lower bound.
    let offsetBits = addressBits(width + 1)
    let phase = module.stateMachine("phase", Phase.self, initial: .finished)
    let low = module.register("low", .uint(offsetBits))
    let span = module.register("span", .uint(offsetBits))
    let nextLow = module.register("nextLow", .uint(offsetBits))
    let nextHigh = module.register("nextHigh", .uint(offsetBits))
    let isFound = module.register("isFound", .bit)
    let isFirst = module.register("isFirst", .bit)
    let index = module.register("index", .uint(bits))
    let mostPasses = mostPasses
    let passes = module.register("passes", .uint(addressBits(mostPasses + 1)))
    let best = BestEvaluation(module, shapes)
    ports.seed.ignore()
    ports.point.ignore()

    // Multiples of an interval's 2^b-th part, rounded down.
    let multiple = module.register("multiple", .uint(offsetBits + bits))
    let point = (low .&+ multiple[bits..<multiple.bitWidth]).named("candidateOffset")
    ports.candidate.payload.assign(
      shapes.logBeta((point.signed() .+ lowest)))
    ports.candidate.valid.assign(phase.is(.propose))
    let isLast = (index .== shapes.lanes - 1).named("isLastCandidate")

    phase.when(.propose) {
      module.when(ports.candidate.ready) {
        multiple.assign(multiple .&+ span.extended(to: multiple.bitWidth))
        index.assign(index .&+ 1)
        module.when(isLast) {
          index.set(to: 0)
          isFound.set(to: 0)
          nextLow.assign(low)
          nextHigh.assign(low .&+ span)
          phase.go(to: .evaluate)
        }
      }
    }
    phase.when(.evaluate) {
      module.when(ports.evaluationValid) {
        let evaluation = ports.evaluation
        let offset = (evaluation.logBeta .- lowest).asUInt.resized(to: offsetBits)
        index.assign(index .&+ 1)
        module.when(isFirst .| best.isBeaten(by: evaluation)) { best.assign(evaluation) }
        isFirst.set(to: 0)
        module.when(.!isFound) {
          module.when(evaluation.error .<= 0) {
            isFound.set(to: 1)
            nextHigh.assign(offset)
          }.otherwise { nextLow.assign(offset) }
        }
        module.when(isLast) {
          passes.assign(passes .&+ 1)
          phase.go(to: .decide)
        }
      }
    }
    phase.when(.decide) {
      let nextSpan = (nextHigh .&- nextLow).named("nextSpan")
      low.assign(nextLow)
      span.assign(nextSpan)
      index.set(to: 0)
      multiple.assign(nextSpan.extended(to: multiple.bitWidth))
      module.when((passes .== mostPasses) .| nextSpan .<= 1 .| best.isWithinTolerance) {
        phase.go(to: .finished)
      }.otherwise { phase.go(to: .propose) }
    }
    module.when(ports.start) {
      low.set(to: 0)
      span.set(to: width)
      multiple.set(to: width)
      index.set(to: 0)
      passes.set(to: 0)
      isFirst.set(to: 1)
      phase.go(to: .propose)
    }
    ports.isFinished.assign(phase.is(.finished))
    ports.best.assign(best.value)
    ports.generations.assign(passes.resized(to: shapes.generationBits))
    ports.isWithinTolerance.assign(best.isWithinTolerance)
  }
}
