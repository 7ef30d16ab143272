import DESNE
import Datasets
import Foundation
import Testing

/// DE-SNE against scikit-learn on the same images; the figures come from `make reference`.
@Suite("Agreement with scikit-learn")
struct ReferenceTests {
  private static let sets = ReferenceFigures.all.filter {
    $0.needsFolder == false || RealImageFolder.isExpected
  }

  @Test("bandwidths by bisection have scikit-learn's perplexities to 1e-5", arguments: sets)
  func perplexities(figures: ReferenceFigures) throws {
    let distances = try figures.distances()
    let result = try BandwidthResult(
      distances: distances, options: DESNEOptions(search: .bisection(Bisection())))
    for row in figures.rows {
      // Its bandwidth has the same perplexity here, and ours is as near the target.
      let neighbours = BandwidthRow(
        distances: distances.row(row.index), index: row.index, target: 30)
      let theirs = exp2(neighbours.point(atLog2Beta: row.log2Beta).entropy)
      #expect(abs(theirs / row.perplexity - 1) < 1e-5, "row \(row.index)")
      #expect(abs(result.perplexities[row.index] / row.perplexity - 1) < 1e-5)
      #expect(abs(result.log2Betas[row.index] - row.log2Beta) < 1e-4)
    }
  }

  @Test("divergence and trustworthiness are within the spread over seeds", arguments: sets)
  func maps(figures: ReferenceFigures) throws {
    let distances = try figures.distances()
    let seeds: [UInt64] = figures.needsFolder ? [1, 2] : [1, 2, 3]
    let maps = try seeds.map { seed in
      try Embedding(
        distances: distances,
        options: DESNEOptions(
          search: .bisection(Bisection()), iterations: 750, exaggerationIterations: 250,
          learningRate: 64, seed: seed, historyInterval: 0))
    }
    let divergence = maps.map(\.klDivergence).reduce(0, +) / Double(seeds.count)
    // Three standard deviations of the difference of the means of these and of five maps.
    let tolerance =
      3 * figures.divergenceDeviation * (1 / Double(seeds.count) + 1.0 / 5).squareRoot()
    #expect(abs(divergence - figures.divergence) < tolerance)
    let trust =
      try maps.map { try MapQuality.trustworthiness($0.positions, distances) }.reduce(0, +)
      / Double(seeds.count)
    #expect(abs(trust - figures.trustworthiness) < 0.005)
  }

  @Test("differential evolution gives maps as good as bisection")
  func differentialEvolution() throws {
    let figures = ReferenceFigures.digits
    let embedding = try Embedding(
      distances: figures.distances(),
      options: DESNEOptions(
        iterations: 750, exaggerationIterations: 250, learningRate: 64, historyInterval: 0))
    let tolerance = 3 * figures.divergenceDeviation * (1.0 + 1.0 / 5).squareRoot()
    #expect(abs(embedding.klDivergence - figures.divergence) < tolerance)
    #expect(embedding.bandwidths.outlierCount == 0)
  }

  @Test("float32 and float64 agree step by step from the same states")
  func precisions() throws {
    let digits = try Dataset.opticalDigits().prefix(300)
    let distances = try SquaredDistances(images: digits.pixels, bytesPerImage: 64)
    var options = DESNEOptions(search: .newton(Newton()), precision: .float64)
    let bandwidths = try BandwidthResult(distances: distances, options: options)
    let double = try GradientDescent(
      affinities: Affinities(
        distances: distances, bandwidths: bandwidths, precision: .float64), options: options)
    options.precision = .float32
    let single = try GradientDescent(
      affinities: Affinities(distances: distances, bandwidths: bandwidths), options: options)
    for _ in 0..<200 {
      try single.replaceState(double.state)
      let (found, wanted) = (single.gradient(), double.gradient())
      let scale = wanted.map { max(abs($0.x), abs($0.y)) }.max() ?? 0
      let error = zip(found, wanted).map { max(abs($0.x - $1.x), abs($0.y - $1.y)) }.max() ?? 1
      #expect(error < 1e-3 * scale, "step \(double.iteration)")
      double.step()
    }
    try single.replaceState(double.state)
    #expect(abs(single.klDivergence() - double.klDivergence()) < 2e-6)
  }
}

/// The folder of real images: `NMS_DATA`, or `shared/data` beside the package.
enum RealImageFolder {
  static let path: String =
    ProcessInfo.processInfo.environment["NMS_DATA"].flatMap { $0.isEmpty ? nil : $0 }
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("shared/data").path

  /// Whether tests of real images run; without the folder they run in CI only, to fail there.
  static let isExpected =
    FileManager.default.isReadableFile(atPath: path + "/fashion-mnist")
    || ProcessInfo.processInfo.environment["CI"] != nil
}
