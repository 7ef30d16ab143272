import Configuration
import DESNE
import FixedPoint
import Foundation
import Testing

@testable import Accelerator

/// A configuration whose arithmetic units are swept.
enum UnitVariant: String, CaseIterable, CustomTestStringConvertible {
  case edge
  case small
  case large
  /// Nearly the finest formats, distances with all their bits, and betas that shift to the left.
  case fine
  /// Nearly the coarsest formats.
  case coarse

  var testDescription: String { rawValue }

  private func uq(_ integerBits: Int, _ fractionBits: Int) throws -> FixedPointFormat {
    try FixedPointFormat(signed: false, integerBits: integerBits, fractionBits: fractionBits)
  }

  private func sq(_ integerBits: Int, _ fractionBits: Int) throws -> FixedPointFormat {
    try FixedPointFormat(signed: true, integerBits: integerBits, fractionBits: fractionBits)
  }

  var configuration: SamplerConfiguration {
    get throws {
      switch self {
      case .edge, .small, .large: return try .preset(rawValue)
      case .fine:
        var configuration = try SamplerConfiguration.preset("small")
        configuration.affinity.formats = try AffinityFormats(
          distance: uq(24, 0), logBeta: sq(7, 12), betaMantissa: uq(1, 16),
          exponent: uq(6, 13), weight: uq(1, 26), weightFactor: uq(1, 20),
          moment: uq(0, 30), normalizedSum: uq(1, 16), log2: uq(5, 20),
          reciprocal: uq(1, 24), entropy: uq(6, 20), conditional: uq(1, 26))
        configuration.affinity.exp2Table = .init(segmentBits: 7, degree: 2)
        configuration.affinity.log2Table = .init(segmentBits: 8, degree: 2)
        configuration.affinity.reciprocalTable = .init(segmentBits: 9, degree: 2)
        (configuration.search.minimumLogBeta, configuration.search.maximumLogBeta) = (-40, 12)
        try configuration.validate()
        return configuration
      case .coarse:
        var configuration = try SamplerConfiguration.preset("small")
        configuration.affinity.maximumPoints = 37
        configuration.affinity.formats = try AffinityFormats(
          distance: uq(22, -12), logBeta: sq(6, 4), betaMantissa: uq(1, 5),
          exponent: uq(3, 2), weight: uq(1, 7), weightFactor: uq(1, 9),
          moment: uq(0, 8), normalizedSum: uq(1, 10), log2: uq(5, 4),
          reciprocal: uq(1, 5), entropy: uq(5, 4), conditional: uq(0, 6))
        configuration.affinity.exp2Table = .init(segmentBits: 2, degree: 0)
        configuration.affinity.log2Table = .init(segmentBits: 0, degree: 2)
        configuration.affinity.reciprocalTable = .init(segmentBits: 2, degree: 1)
        (configuration.search.minimumLogBeta, configuration.search.maximumLogBeta) = (-24, -9)
        try configuration.validate()
        return configuration
      }
    }
  }
}

/// How much of an input space a test goes through.
enum Sweep {
  /// Every input; else a part that takes seconds. `make nightly` sets `NMS_SWEEPS` to `full`.
  static let isFull = ProcessInfo.processInfo.environment["NMS_SWEEPS"] == "full"
}

/// The largest distance of an integer from a real number.
struct WorstError: CustomStringConvertible {
  private(set) var value = 0.0
  private(set) var input = 0
  private(set) var count = 0

  @inline(__always)
  mutating func note(_ got: Int, _ exact: Double, at input: Int) {
    count += 1
    let error = abs(Double(got) - exact)
    if error > value { (value, self.input) = (error, input) }
  }

  var description: String { "\(value) at \(input) of \(count)" }
}
