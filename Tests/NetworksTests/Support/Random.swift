import DESNE
import Datasets

@testable import Networks

extension Xorshift64 {
  /// A number in -1..<1 with 24 bits.
  mutating func nextFloat() -> Float { Float(Int64(next() >> 40) - (1 << 23)) / Float(1 << 23) }

  mutating func floats(_ count: Int) -> [Float] { (0..<count).map { _ in nextFloat() } }
}

extension Dataset {
  /// Labelled noise.
  static func noise(
    count: Int, shape: ImageShape, classCount: Int, seed: UInt64
  ) throws -> Dataset {
    var random = Xorshift64(seed: seed)
    let pixels = (0..<count * shape.byteCount).map { _ in UInt8(random.next(below: 256)) }
    return try Dataset(
      name: "noise", shape: shape, pixels: pixels,
      labels: (0..<count).map { _ in UInt8(random.next(below: classCount)) })
  }

  /// The embedded digits: every third image to judge by, the others to learn from.
  static func splitDigits() throws -> (training: Dataset, test: Dataset) {
    let digits = try Dataset.opticalDigits()
    let test = Array(stride(from: 0, to: digits.count, by: 3))
    let training = (0..<digits.count).filter { !$0.isMultiple(of: 3) }
    return (try digits.subset(indices: training), try digits.subset(indices: test))
  }
}

/// A pass over one batch with numbers of a seed everywhere.
struct Batch {
  let layers: [Layer]
  let count: Int
  var parameters: [Float]
  var input: [Float]
  let direction: [Float]
  let pass: NetworkPass

  init(_ layers: [Layer], count: Int, seed: UInt64) {
    var random = Xorshift64(seed: seed)
    self.layers = layers
    self.count = count
    parameters = random.floats(layers.reduce(0) { $0 + $1.parameterCount })
    input = random.floats((layers.first?.inputCount ?? 0) * count)
    direction = random.floats((layers.last?.outputCount ?? 0) * count)
    pass = NetworkPass(layers: layers, capacity: count, hasGradients: true)
  }

  func output() -> [Float] {
    pass.input.update(from: input, count: input.count)
    pass.forward(parameters, count: count)
    return Array(UnsafeBufferPointer(start: pass.output, count: direction.count))
  }

  /// The sum of the outputs, each times its entry of the direction.
  func projection() -> Double {
    zip(output(), direction).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  /// The gradient of the projection by parameters and input.
  func gradients() -> (parameters: [Float], input: [Float]) {
    _ = output()
    pass.outputGradient.update(from: direction, count: direction.count)
    var gradient = [Float](repeating: 0, count: parameters.count)
    pass.backward(parameters, into: &gradient, count: count, reachesInput: true)
    return (
      gradient, Array(UnsafeBufferPointer(start: pass.inputGradient, count: input.count))
    )
  }
}
