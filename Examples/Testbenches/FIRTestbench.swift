import ExampleDesigns
import Foundation
import HDL

extension Example {
  static let fir = Example(
    name: "fir",
    design: { () throws(ElaborationError) in
      try elaborate(
        FIRFilter(coefficients: lowPass(taps: 15), coefficientBits: 10, sampleBits: 11))
    },
    ports: ["sample_valid", "sample_ready", "sample_payload", "result_valid", "result_payload"],
    cycles: 0..<20
  ) { bench in
    // An impulse, a step, and what alternates as quickly as it can.
    let samples =
      [2047] + Array(repeating: 0, count: 15) + Array(repeating: -2048, count: 20)
      + (0..<20).map { $0 % 2 == 0 ? 2047 : -2048 }
    let model = FIRModel(coefficients: lowPass(taps: 15), coefficientBits: 10, sampleBits: 11)
    let found = try bench.filter(samples, sampleBits: 11, pauses: Pauses(percent: 20, seed: 1))
    try expect(found, equals: model.filter(samples), "the filtered signal")
    return "\(samples.count) samples filtered as in integers"
  }

  /// The coefficients of a low pass up to 0.15 of the sampling rate: a windowed sinc.
  package static func lowPass(taps: Int) -> [Double] {
    (0..<taps).map { index in
      let time = Double(index) - Double(taps - 1) / 2
      let sinc = time == 0 ? 0.3 : sin(0.3 * .pi * time) / (.pi * time)
      let window = 0.54 + 0.46 * cos(2 * .pi * time / Double(max(1, taps - 1)))
      return sinc * window
    }
  }
}

/// The filter in plain integers and direct form.
package struct FIRModel {
  private let integers: [Int]
  private let coefficientBits: Int
  private let limits: ClosedRange<Int>

  package init(coefficients: [Double], coefficientBits: Int, sampleBits: Int) {
    integers = coefficients.map { Int(($0 * exp2(Double(coefficientBits))).rounded()) }
    self.coefficientBits = coefficientBits
    limits = -(1 << sampleBits)...(1 << sampleBits) - 1
  }

  package func filter(_ samples: [Int]) -> [Int] {
    samples.indices.map { index in
      var sum = 0
      for (delay, coefficient) in integers.enumerated() where index >= delay {
        sum += coefficient * samples[index - delay]
      }
      var rounded = sum >> coefficientBits
      let rest = sum - (rounded << coefficientBits)
      let half = 1 << (coefficientBits - 1)
      if rest > half || (rest == half && rounded % 2 != 0) { rounded += 1 }
      return min(max(rounded, limits.lowerBound), limits.upperBound)
    }
  }
}

extension Testbench {
  /// What an `FIRFilter` makes of samples, in units of the last place.
  package func filter(
    _ samples: [Int], sampleBits: Int, pauses: Pauses = .none
  ) throws -> [Int] {
    try reset()
    return try exchange(
      samples, into: "sample", write: { self["sample_payload"] = UInt64(bitPattern: Int64($0)) },
      from: "result", count: samples.count,
      read: {
        let shift = Int64(63 - sampleBits)
        return Int((Int64(bitPattern: self["result_payload"]) << shift) >> shift)
      }, pauses: pauses)
  }
}
