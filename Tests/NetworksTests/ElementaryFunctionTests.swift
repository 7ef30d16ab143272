import DESNE
import Foundation
import Testing

@testable import Networks

@Suite("Elementary functions")
struct ElementaryFunctionTests {
  @Test("The exponential, logarithm and cosine agree with the C library")
  func agreement() {
    var random = Xorshift64(seed: 1)
    for _ in 0..<2_000 {
      let x = Double(random.nextFloat()) * 600
      let power = exp(x)
      #expect(abs(ElementaryFunctions.exponential(x) - power) <= 4 * power.ulp)
      let positive = exp(Double(random.nextFloat()) * 50)
      let logarithm = log(positive)
      #expect(abs(ElementaryFunctions.logarithm(positive) - logarithm) < 2e-15 + 4 * logarithm.ulp)
      let angle = abs(Double(random.nextFloat())) * .pi
      #expect(abs(ElementaryFunctions.cosine(angle) - cos(angle)) < 2e-15)
    }
    #expect(ElementaryFunctions.exponential(0) == 1)
    #expect(ElementaryFunctions.exponential(-.infinity) == 0)
    #expect(ElementaryFunctions.logarithm(1) == 0)
  }

  @Test("The softmax of large logits is finite")
  func softmax() {
    var logits: [Float] = [1_000, 999, -1_000]
    let loss = logits.withUnsafeMutableBufferPointer { SoftmaxLoss.probabilities($0, label: 1) }
    #expect(abs(loss - (1 + log(1 + exp(-1.0)))) < 1e-12)
    #expect(abs(logits[0] - 0.731_058_6) < 1e-6)
    #expect(logits[2] == 0)
  }
}
