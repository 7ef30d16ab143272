import Configuration
import DESNE
import Datasets
import Foundation
import TestSupport
import Testing

@Suite("Perplexity of the integer search")
struct PerplexityTests {
  /// The perplexity that a bandwidth gives, in 64-bit floating point.
  static func perplexity(of distances: [UInt32], point: Int, logBeta: Double) -> Double {
    var others = distances.map(Double.init)
    others.remove(at: point)
    let least = others.min() ?? 0
    let beta = exp2(logBeta)
    var sum = 0.0
    var moment = 0.0
    for distance in others {
      let exponent = beta * (distance - least)
      sum += exp2(-exponent)
      moment += exp2(-exponent) * exponent
    }
    return exp2(log2(sum) + moment / sum)
  }

  @Test(
    "is within 1 % of the target for 99.9 % of the points of real classes",
    .enabled(if: RealImages.areExpected, "the folder of real images is not there"),
    arguments: [("fashion-mnist", 1_000, 10), ("cifar-10", 500, 10)])
  func realImages(set: String, count: Int, classes: Int) throws {
    let images = try Dataset.open("\(RealImages.folder)/\(set)")
    let configuration = SamplerConfiguration.edge
    let scale = exp2(Double(configuration.affinity.formats.logBeta.fractionBits))
    var points = 0
    var missed = 0
    for label in 0..<classes {
      let group = try images.subset(class: label).prefix(count)
      let distances = try SquaredDistances(
        images: group.pixels, bytesPerImage: group.shape.byteCount)
      let found = try FixedModel(configuration).affinities(
        distances: distances, seed: 1, threads: 0)
      for (point, result) in found.bandwidths.enumerated() {
        let perplexity = Self.perplexity(
          of: distances.row(point), point: point, logBeta: Double(result.best.logBeta) / scale)
        points += 1
        if abs(perplexity / Double(configuration.affinity.perplexity) - 1) > 0.01 { missed += 1 }
      }
    }
    #expect(points == count * classes)
    #expect(missed * 1_000 <= points, "\(missed) of \(points)")
  }
}
