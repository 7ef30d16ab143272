import DESNE
import Testing

@testable import Networks

@Suite("Optimizers")
struct OptimizerTests {
  /// 19 parameters: two whole vectors and a rest.
  @Test("Steps of momentum and Adam follow their formulas")
  func formulas() {
    var random = Xorshift64(seed: 1)
    let start = random.floats(19)
    let gradients = (0..<5).map { _ in random.floats(19) }
    for optimizer in [TrainingOptions.Optimizer.momentum(0.75), .adam] {
      let options = TrainingOptions(
        optimizer: optimizer, learningRate: 0.125, schedule: .constant, weightDecay: 0.5)
      var state = OptimizerState(options, parameterCount: 19)
      var parameters = start
      var expected = start.map(Double.init)
      var first = [Double](repeating: 0, count: 19)
      var second = first
      for (update, gradient) in gradients.enumerated() {
        state.step(update: update, gradient: gradient, parameters: &parameters)
        var power1 = 1.0
        var power2 = 1.0
        for _ in 0...update {
          power1 *= 0.9
          power2 *= 0.999
        }
        for index in expected.indices {
          let slope = Double(gradient[index])
          switch optimizer {
          case .momentum(let momentum):
            first[index] = Double(momentum) * first[index] + slope + 0.5 * expected[index]
            expected[index] -= 0.125 * first[index]
          case .adam:
            first[index] = 0.9 * first[index] + 0.1 * slope
            second[index] = 0.999 * second[index] + 0.001 * slope * slope
            let mean = first[index] / (1 - power1)
            let root = (second[index] / (1 - power2)).squareRoot()
            expected[index] -= 0.125 * (mean / (root + 1e-8) + 0.5 * expected[index])
          }
        }
      }
      for (value, wanted) in zip(parameters, expected) {
        #expect(abs(Double(value) - wanted) < 1e-4)
      }
    }
  }
}
