import Datasets
import Testing

@testable import Networks

@Suite("Layers")
struct LayerTests {
  /// Sums in the order that the kernels promise, so the bits are equal.
  @Test(
    "A dense layer is the plain triple loop, bit for bit",
    arguments: [(1, 1, 1), (3, 5, 2), (300, 37, 7), (517, 16, 4), (64, 1_100, 9), (3_072, 10, 33)])
  func dense(inputs: Int, outputs: Int, count: Int) {
    let batch = Batch([.dense(inputs: inputs, outputs: outputs)], count: count, seed: 1)
    let result = batch.output()
    var mismatches = 0
    for image in 0..<count {
      for output in 0..<outputs {
        var sum = batch.parameters[inputs * outputs + output]
        for input in 0..<inputs {
          sum += batch.input[image * inputs + input] * batch.parameters[input * outputs + output]
        }
        if sum != result[image * outputs + output] { mismatches += 1 }
      }
    }
    #expect(mismatches == 0)
    let gradients = batch.gradients()
    for input in 0..<inputs {
      for output in 0..<outputs {
        var sum: Float = 0
        for image in 0..<count {
          sum += batch.input[image * inputs + input] * batch.direction[image * outputs + output]
        }
        if sum != gradients.parameters[input * outputs + output] { mismatches += 1 }
      }
    }
    for image in 0..<count {
      for input in 0..<inputs {
        var sum: Float = 0
        for output in 0..<outputs {
          sum +=
            batch.direction[image * outputs + output] * batch.parameters[input * outputs + output]
        }
        if sum != gradients.input[image * inputs + input] { mismatches += 1 }
      }
    }
    #expect(mismatches == 0)
  }

  @Test(
    "A convolution is its definition, bit for bit",
    arguments: [
      (ImageShape(height: 8, width: 8), 3, 16),
      (ImageShape(height: 7, width: 11, channels: 3), 5, 6),
      (ImageShape(height: 12, width: 12, channels: 16), 5, 32),
    ])
  func convolution(shape: ImageShape, side: Int, filters: Int) throws {
    let layer = Layer.convolution(input: shape, side: side, filters: filters)
    let batch = Batch([layer], count: 3, seed: 2)
    let result = batch.output()
    let planes = try #require(layer.outputShape)
    var mismatches = 0
    for image in 0..<3 {
      for filter in 0..<filters {
        for row in 0..<planes.height {
          for column in 0..<planes.width {
            var sum = batch.parameters[layer.weightCount + filter]
            var weight = filter * layer.fanIn
            for channel in 0..<shape.channels {
              for dy in 0..<side {
                for dx in 0..<side {
                  let pixel = shape.offset(channel: channel, row: row + dy, column: column + dx)
                  sum += batch.parameters[weight] * batch.input[image * shape.byteCount + pixel]
                  weight += 1
                }
              }
            }
            let place = planes.offset(channel: filter, row: row, column: column)
            if sum != result[image * planes.byteCount + place] { mismatches += 1 }
          }
        }
      }
    }
    #expect(mismatches == 0)
  }

  @Test("Pooling takes the largest of four, or 0, and leaves a last odd row and column out")
  func pooling() {
    let shape = ImageShape(height: 3, width: 5)
    var batch = Batch([.pooling(input: shape)], count: 1, seed: 1)
    batch.input = [
      1, 4, -1, -2, 9,
      3, 2, -3, -4, 9,
      9, 9, 9, 9, 9,
    ]
    #expect(batch.output() == [4, 0])
    let gradient = batch.gradients().input
    #expect(gradient.enumerated().filter { $0.element != 0 }.map(\.offset) == [1])
    #expect(gradient[1] == batch.direction[0])
  }

  @Test("Equal maxima send the gradient to the first")
  func ties() {
    var batch = Batch([.pooling(input: ImageShape(height: 2, width: 2))], count: 1, seed: 1)
    batch.input = [1, 2, 2, 2]
    #expect(batch.gradients().input.map { $0 != 0 } == [false, true, false, false])
  }

  @Test("Sizes of the convolutional network for the three data sets")
  func sizes() {
    let grey = NetworkArchitecture.cnn.layers(
      for: ImageShape(height: 28, width: 28), classCount: 10)
    #expect(grey.map(\.outputCount) == [8 * 24 * 24, 8 * 12 * 12, 16 * 64, 256, 128, 128, 10])
    let colour = NetworkArchitecture.cnn.layers(
      for: ImageShape(height: 32, width: 32, channels: 3), classCount: 10)
    #expect(colour.map(\.outputCount) == [8 * 784, 8 * 196, 1_600, 400, 128, 128, 10])
    let digits = NetworkArchitecture.cnn.layers(
      for: ImageShape(height: 8, width: 8), classCount: 10)
    #expect(digits.map(\.outputCount) == [8 * 36, 8 * 9, 16, 16, 128, 128, 10])
    for layers in [grey, colour, digits] {
      for (layer, next) in zip(layers, layers.dropFirst()) {
        #expect(layer.outputCount == next.inputCount)
      }
    }
  }
}
