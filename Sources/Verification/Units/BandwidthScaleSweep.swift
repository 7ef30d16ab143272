package import Accelerator
package import Configuration
import DESNE
package import Simulation

/// Every log2 beta between the bounds through a `BandwidthScale`, against the model.
package struct BandwidthScaleSweep: Sendable {
  private let configuration: SamplerConfiguration

  package init(_ configuration: SamplerConfiguration) { self.configuration = configuration }

  package var unit: Accelerator.BandwidthScale { Accelerator.BandwidthScale(configuration) }

  package func run(on simulator: any Simulator) throws -> UnitSweep.Summary {
    let model = BandwidthUnit(configuration.affinity)
    let bounds = configuration.logBetaBounds
    let leastPlaces = configuration.leastPlaces
    var sweep = try UnitSweep(
      simulator, inputs: ["logBeta"], outputs: ["mantissa", "shift"], latency: unit.latency)
    try sweep.run(bounds.count) { cycle, inputs in
      inputs[0].value = UInt64(bitPattern: Int64(bounds.lowerBound + cycle))
    } check: { slot, outputs in
      let scale = model.scale(logBeta: bounds.lowerBound + slot)
      outputs.expect(Int(scale.mantissa), at: 0)
      outputs.expect(scale.places - leastPlaces, at: 1)
    }
    var summary = UnitSweep.Summary()
    summary.add(sweep)
    return summary
  }
}

extension SamplerConfiguration {
  /// The smallest and the largest log2 beta, in the last place of its format.
  package var logBetaBounds: ClosedRange<Int> {
    let bits = affinity.formats.logBeta.fractionBits
    return search.minimumLogBeta << bits...search.maximumLogBeta << bits
  }

  /// Places by which the product of distance and mantissa is shifted right at the largest log2 beta;
  /// the shift that a lane is given comes on top.
  package var leastPlaces: Int {
    let formats = affinity.formats
    return formats.distance.fractionBits + formats.betaMantissa.fractionBits
      - formats.exponent.fractionBits - search.maximumLogBeta
  }
}
