import DESNE
import Testing

@Suite("Options of an embedding")
struct DESNEOptionsTests {
  private static let mistakes: [(DESNEOptions, String)] = [
    (DESNEOptions(perplexity: 0.5), "perplexity is 0.5; choose a value from 1.0 to 10000.0"),
    (DESNEOptions(perplexity: .nan), "perplexity is nan; choose a value from 1.0 to 10000.0"),
    (DESNEOptions(iterations: -1), "iterations is -1; choose a value from 0 to 100000"),
    (DESNEOptions(exaggeration: 0), "exaggeration is 0.0; choose a value from 1.0 to 100.0"),
    (
      DESNEOptions(learningRate: 0), "learningRate is 0.0; choose a value from 0.001 to 100000.0"
    ),
    (
      DESNEOptions(finalMomentum: 1), "finalMomentum is 1.0; choose a value from 0.0 to 0.999"
    ),
    (DESNEOptions(threads: 2_000), "threads is 2000; choose a value from 0 to 1024"),
    (
      DESNEOptions(search: .differentialEvolution(DifferentialEvolution(population: 3))),
      "the population is 3; choose a value from 4 to 256"
    ),
    (
      DESNEOptions(search: .fireworks(Fireworks(fireworks: 1))),
      "the number of fireworks is 1; choose a value from 2 to 64"
    ),
    (
      DESNEOptions(search: .bisection(Bisection(bounds: .fixed(-200...3)))),
      "the lower bound of log2 beta is -200.0; choose a value from -128.0 to 128.0"
    ),
    (
      DESNEOptions(search: .newton(Newton(maximumEvaluations: 0))),
      "the evaluations of Newton's method is 0; choose a value from 1 to 200"
    ),
  ]

  @Test("a value out of range is named with its range", arguments: mistakes)
  func mistake(options: DESNEOptions, sentence: String) {
    #expect(throws: DESNEError(sentence)) { try options.validate() }
  }

  @Test("the defaults are valid and adapt to the number of points")
  func defaults() throws {
    let options = DESNEOptions()
    try options.validate()
    #expect(options.targetPerplexity(count: 1_000) == 30)
    #expect(options.targetPerplexity(count: 31) == 10)
    #expect(options.targetPerplexity(count: 1) == 1)
    #expect(options.effectiveLearningRate(count: 1_000) == 64)
    #expect(options.effectiveLearningRate(count: 16_000) == 1_000)
  }
}
