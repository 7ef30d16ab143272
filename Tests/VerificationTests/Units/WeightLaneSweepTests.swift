import Configuration
import DESNE
import FixedPoint
import Foundation
import HDL
import Simulation
import Testing
import Verification

@testable import Accelerator

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

@Suite("Weight lane")
struct WeightLaneSweepTests {
  /// log2 beta at both bounds, at whole numbers and beside them, and at places in between.
  private func logBetas(_ configuration: SamplerConfiguration) -> [Int] {
    let bits = configuration.affinity.formats.logBeta.fractionBits
    let bounds = AffinityShapes(configuration).bounds
    var random = Xorshift64(seed: 5)
    let whole = ((bounds.lowerBound + bounds.upperBound) >> (bits + 1)) << bits
    let chosen = [
      bounds.upperBound, bounds.lowerBound, whole, whole + 1, whole - 1, whole + 1 << (bits - 1),
      bounds.upperBound - 1, bounds.lowerBound + 1,
    ]
    return chosen + (0..<8).map { _ in bounds.lowerBound + random.next(below: bounds.count) }
  }

  /// A part of all distances: every `step`-th from `start`, the last, and the powers of two.
  private func distances(_ format: FixedPointFormat, count: Int, start: Int) -> [UInt32] {
    let all = Int(format.maximum) + 1
    guard count < all else { return (0..<all).map { UInt32($0) } }
    return (0..<count).map { UInt32((start + $0 * (all / count)) % all) } + [UInt32(all - 1)]
      + (0..<format.bitWidth).flatMap { [UInt32(1 << $0), UInt32(1 << $0 - 1)] }
  }

  /// Compares the weight of every distance, and the sums of every row; tells the errors.
  private func sweep(
    _ variant: UnitVariant, _ engine: SimulationEngine, logBetas count: Int, distances most: Int
  ) async throws {
    let configuration = try variant.configuration
    let shapes = AffinityShapes(configuration)
    let formats = configuration.affinity.formats
    let lane = WeightLane(configuration)
    let latency = lane.latency
    let leastPlaces = shapes.leastPlaces
    let stage = AffinityStage(configuration.affinity, pointCount: 1_000)
    let bandwidth = BandwidthUnit(configuration.affinity)
    let simulator = try await Engines.start(engine, elaborate(lane))
    var sweep = try UnitSweep(
      simulator, inputs: ["distance", "mantissa", "shift", "clear", "accumulate"],
      outputs: ["weight", "weightSum", "momentSum"], latency: latency)
    for (number, logBeta) in logBetas(configuration).prefix(count).enumerated() {
      let slots = RowSlots(
        distances: distances(formats.distance, count: most, start: number),
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
      #expect(sweep.mismatches.map(\.text) == [], "log2 beta \(logBeta)")
      guard sweep.mismatches.isEmpty else { return }
    }
    #expect(sweep.comparisons > count * min(most, Int(formats.distance.maximum)))
  }

  @Test("weights and sums are the model's in every configuration", arguments: UnitVariant.allCases)
  func native(variant: UnitVariant) async throws {
    try await sweep(variant, .native, logBetas: 16, distances: 512)
  }

  @Test("weights and sums are the model's for every distance at some log2 beta, in Verilator")
  func verilator() async throws {
    // With NMS_SWEEPS=full 2^24 inputs.
    try await sweep(.edge, .verilator, logBetas: Sweep.isFull ? 16 : 1, distances: 1 << 20)
    if !Sweep.isFull {
      try await sweep(.edge, .verilator, logBetas: 16, distances: 1 << 14)
    }
  }

  @Test(
    "the same with other formats, in Verilator", arguments: [UnitVariant.large, .fine])
  func verilatorFormats(variant: UnitVariant) async throws {
    try await sweep(
      variant, .verilator, logBetas: 16, distances: Sweep.isFull ? 1 << 20 : 1 << 13)
  }

  @Test(
    "a weight is within 0.0004 of 2^-x, and within a unit in the last place of its own exponent's")
  func error() throws {
    let configuration = try UnitVariant.edge.configuration
    let formats = configuration.affinity.formats
    let stage = AffinityStage(configuration.affinity, pointCount: 1_000)
    let all = (0...UInt32(formats.distance.maximum)).map { $0 }
    var total = WorstError()
    var table = WorstError()
    let one = Double(1 << formats.weight.fractionBits)
    let unit = Double(1 << -formats.distance.fractionBits)
    for logBeta in logBetas(configuration).prefix(Sweep.isFull ? 16 : 4) {
      let (exponents, weights) = stage.weights(all, logBeta: logBeta)
      let beta = exp2(Double(logBeta) / Double(1 << formats.logBeta.fractionBits)) * unit
      for (distance, weight) in weights.enumerated() {
        total.note(Int(weight), one * exp2(-beta * Double(distance)), at: distance)
        let exponent = Double(exponents[distance]) / Double(1 << formats.exponent.fractionBits)
        table.note(Int(weight), one * exp2(-exponent), at: distance)
      }
    }
    // Half a unit in the last place of the exponent near 0 is 2^-11 ln 2 = 0.00034; the multiplier's
    // error adds less than that elsewhere: where it is large the weight is small.
    #expect(total.value / one < 0.0004, "\(total)")
    #expect(table.value < 1, "\(table)")
    // The worst in units in the last place of a weight, 2^-20.
    #expect(abs(total.value - 355) < 15, "\(total)")
    #expect(abs(table.value - 0.78) < 0.05, "\(table)")
  }
}
