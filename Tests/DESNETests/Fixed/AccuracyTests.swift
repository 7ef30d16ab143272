import Configuration
import Datasets
import FixedPoint
import Testing

@testable import DESNE

@Suite("Accuracy of the fixed-point model")
struct AccuracyTests {
  static func reference(
    _ count: Int = 120, _ configuration: SamplerConfiguration = .edge
  ) throws -> AccuracyReference {
    let digits = try Dataset.opticalDigits().subset(indices: Array(0..<count))
    return try AccuracyReference(
      configuration: configuration,
      distances: SquaredDistances(images: digits.pixels, bytesPerImage: 64))
  }

  @Test("an error's figures are those of its numbers")
  func figures() {
    let error = SignalError(
      name: "x", format: "UQ1.2", fixed: [1, 2, 3, 5], real: [1, 2.5, 2, 8])
    #expect(error.count == 4)
    #expect(error.bias == -0.625)
    #expect(error.maximum == 3)
    #expect(error.median == 1)
    let (squaredErrors, squares) = (10.25, 75.25)
    #expect(error.error == (squaredErrors / 4).squareRoot())
    #expect(error.signal == (squares / 4).squareRoot())
    #expect(error.relative == error.error / error.signal)
    #expect(SignalError(name: "", format: "", fixed: [1], real: [0]).relative == 0)
  }

  @Test("mean, deviation and standard error are those of a sample")
  func statistics() {
    let values = Statistics([1, 2, 3, 6])
    #expect(values.mean == 3)
    let variance = 14.0 / 3
    let deviation = variance.squareRoot()
    #expect(values.standardDeviation == deviation)
    #expect(values.standardError == deviation / 2)
    #expect(Statistics([4]).standardDeviation == 0)
    #expect(Statistics([]).mean == 0)
  }

  @Test("rows with the float bandwidth have errors of a few last places, without bias")
  func affinity() throws {
    let errors = try Self.reference().affinityErrors()
    #expect(
      errors.map(\.name) == [
        "distance", "logBeta", "exponent", "weight", "weightSum", "log2", "reciprocal", "entropy",
        "conditional",
      ])
    for error in errors {
      #expect(error.relative < 2e-3, "\(error)")
      #expect(error.bias.magnitude < error.error, "\(error)")
    }
    // Half of the last place of a distance is 128, of log2 beta 2^-11.
    #expect(errors[0].maximum <= 128)
    #expect(errors[1].maximum <= 0x1p-11)
  }

  @Test("one iteration from float states has small errors, which wider formats make smaller")
  func embedding() throws {
    let reference = try Self.reference()
    let states = try reference.states(at: [5, 150])
    let errors = try reference.embeddingErrors(states: states)
    #expect(
      errors.map(\.name) == [
        "attraction", "repulsion", "weightSum", "gradient", "gain", "velocity", "position",
      ])
    for error in errors
    where ["attraction", "repulsion", "weightSum", "gradient"].contains(error.name) {
      #expect(error.relative < 0.03, "\(error)")
    }
    var wide = SamplerConfiguration.edge
    for (name, integer, fraction) in [
      ("pairPosition", 8, 13), ("weight", 1, 18), ("squaredWeight", 1, 24), ("attraction", 0, 24),
    ] {
      wide = try wide.replacingFormat(
        ofSignal: "embedding.formats.\(name)",
        with: FixedPointFormat(
          signed: name == "pairPosition", integerBits: integer, fractionBits: fraction))
    }
    let better = try reference.embeddingErrors(states: states, configuration: wide)
    for (one, other) in zip(errors, better).prefix(4) {
      #expect(other.relative < one.relative, "\(one.name)")
    }
    #expect(better[3].relative < errors[3].relative / 2)
  }

  @Test("whole runs from the same start have the float reference's quality")
  func endToEnd() throws {
    let reference = try Self.reference(200)
    let found = try FixedModel(.edge).affinities(distances: reference.distances, seed: 1)
    let (comparison, maps) = try reference.compare(affinities: found, seed: 2)
    #expect(maps.real.count == 200)
    #expect(maps.fixed.positions.count == 200)
    #expect(abs(comparison.fixedDivergence - comparison.realDivergence) < 0.03)
    #expect(abs(comparison.fixedTrustworthiness - comparison.realTrustworthiness) < 0.01)
    #expect(comparison.neighbourOverlap > 0.8)
    #expect(comparison.saturations.total == 0)
    let quality = try reference.affinityQuality(.edge)
    #expect(quality.medianPerplexityError < 2e-3)
    #expect(quality.outliers <= 2)
    #expect(quality.totalVariation < 1e-3)
    #expect(quality.evaluations > 8)
  }

  @Test("a knee is the narrowest format from which on nothing gets better")
  func knees() {
    func sweep(_ values: [Double], tolerance: Double = 0.1) -> FormatSweep {
      FormatSweep(
        signal: "s", configured: 10, figures: [.divergence],
        entries: values.enumerated().map {
          FormatSweep.Entry(
            fractionBits: 6 + 2 * $0, format: "", values: [$1], errors: [0])
        }, tolerances: [tolerance])
    }
    #expect(sweep([9, 3, 1.05, 1.02, 1]).knee == 10)
    #expect(sweep([1, 1, 1]).knee == 6)
    // A narrow one that is good by luck is none if a wider one is bad.
    #expect(sweep([1, 3, 1, 1]).knee == 10)
    #expect(sweep([9, 3, 1]).knee == nil)
    #expect(sweep([]).knee == nil)
  }

  @Test("sweeps vary one format at a time, in steps of two around the configured one")
  func sweeps() throws {
    var configuration = SamplerConfiguration.edge
    configuration.embedding.iterations = 30
    let reference = try Self.reference(40, configuration)
    let affinity = try reference.affinitySweeps()
    #expect(affinity.count == 12)
    for sweep in affinity {
      let bits = sweep.entries.map(\.fractionBits)
      #expect(bits == bits.sorted())
      #expect(bits.contains(sweep.configured))
      #expect(bits.allSatisfy { ($0 - sweep.configured).isMultiple(of: 2) })
      #expect(sweep.entries.count >= 2)
    }
    // With 6 bits less every distance is a multiple of 16,384: p is far off.
    let distances = affinity[0].entries
    #expect(distances[0].values[0] > 20 * distances[distances.count - 1].values[0])
    let embedding = try reference.embeddingSweeps(seeds: [1, 2], tolerance: 0.01)
    #expect(
      embedding.map(\.signal) == [
        "affinity.formats.joint", "embedding.formats.position", "embedding.formats.pairPosition",
        "embedding.formats.squaredDistance", "embedding.formats.normalizedDistance",
        "embedding.formats.weight", "embedding.formats.squaredWeight",
        "embedding.formats.attraction", "embedding.formats.normalization",
        "embedding.formats.gradient", "embedding.formats.gain",
      ])
  }

  @Test("too few points, and more than declared, are refused")
  func refusals() throws {
    #expect(throws: DESNEError.self) { try Self.reference(7) }
    var small = SamplerConfiguration.edge
    small.affinity.maximumPoints = 10
    #expect(throws: ConfigurationError.self) { try Self.reference(11, small) }
  }
}
