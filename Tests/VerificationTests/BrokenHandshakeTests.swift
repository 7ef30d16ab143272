import Configuration
import Simulation
import Testing

@testable import Verification

/// The testbench must see every broken handshake where it happens, and end.
///
/// Cycles of the wrapper are counted by the engine and include the two of the reset; the report
/// counts from the reset on.
@Suite("Broken handshakes")
struct BrokenHandshakeTests {
  private static let resetCycles = 2
  private let sizes = TestSizes(queries: 2, chunkBeats: 4, images: 6, bytes: 15)

  /// A run on a sound unit whose outputs are changed on the way to the testbench.
  private func run(
    hasStalls: Bool = false, change: @escaping (WrappedSimulator, Int) -> Void
  ) async throws -> DistanceReport {
    let simulator = try await Engines.start(.native, sizes.configuration)
    let wrapped = WrappedSimulator(simulator) { wrapped, isReset in
      if !isReset { change(wrapped, wrapped.cycleCount - Self.resetCycles) }
    }
    return try DistanceTestbench(
      configuration: sizes.configuration, images: sizes.pixels(seed: 9), bytesPerImage: sizes.bytes,
      stimulus: .init(seed: 2, hasStalls: hasStalls)
    ).run(on: wrapped)
  }

  /// The cycles in which a sound unit has a signal at 1.
  private func cycles(_ name: String) async throws -> [Int] {
    final class Log { var cycles: [Int] = [] }
    let log = Log()
    let report = try await run { if $0.port(name).isSet { log.cycles.append($1) } }
    try #require(report.isClean)
    return log.cycles
  }

  @Test("the wrapper that changes nothing changes nothing", arguments: [false, true])
  func transparency(hasStalls: Bool) async throws {
    let report = try await run(hasStalls: hasStalls) { _, _ in }
    #expect(report.isClean)
  }

