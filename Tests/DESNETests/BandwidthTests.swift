import DESNE
import Datasets
import Foundation
import Testing

@Suite("Bandwidth search")
struct BandwidthTests {
  private static let searches: [BandwidthSearch] =
    [.bisection(Bisection()), .newton(Newton()), .fireworks(Fireworks())]
    + DifferentialEvolution.Variant.allCases.map {
      .differentialEvolution(
        DifferentialEvolution(
          variant: $0, population: 16, differentialWeight: $0 == .best1 ? 0.5 : 0.75,
          generations: 60))
    }

  @Test(
    "a row has the probabilities and the entropy of the definition",
    arguments: [-24.0, -18, -15, -12, -8], Precision.allCases)
  func definition(log2Beta: Double, precision: Precision) throws {
    let digits = try Dataset.opticalDigits().prefix(70)
    let reference = PlainReference(images: digits.pixels, bytesPerImage: 64)
    let distances = try SquaredDistances(images: digits.pixels, bytesPerImage: 64)
    let tolerance = precision == .float32 ? 3e-6 : 1e-13
    for index in [0, 33, 69] {
      let row = BandwidthRow(
        distances: distances.row(index), index: index, target: 10, precision: precision)
      let wanted = reference.conditional(index, log2Beta: log2Beta)
      let found = row.conditionalProbabilities(atLog2Beta: log2Beta)
      for j in 0..<70 { #expect(abs(found[j] - wanted[j]) <= tolerance * max(wanted[j], 1e-12)) }
      let point = row.point(atLog2Beta: log2Beta)
      #expect(abs(exp2(point.entropy) / PlainReference.perplexity(wanted) - 1) < tolerance)
      #expect(point.error == point.entropy - row.targetEntropy)
      let step = 0x1p-16
      let sides = row.points(atLog2Betas: [log2Beta - step, log2Beta + step])
      if precision == .float64 {
        let slope = (sides[1].entropy - sides[0].entropy) / (2 * step)
        #expect(abs(slope - point.slope) < 1e-6)
      }
      #expect(row.evaluations == 3)
    }
  }

  @Test("every search reaches the perplexity", arguments: searches, [5.0, 30])
  func target(search: BandwidthSearch, perplexity: Double) throws {
    let digits = try Dataset.opticalDigits().prefix(150)
    let distances = try SquaredDistances(images: digits.pixels, bytesPerImage: 64)
    let reference = PlainReference(images: digits.pixels, bytesPerImage: 64)
    let result = try BandwidthResult(
      distances: distances, options: DESNEOptions(perplexity: perplexity, search: search))
    #expect(result.outlierCount == 0)
    #expect(result.degeneracies.allSatisfy { $0 == nil })
    var tolerance = 1e-5
    switch search {
    case .differentialEvolution, .fireworks: tolerance = 0.002
    case .bisection, .newton: break
    }
    for i in 0..<150 {
      let p = reference.conditional(i, log2Beta: result.log2Betas[i])
      #expect(abs(PlainReference.perplexity(p) / perplexity - 1) < tolerance)
      #expect(abs(result.perplexities[i] / perplexity - 1) < tolerance)
      #expect(result.evaluations[i] > 0)
    }
  }

  /// A few near neighbours and a shell of far ones: the entropy is steep between two flat parts, where
  /// bare steps of Newton's method go to and fro.
  @Test("a steep entropy is no trap", arguments: searches)
  func steep(search: BandwidthSearch) {
    let near = (0..<12).map { UInt32(584_264 + $0 * 3_000) }
    let far = (0..<4_000).map { UInt32(1_400_000 + $0 * 100) }
    let row = BandwidthRow(distances: [0] + near + far, index: 0, target: 30)
    #expect(abs(search.solve(row).error) < 0.002)
    if case .newton = search { #expect(row.evaluations <= 15) }
  }

  /// An image with a near neighbour or two among 5,000; bare steps of Newton's method never end here.
  @Test("a steep entropy of real images is no trap", .enabled(if: RealImageFolder.isExpected))
  func steepImages() throws {
    let images = try Dataset.open(RealImageFolder.path + "/fashion-mnist", split: .train)
      .prefix(5_000)
    let distances = try SquaredDistances(images: images.pixels, bytesPerImage: 784)
    let row = BandwidthRow(distances: distances.row(393), index: 393, target: 30)
    #expect(abs(BandwidthSearch.newton(Newton()).solve(row).error) <= 1e-6)
    #expect(row.evaluations <= 15)
  }

  @Test("the bracket holds the target whatever the row", arguments: [1.5, 2, 10, 30, 49])
  func bracket(target: Double) throws {
    let digits = try Dataset.opticalDigits().prefix(100)
    let distances = try SquaredDistances(images: digits.pixels, bytesPerImage: 64)
    for index in 0..<100 {
      let row = BandwidthRow(distances: distances.row(index), index: index, target: target)
      #expect(row.point(atLog2Beta: row.bracket.lowerBound).error >= -1e-6)
      #expect(row.point(atLog2Beta: row.bracket.upperBound).error <= 1e-6)
    }
  }

  @Test("the result does not depend on the number of threads", arguments: searches)
  func threads(search: BandwidthSearch) throws {
    let digits = try Dataset.opticalDigits().prefix(60)
    let distances = try SquaredDistances(images: digits.pixels, bytesPerImage: 64)
    let results = try [1, 3].map {
      try BandwidthResult(
        distances: distances, options: DESNEOptions(search: search, threads: $0))
    }
    #expect(results[0] == results[1])
  }
}
