package import Accelerator
package import Configuration
import DESNE
package import Simulation

/// Distances in rows as long as a unit takes them, a 0 at the head of each and a cycle without a
/// distance behind each, in which the sums stand.
private struct RowSlots {
  let distances: [UInt32]
  let length: Int

  /// Slots of all rows.
  var count: Int { (distances.count + length - 2) / (length - 1) * (length + 1) }

  /// The row of a slot.
  @inline(__always)
  func row(_ slot: Int) -> Int { slot / (length + 1) }

  /// The place in its row; `length` for the cycle behind the last distance.
  @inline(__always)
  func place(_ slot: Int) -> Int { slot % (length + 1) }

  /// The index of the distance; nil for the 0 at the head and what is behind the end.
  @inline(__always)
  func index(row: Int, place: Int) -> Int? {
    let index = row * (length - 1) + place - 1
    return place == 0 || index >= distances.count ? nil : index
  }

  /// All distances of a row.
  func distances(ofRow row: Int) -> [UInt32] {
    [0] + (1..<length).map { index(row: row, place: $0).map { distances[$0] } ?? 0 }
  }
}

/// Distances at some log2 beta through a `WeightLane`, against the model: every weight, and the sums of
/// rows.
package struct WeightLaneSweep: Sendable {
  private let configuration: SamplerConfiguration

  package init(_ configuration: SamplerConfiguration) { self.configuration = configuration }

  package var unit: WeightLane { WeightLane(configuration) }

  /// log2 beta at both bounds, at whole numbers and beside them, and at places in between.
  package var logBetas: [Int] {
    let bits = configuration.affinity.formats.logBeta.fractionBits
    let bounds = configuration.logBetaBounds
    var random = Xorshift64(seed: 5)
    let whole = ((bounds.lowerBound + bounds.upperBound) >> (bits + 1)) << bits
    let chosen = [
      bounds.upperBound, bounds.lowerBound, whole, whole + 1, whole - 1, whole + 1 << (bits - 1),
      bounds.upperBound - 1, bounds.lowerBound + 1,
    ]
    return chosen + (0..<8).map { _ in bounds.lowerBound + random.next(below: bounds.count) }
  }

  /// A part of all distances: every `step`-th from `start`, the last, and the powers of two.
  private func distances(count: Int, start: Int) -> [UInt32] {
    let format = configuration.affinity.formats.distance
    let all = Int(format.maximum) + 1
    guard count < all else { return (0..<all).map { UInt32($0) } }
    return (0..<count).map { UInt32((start + $0 * (all / count)) % all) } + [UInt32(all - 1)]
      + (0..<format.bitWidth).flatMap { [UInt32(1 << $0), UInt32(1 << $0 - 1)] }
  }

  /// - Parameters:
  ///   - simulator: An engine with the unit.
  ///   - count: Number of log2 beta, at most 16.
  ///   - most: Number of distances; all if there are no more.
  package func run(
    on simulator: any Simulator, logBetas count: Int, distances most: Int
  ) throws -> UnitSweep.Summary {
    let latency = unit.latency
    let leastPlaces = configuration.leastPlaces
    let stage = AffinityStage(configuration.affinity, pointCount: 1_000)
    let bandwidth = BandwidthUnit(configuration.affinity)
    var summary = UnitSweep.Summary()
    for (number, logBeta) in logBetas.prefix(count).enumerated() {
      var sweep = try UnitSweep(
        simulator, inputs: ["distance", "mantissa", "shift", "clear", "accumulate"],
        outputs: ["weight", "weightSum", "momentSum"], latency: latency)
      let slots = RowSlots(
        distances: distances(count: most, start: number),
        length: configuration.affinity.maximumPoints)
      let weights = stage.weights(slots.distances, logBeta: logBeta).weights
      let weightOfZero = Int(stage.weights([0], logBeta: logBeta).weights[0])
      let scale = bandwidth.scale(logBeta: logBeta)
      let length = slots.length
      try sweep.run(slots.count) { cycle, inputs in
        let index = slots.index(row: slots.row(cycle), place: slots.place(cycle))
        inputs[0].value = index.map { UInt64(slots.distances[$0]) } ?? 0
        inputs[1].value = UInt64(scale.mantissa)
        inputs[2].value = UInt64(scale.places - leastPlaces)
        let atSums = cycle - latency
        let isDistance = atSums >= 0 && slots.place(atSums) < length
        inputs[3].isSet = !isDistance
        inputs[4].isSet = isDistance
      } check: { slot, outputs in
        let (row, place) = (slots.row(slot), slots.place(slot))
        guard place < length else {
          let sums = stage.evaluate(slots.distances(ofRow: row), logBeta: logBeta)
          outputs.expect(sums.weightSum, at: 1)
          outputs.expect(sums.moment, at: 2)
          return
        }
        let index = slots.index(row: row, place: place)
        outputs.expect(index.map { Int(weights[$0]) } ?? weightOfZero, at: 0)
      }
      summary.add(sweep, "log2 beta \(logBeta)")
      guard sweep.mismatches.isEmpty else { break }
    }
    return summary
  }
}
