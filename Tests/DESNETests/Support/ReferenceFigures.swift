import DESNE
import Datasets
import Testing

/// What scikit-learn 1.5.2 makes of the same images with perplexity 30, as `make reference` prints it.
///
/// Maps by the exact method: 750 steps, 250 of them with exaggeration 4, learning rate 64, from the
/// starts of seeds 1 to 5.
struct ReferenceFigures: Sendable, CustomTestStringConvertible {
  /// One row's bandwidth and the perplexity it has in scikit-learn.
  struct Row: Sendable {
    let index: Int
    let perplexity: Double
    let log2Beta: Double
  }

  /// The images, for messages.
  let name: String
  /// The place in the folder of real images; nil for the digits of the package.
  let folder: String?
  /// Images from the front of the set or of its class 0.
  let count: Int
  let rows: [Row]
  /// The mean and the standard deviation of the divergence over the seeds.
  let divergence: Double
  let divergenceDeviation: Double
  /// The mean trustworthiness for 5 neighbours.
  let trustworthiness: Double

  var testDescription: String { name }
  var needsFolder: Bool { folder != nil }

  func distances() throws -> SquaredDistances {
    var images = try Dataset.opticalDigits()
    if let folder {
      images = try Dataset.open(RealImageFolder.path + "/" + folder, split: .train)
        .subset(class: 0)
    }
    let chosen = images.prefix(count)
    return try SquaredDistances(images: chosen.pixels, bytesPerImage: chosen.shape.byteCount)
  }

  static let all = [digits, fashion, cifar]

  static let digits = ReferenceFigures(
    name: "digits", folder: nil, count: 600,
    rows: [
      Row(index: 0, perplexity: 30.0000370, log2Beta: -14.2086065),
      Row(index: 1, perplexity: 30.0002432, log2Beta: -15.1405180),
      Row(index: 100, perplexity: 30.0000429, log2Beta: -15.3872661),
      Row(index: 250, perplexity: 29.9999634, log2Beta: -15.3803252),
      Row(index: 599, perplexity: 29.9998840, log2Beta: -15.4677541),
    ],
    divergence: 0.38046, divergenceDeviation: 0.00255, trustworthiness: 0.99561)

  static let fashion = ReferenceFigures(
    name: "fashion-mnist class 0", folder: "fashion-mnist", count: 1000,
    rows: [
      Row(index: 0, perplexity: 30.0000488, log2Beta: -17.0835865),
      Row(index: 1, perplexity: 30.0000707, log2Beta: -17.2251518),
      Row(index: 100, perplexity: 30.0000955, log2Beta: -17.0953203),
      Row(index: 250, perplexity: 30.0000708, log2Beta: -16.9320748),
      Row(index: 599, perplexity: 29.9999093, log2Beta: -17.2083680),
    ],
    divergence: 1.02166, divergenceDeviation: 0.00853, trustworthiness: 0.95583)

  static let cifar = ReferenceFigures(
    name: "cifar-10 class 0", folder: "cifar-10", count: 500,
    rows: [
      Row(index: 0, perplexity: 29.9999362, log2Beta: -20.1673191),
      Row(index: 1, perplexity: 30.0001088, log2Beta: -19.5351133),
      Row(index: 100, perplexity: 29.9998590, log2Beta: -19.4833368),
      Row(index: 250, perplexity: 29.9999505, log2Beta: -19.1961094),
    ],
    divergence: 1.02823, divergenceDeviation: 0.00065, trustworthiness: 0.92615)
}