  @Test("a result that comes a cycle late is named with the cycle it was due")
  func lateResult() async throws {
    let first = try #require(try await cycles("result_valid").first)
    final class Delay { var last = false }
    let delay = Delay()
    let report = try await run { wrapped, _ in
      let valid = wrapped.port("result_valid")
      (delay.last, valid.isSet) = (valid.isSet, delay.last)
    }
    #expect(!report.isClean)
    #expect(
      report.mismatches.first
        == DistanceMismatch(cycle: first, signal: "result_valid", expected: 1, got: 0))
    #expect(report.mismatches.count <= DistanceTestbench.mostMismatches)
  }

  @Test(
    "one handshake signal dropped for one cycle is named with that cycle",
    arguments: ["command_ready", "query_ready", "candidate_ready", "result_valid"])
  func dropped(name: String) async throws {
    let all = try await cycles(name)
    let cycle = try #require(all.dropFirst(all.count / 2).first)
    let report = try await run { wrapped, now in
      if now == cycle { wrapped.port(name).isSet = false }
    }
    #expect(!report.isClean)
    #expect(
      report.mismatches.first
        == DistanceMismatch(cycle: cycle, signal: name, expected: 1, got: 0))
  }

  @Test(
    "one handshake signal raised for one cycle is named with that cycle",
    arguments: ["command_ready", "query_ready", "candidate_ready", "result_valid"])
  func raised(name: String) async throws {
    let all = try await cycles(name)
    let cycle = try #require((1..<200).first { !all.contains($0) })
    let report = try await run { wrapped, now in
      if now == cycle { wrapped.port(name).isSet = true }
    }
    #expect(
      report.mismatches.first
        == DistanceMismatch(cycle: cycle, signal: name, expected: 0, got: 1))
  }

  @Test("one bit of one distance is named with images, cycle, both values", arguments: [0, 7, 23])
  func flippedBit(bit: Int) async throws {
    let cycle = try #require(try await cycles("result_valid").dropFirst(3).first)
    let report = try await run { wrapped, now in
      guard now == cycle else { return }
      let bytes = wrapped.port("result_distances").bytes + bit / 8
      bytes.storeBytes(of: bytes.load(as: UInt8.self) ^ 1 << UInt8(bit % 8), as: UInt8.self)
    }
    let mismatch = try #require(report.mismatches.first)
    #expect(report.mismatches.count == 1)
    #expect(!report.isClean)
    #expect(mismatch.cycle == cycle)
    #expect(mismatch.signal == "distance")
    // The fourth result of the first pass is candidate 3; the low bits are query 0.
    #expect(mismatch.queryImage == 0)
    #expect(mismatch.candidateImage == 3)
    #expect(mismatch.expected ^ mismatch.got == 1 << UInt64(bit))
    #expect(
      mismatch.text
        == "cycle \(cycle): distance of images 0 and 3: expected \(mismatch.expected), "
        + "got \(mismatch.got)")
  }

  @Test("a distance in a row that has no query is a mismatch too")
  func unusedRow() async throws {
    let odd = TestSizes(queries: 4, chunkBeats: 4, images: 1, bytes: 3)
    let simulator = try await Engines.start(.native, odd.configuration)
    let width = odd.configuration.distanceBits
    let wrapped = WrappedSimulator(simulator) { wrapped, _ in
      let bytes = wrapped.port("result_distances").bytes + 3 * width / 8
      if wrapped.port("result_valid").isSet { bytes.storeBytes(of: 1, as: UInt8.self) }
    }
    let report = try DistanceTestbench(
      configuration: odd.configuration, images: [1, 2, 3], bytesPerImage: 3,
      stimulus: .init(seed: 1, hasStalls: false)
    ).run(on: wrapped)
    #expect(
      report.mismatches.map { "\($0.signal) \($0.queryImage ?? -1) \($0.candidateImage ?? -1)" }
        == ["distance of unused row 3 -1 0"])
  }

  @Test("a wrong mark of the last candidate is named with its cycle")
  func lastMark() async throws {
    let cycle = try #require(try await cycles("result_valid").dropFirst(2).first)
    let report = try await run { wrapped, now in
      if now == cycle { wrapped.port("result_isLastCandidate").isSet = true }
    }
    #expect(
      report.mismatches
        == [
          DistanceMismatch(cycle: cycle, signal: "result_isLastCandidate", expected: 0, got: 1)
        ])
  }

  @Test(
    "a unit that hangs ends the run with the cycle it fell silent", arguments: [0, 1, 30, 60],
    [false, true])
  func hang(from cycle: Int, hasStalls: Bool) async throws {
    let report = try await run(hasStalls: hasStalls) { wrapped, now in
      guard now >= cycle else { return }
      for name in ["command_ready", "query_ready", "candidate_ready", "result_valid"] {
        wrapped.port(name).isSet = false
      }
    }
    #expect(!report.isClean)
    let first = try #require(report.mismatches.first)
    #expect(first.expected == 1)
    #expect(first.got == 0)
    #expect((cycle...cycle + 20).contains(first.cycle))
  }

  @Test("a result that never comes is reported as missing after the silence")
  func lostResult() async throws {
    let results = try await cycles("result_valid")
    let last = try #require(results.last)
    let report = try await run { wrapped, now in
      if now == last { wrapped.port("result_valid").isSet = false }
    }
    #expect(
      report.mismatches.map(\.text) == [
        "cycle \(last): result_valid: expected 1, got 0",
        "cycle \(last - 3): results before a silence of 4096 cycles: expected 12, got 11",
      ])
  }

  @Test("a result too many after the last one is a mismatch")
  func extraResult() async throws {
    let last = try #require(try await cycles("result_valid").last)
    let report = try await run { wrapped, now in
      if now == last + 2 { wrapped.port("result_valid").isSet = true }
    }
    #expect(
      report.mismatches.map(\.text) == ["cycle \(last + 2): result_valid: expected 0, got 1"])
    #expect(report.cycles == report.formulaCycles)
  }

  @Test("an error of the engine ends the run")
  func engineError() async throws {
    let simulator = try await Engines.start(.native, sizes.configuration)
    let wrapped = WrappedSimulator(simulator) { wrapped, _ in
      if wrapped.cycleCount == 40 { throw SimulationError("the engine has failed") }
    }
    let testbench = DistanceTestbench(
      configuration: sizes.configuration, images: sizes.pixels(seed: 9), bytesPerImage: sizes.bytes,
      stimulus: .init(seed: 2, hasStalls: false))
    #expect(throws: SimulationError("the engine has failed")) { try testbench.run(on: wrapped) }
  }
}
