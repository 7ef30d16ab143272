import DESNE
import Datasets
import Testing

@testable import Networks

@Suite("Learners and what they see")
struct LearnerTests {
  @Test("The nearest neighbour is that of all exact distances, the first of equals")
  func nearestNeighbor() throws {
    let shape = ImageShape(height: 5, width: 7, channels: 3)
    let training = try Dataset.noise(count: 40, shape: shape, classCount: 10, seed: 1)
    let doubled = try training.subset(indices: Array(0..<40) + Array(0..<40))
    let queries = try Dataset.noise(count: 30, shape: shape, classCount: 10, seed: 2)
    let expected = (0..<30).map { query in
      let distances = (0..<80).map { index in
        zip(queries[query], doubled[index]).reduce(0) { sum, pair in
          sum + (Int(pair.0) - Int(pair.1)) * (Int(pair.0) - Int(pair.1))
        }
      }
      let best = distances.firstIndex(of: distances.min() ?? 0) ?? 0
      return Int(doubled.labels?[best] ?? 0)
    }
    #expect(try NearestNeighborClassifier(doubled).predictions(for: queries) == expected)
    #expect(try NearestNeighborClassifier(training).accuracy(on: training) == 1)
  }

  @Test("Distances of the farthest images fit")
  func extremes() throws {
    let shape = ImageShape(height: 128, width: 170, channels: 3)
    let pixels = [UInt8](repeating: 0, count: 65_280) + [UInt8](repeating: 255, count: 65_280)
    let images = try Dataset(name: "extremes", shape: shape, pixels: pixels, labels: [3, 4])
    #expect(try NearestNeighborClassifier(images).predictions(for: images) == [3, 4])
  }

  @Test("Inputs have mean 0 and variance 1 in every channel")
  func normalization() throws {
    let shape = ImageShape(height: 6, width: 6, channels: 3)
    let images = try Dataset.noise(count: 20, shape: shape, classCount: 2, seed: 4)
    let source = BatchSource(images: images, normalization: PixelNormalization(images))
    for channel in 0..<3 {
      var sum = 0.0
      var squares = 0.0
      for image in 0..<20 {
        var values = [Float](repeating: 0, count: shape.byteCount)
        source.write(image: image, to: &values)
        for value in values[channel * 36..<(channel + 1) * 36] {
          sum += Double(value)
          squares += Double(value) * Double(value)
        }
      }
      #expect(abs(sum / 720) < 1e-6)
      #expect(abs(squares / 720 - 1) < 1e-6)
    }
    let flat = try Dataset(name: "flat", shape: ImageShape(height: 1, width: 2), pixels: [9, 9])
    #expect(PixelNormalization(flat).table[9] == 0)
  }

  @Test("Augmented images are shifts and mirror images of the original")
  func augmentation() throws {
    let shape = ImageShape(height: 3, width: 4)
    let images = try Dataset.noise(count: 1, shape: shape, classCount: 1, seed: 5)
    let source = BatchSource(images: images, normalization: PixelNormalization(images))
    func pixel(_ row: Int, _ column: Int) -> Float {
      let isInside = (0..<3).contains(row) && (0..<4).contains(column)
      return source.normalization.table[isInside ? Int(images.pixels[row * 4 + column]) : 0]
    }
    var expected: Set<[Float]> = []
    for down in -1...1 {
      for right in -1...1 {
        for mirrors in [false, true] {
          expected.insert(
            (0..<12).map { place in
              let column = place % 4 - right
              return pixel(place / 4 - down, mirrors ? 3 - column : column)
            })
        }
      }
    }
    var random = Xorshift64(seed: 1)
    var seen: Set<[Float]> = []
    for _ in 0..<300 {
      var values = [Float](repeating: 0, count: 12)
      source.write(
        image: 0, to: &values, augmentation: Augmentation(maximumShift: 1, mirrors: true),
        random: &random)
      seen.insert(values)
    }
    #expect(seen == expected)
  }

  @Test("Outputs do not depend on where the batches end")
  func outputs() throws {
    let images = try Dataset.noise(
      count: 130, shape: ImageShape(height: 8, width: 8), classCount: 10, seed: 6)
    let network = Network(.cnn, for: images, classCount: 10, seed: 1)
    let all = network.outputs(of: images)
    let last = network.outputs(of: try images.subset(indices: [129]))
    #expect(all.featureCount == 128)
    #expect(Array(all.logits.suffix(10)) == last.logits)
    #expect(Array(all.features.suffix(128)) == last.features)
    let gradients = all.logitGradients(labels: try #require(images.labels))
    for image in 0..<130 {
      let row = gradients[image * 10..<(image + 1) * 10]
      #expect(abs(row.reduce(0, +)) < 1e-5)
      #expect(row.count { $0 < 0 } == 1)
    }
  }
}
