import DESNE
import Datasets
import Testing

@testable import Networks

@Suite("Gradients against numeric differences")
struct GradientTests {
  static let cases: [[Layer]] = [
    [.dense(inputs: 9, outputs: 5)],
    [.convolution(input: ImageShape(height: 6, width: 5, channels: 2), side: 3, filters: 4)],
    [.pooling(input: ImageShape(height: 5, width: 6, channels: 3))],
    [.rectifier(count: 12)],
    NetworkArchitecture.mlp.layers(for: ImageShape(height: 4, width: 4), classCount: 3),
    NetworkArchitecture.cnn.layers(for: ImageShape(height: 8, width: 8), classCount: 3),
  ]

  /// A piece-wise linear network has a kink here and there, where a numeric difference says
  /// nothing: all but a few of the sampled entries must agree.
  @Test("Of every layer and of whole networks", arguments: cases.indices)
  func layers(index: Int) {
    let batch = Batch(Self.cases[index], count: 3, seed: 7)
    let exact = batch.gradients()
    var random = Xorshift64(seed: 3)
    let scale = (exact.parameters + exact.input).map(abs).max() ?? 0
    var wrong = 0
    let samples = 120
    for sample in 0..<samples {
      let isParameter = sample.isMultiple(of: 2) && !exact.parameters.isEmpty
      let position = random.next(below: isParameter ? exact.parameters.count : exact.input.count)
      let step: Float = 1.0 / 512
      func shifted(_ by: Float) -> Double {
        var moved = batch
        if isParameter { moved.parameters[position] += by } else { moved.input[position] += by }
        return moved.projection()
      }
      let numeric = (shifted(step) - shifted(-step)) / (2 * Double(step))
      let analytic = Double(isParameter ? exact.parameters[position] : exact.input[position])
      if abs(numeric - analytic) > 5e-3 * Double(scale) { wrong += 1 }
    }
    // Single linear layers have no kink at all.
    #expect(wrong <= (Self.cases[index].count == 1 ? 1 : samples / 20))
    #expect(scale > 0)
  }

  @Test("Of the weighted cross-entropy")
  func loss() {
    let classCount = 4
    let labels: [UInt8] = [2, 0, 3]
    let weights: [Float] = [1, 0.25, 3]
    let pass = NetworkPass(
      layers: [.rectifier(count: classCount)], capacity: 3, hasGradients: true)
    var random = Xorshift64(seed: 5)
    var logits = random.floats(12).map { 3 * $0 }
    func loss() -> Double {
      pass.output.update(from: logits, count: 12)
      return pass.differentiateLoss(labels: labels, weights: weights)
    }
    _ = loss()
    let gradient = Array(UnsafeBufferPointer(start: pass.outputGradient, count: 12))
    for index in logits.indices {
      let before = logits[index]
      let step: Float = 1.0 / 256
      logits[index] = before + step
      let above = loss()
      logits[index] = before - step
      let below = loss()
      logits[index] = before
      #expect(abs((above - below) / (2 * Double(step)) - Double(gradient[index])) < 1e-4)
    }
  }

  @Test("An image of weight 2 counts as two of weight 1")
  func weights() {
    let layers: [Layer] = [.rectifier(count: 3)]
    let logits: [Float] = [0.5, -1, 2, 1, 1, 0]
    let weighted = NetworkPass(layers: layers, capacity: 2, hasGradients: true)
    weighted.output.update(from: logits, count: 6)
    let once = weighted.differentiateLoss(labels: [1, 2], weights: [2, 1])
    let repeated = NetworkPass(layers: layers, capacity: 3, hasGradients: true)
    repeated.output.update(from: Array(logits[..<3]) + logits, count: 9)
    let twice = repeated.differentiateLoss(labels: [1, 1, 2], weights: [1, 1, 1])
    #expect(abs(once - twice) < 1e-6)
    for index in 0..<3 {
      let sum = repeated.outputGradient[index] + repeated.outputGradient[index + 3]
      #expect(abs(weighted.outputGradient[index] - sum) < 1e-6)
    }
  }
}
