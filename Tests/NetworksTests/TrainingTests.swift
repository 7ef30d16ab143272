import DESNE
import Datasets
import Testing

@testable import Networks

@Suite("Training")
struct TrainingTests {
  static let brief = TrainingOptions(updates: 300)

  /// The bounds leave two points and more to what these seeds reach.
  @Test(
    "Learners know most digits after 300 updates",
    arguments: [
      (Learner.nearestNeighbor, 0.97), (.softmax, 0.87), (.mlp, 0.92), (.cnn, 0.91),
    ])
  func digits(learner: Learner, least: Double) throws {
    let (training, test) = try Dataset.splitDigits()
    let accuracy = try learner.accuracy(
      training: training, test: test, classCount: 10, options: Self.brief, seed: 1)
    #expect(accuracy >= least)
  }

  @Test("Momentum learns too")
  func momentum() throws {
    let (training, test) = try Dataset.splitDigits()
    var network = Network(.mlp, for: training, classCount: 10, seed: 2)
    let options = TrainingOptions(
      updates: 300, optimizer: .momentum(0.9), learningRate: 0.02, schedule: .constant)
    let losses = try network.train(on: training, options: options, seed: 2)
    #expect(losses.count == 300)
    #expect(try network.accuracy(on: test) > 0.93)
  }

  /// The checksum was made on x86-64 with AVX2, and agrees with the kernels for plain x86-64.
  @Test("The bytes of a trained network are the same on every machine and beside other work")
  func reproducibility() async throws {
    let training = try Dataset.opticalDigits().prefix(200)
    let options = TrainingOptions(
      updates: 20, augmentation: Augmentation(maximumShift: 1, mirrors: true))
    @Sendable func train() throws -> [Float] {
      var network = Network(.cnn, for: training, classCount: 10, seed: 3)
      try network.train(on: training, options: options, seed: 4)
      return network.parameters
    }
    let alone = try train()
    let together = try await withThrowingTaskGroup(of: [Float].self) { group in
      for _ in 0..<4 { group.addTask { try train() } }
      return try await group.reduce(into: [[Float]]()) { $0.append($1) }
    }
    #expect(together.allSatisfy { $0 == alone })
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for value in alone { hash = (hash ^ UInt64(value.bitPattern)) &* 0x100_0000_01b3 }
    #expect(hash == 18_243_811_359_284_438_286)
  }

  @Test("Weights decide between images that contradict each other")
  func weights() throws {
    let shape = ImageShape(height: 2, width: 2)
    let pixels: [UInt8] = [0, 255, 0, 255, 0, 255, 0, 255, 255, 0, 255, 0]
    let images = try Dataset(name: "pair", shape: shape, pixels: pixels, labels: [0, 1, 2])
    for (weights, winner) in [([3, 1, 1], 0), ([1, 3, 1], 1)] as [([Float], Int)] {
      var network = Network(.softmax, for: images, classCount: 3, seed: 1)
      try network.train(
        on: images, weights: weights, options: .init(updates: 200, learningRate: 0.05), seed: 1)
      #expect(network.outputs(of: images).predictions == [winner, winner, 2])
    }
  }

  @Test("Wrong weights and missing labels are named")
  func errors() throws {
    let images = try Dataset.noise(
      count: 3, shape: ImageShape(height: 8, width: 8), classCount: 2, seed: 1)
    let bare = try Dataset(name: "bare", shape: images.shape, pixels: images.pixels)
    let other = try Dataset.noise(
      count: 3, shape: ImageShape(height: 9, width: 8), classCount: 2, seed: 1)
    func error(_ training: Dataset, _ weights: [Float]?, _ test: Dataset) -> TrainingError? {
      do {
        _ = try Learner.mlp.accuracy(
          training: training, weights: weights, test: test, classCount: 2,
          options: .init(updates: 1), seed: 1)
        return nil
      } catch { return error }
    }
    #expect(error(bare, nil, images) == .unlabelled("bare"))
    #expect(error(images, nil, bare) == .unlabelled("bare"))
    #expect(
      error(images, [1], images) == .weightCount(name: "noise", weights: 1, images: 3))
    #expect(error(images, [1, -1, 1], images) == .weightValue(name: "noise", index: 1))
    #expect(error(images, [1, 1, .nan], images) == .weightValue(name: "noise", index: 2))
    #expect(error(images, [0, 0, 0], images) == .weightValue(name: "noise", index: 0))
    #expect(
      error(images, nil, other) == .shapes(training: "8 x 8 x 1", test: "9 x 8 x 1"))
    #expect("\(TrainingError.unlabelled("bare"))".contains("bare has no labels"))
  }

  @Test("Every pass over the images is a new permutation")
  func order() {
    var stream = IndexStream(count: 50, seed: 1)
    let first = (0..<50).map { _ in stream.next() }
    let second = (0..<50).map { _ in stream.next() }
    #expect(first.sorted() == Array(0..<50))
    #expect(second.sorted() == Array(0..<50))
    #expect(first != second)
  }

  @Test("The cosine schedule falls from the full rate through half of it")
  func schedule() {
    let options = TrainingOptions(updates: 100, learningRate: 0.5)
    #expect(options.rate(ofUpdate: 0) == 0.5)
    #expect(abs(options.rate(ofUpdate: 50) - 0.25) < 1e-7)
    #expect(options.rate(ofUpdate: 99) < 2e-4)
  }
}
