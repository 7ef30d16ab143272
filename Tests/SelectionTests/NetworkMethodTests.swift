import DESNE
import Datasets
import Networks
import Testing

@testable import Selection

@Suite("Methods with a network")
struct NetworkMethodTests {
  static let names = ["herding", "dq", "dqas", "craig"]

  private static func digits(_ count: Int) throws -> Dataset {
    try Dataset.opticalDigits().prefix(count)
  }

  @Test("choose exactly k distinct images of either scope", arguments: SelectionScope.allCases)
  func exactCount(scope: SelectionScope) throws {
    let digits = try Self.digits(150)
    let context = SelectionContext(dataset: digits, scope: scope, seed: 2)
    for name in Self.names {
      for count in [0, 1, 9, 15, 64, 149, 150] {
        let exemplars = try SelectionMethods.named(name).select(count, in: context)
        #expect(exemplars.indices.count == count)
        #expect(Set(exemplars.indices).count == count)
        #expect((exemplars.weights != nil) == (name == "craig" && count > 0))
      }
    }
  }

  @Test("give the same images for the same seed, and others for another")
  func seeds() throws {
    let digits = try Self.digits(200)
    let contexts = [1, 1, 2].map { SelectionContext(dataset: digits, seed: $0) }
    for name in Self.names {
      let method = try SelectionMethods.named(name)
      let choices = try contexts.map { try method.select(60, in: $0) }
      #expect(choices[0] == choices[1])
      #expect(choices[0] != choices[2])
    }
  }

  @Test("need labels", arguments: names)
  func labels(name: String) throws {
    let digits = try Self.digits(20)
    let bare = try Dataset(name: "bare", shape: digits.shape, pixels: digits.pixels)
    let error = #expect(throws: SelectionError.self) {
      try SelectionMethods.named(name).select(5, in: SelectionContext(dataset: bare, seed: 1))
    }
    #expect(error?.description.contains("needs labels; bare has none") == true)
  }

  @Test("of CRAIG weigh each class by its size")
  func weights() throws {
    let digits = try Self.digits(300)
    let context = SelectionContext(dataset: digits, seed: 1)
    let exemplars = try SelectionMethods.named("craig").select(40, in: context)
    let labels = try #require(digits.labels)
    var sums: [UInt8: Double] = [:]
    for (index, weight) in zip(exemplars.indices, try #require(exemplars.weights)) {
      sums[labels[index], default: 0] += weight
    }
    for label in digits.classes {
      #expect(try sums[UInt8(label)] == Double(digits.indices(ofClass: label).count))
    }
  }

  @Test("Gradients of the last layer have the products of their definition")
  func gradients() throws {
    let digits = try Self.digits(30)
    let network = try TrainedNetwork(digits, method: "test", seed: 1)
    let indices = [3, 8, 21]
    let gradients = indices.map { index in
      let byLogits = network.logitGradients(of: [index]).map(Double.init)
      let features = network.features(of: [index]).map(Double.init) + [1]
      return byLogits.flatMap { slope in features.map { slope * $0 } }
    }
    let products = network.gradientProducts(of: indices)
    for (row, first) in gradients.enumerated() {
      for (column, second) in gradients.enumerated() {
        let expected = zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
        let scale = 1e-9 + abs(expected)
        #expect(abs(Double(products[row * 3 + column]) - expected) / scale < 1e-4)
      }
    }
  }

  @Test("Herding brings the mean of the chosen nearest to the mean of all", arguments: 1...4)
  func herding(seed: UInt64) {
    var random = Xorshift64(seed: seed)
    let dimension = 5
    let points = (0..<20).map { _ in
      (0..<dimension).map { _ in Float(random.next(below: 1_000)) / 64 }
    }
    let mean = (0..<dimension).map { component in
      points.reduce(0.0) { $0 + Double($1[component]) } / 20
    }
    var expected: [Int] = []
    for _ in 0..<8 {
      func miss(_ place: Int) -> Double {
        let members = expected + [place]
        return (0..<dimension).reduce(0.0) { sum, component in
          let average =
            members.reduce(0.0) { $0 + Double(points[$1][component]) } / Double(members.count)
          return sum + (average - mean[component]) * (average - mean[component])
        }
      }
      let open = (0..<20).filter { !expected.contains($0) }
      expected.append(open.min { miss($0) < miss($1) } ?? 0)
    }
    #expect(
      HerdingSelection.choose(8, points.flatMap(\.self), dimension: dimension) == expected)
  }

  @Test("Classes that still learn get more images, exactly as many as are left")
  func learningCurve() {
    let steep = LearningCurve.exponent(from: (10, 0.4), to: (20, 0.2))
    #expect(steep == 1)
    #expect(LearningCurve.exponent(from: (10, 0.2), to: (20, 0.2)) == 0)
    #expect(LearningCurve.exponent(from: (10, 0.1), to: (20, 0.2)) == 0)
    #expect(LearningCurve.exponent(from: (10, 0), to: (20, 0)) == 0)
    let shares = LearningCurve.shares(
      of: 100, from: [20, 20, 20], errors: [0.3, 0.3, 0.1], exponents: [1, 0.1, 1],
      limits: [1_000, 1_000, 1_000])
    #expect(shares.reduce(0, +) == 100)
    #expect(shares[0] > shares[2] && shares[2] > shares[1])
    let full = LearningCurve.shares(
      of: 45, from: [10, 10], errors: [0.9, 0], exponents: [1, 0], limits: [15, 40])
    #expect(full == [15, 30])
  }
}
