import Accelerator
import Configuration
import HDL

/// The sweeps of the units of arithmetic: rows reach rare inputs of theirs seldom.
func affinityChecks(_ configuration: SamplerConfiguration) throws -> [ModuleCheck] {
  let scale = BandwidthScaleSweep(configuration)
  let lane = WeightLaneSweep(configuration)
  let entropy = EntropyUnitSweep(configuration)
  let probability = ProbabilityUnitSweep(configuration)
  return [
    ModuleCheck(design: try elaborate(scale.unit), isExhaustive: true) {
      try scale.run(on: $0).mismatches.first
    },
    ModuleCheck(design: try elaborate(lane.unit)) {
      try lane.run(on: $0, logBetas: 16, distances: 1 << 14).mismatches.first
        ?? lane.run(on: $0, logBetas: 2, distances: 1 << 20).mismatches.first
    },
    ModuleCheck(design: try elaborate(entropy.unit)) {
      try entropy.run(on: $0, randomSums: 1 << 18).mismatches.first
    },
    ModuleCheck(design: try elaborate(probability.unit)) {
      try probability.run(on: $0, sums: 8, step: 64).mismatches.first
        ?? probability.run(on: $0, sums: 2, step: 1).mismatches.first
    },
  ]
}
