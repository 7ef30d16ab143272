import DESNE
import Foundation
import MemoryDevices
import MemorySystem
import Simulation
import TestSupport
import Testing
import Verification

@Suite("DRAM scheduler beside its model")
struct SchedulerCosimulationTests {
  static func run(
    _ device: MemoryDevice, _ traffic: MemoryTraffic.Pattern, cycles: Int, seed: UInt64 = 1,
    engine: SimulationEngine = .native
  ) async throws -> SchedulerReport {
    let simulator = try await engine.simulator(
      of: SchedulerTestbench.design(device), isTracing: false)
    return try SchedulerTestbench(device: device, traffic: traffic, seed: seed, cycles: cycles)
      .run(on: simulator)
  }

  @Test(
    "sends the model's command in every clock", arguments: MemoryDevice.builtInNames,
    MemoryTraffic.Pattern.allCases)
  func twin(name: String, traffic: MemoryTraffic.Pattern) async throws {
    let report = try await Self.run(.named(name), traffic, cycles: 8_000)
    #expect(report.failures == [])
    #expect(report.isClean)
    #expect(report.counts == report.modelCounts)
    #expect(report.taken == report.served)
    #expect(report.served > (traffic == .sparse ? 20 : 100))
  }

  @Test(
    "sends the model's command for any device that a file may describe",
    arguments: 1...12 as ClosedRange<UInt64>)
  func anyDevice(seed: UInt64) async throws {
    var random = Xorshift64(seed: seed)
    let device = try MemoryDevice.random(
      named: "random-\(seed)",
      within: .init(bankBits: 4, columnBits: 4...9, spareClocks: 1_500)
    ) { random.next(below: $0) }
    let report = try await Self.run(device, .random, cycles: 6_000, seed: seed)
    #expect(report.failures == [], "\(device.timing)")
    #expect(report.served > 50)
  }

  @Test(
    "obeys the protocol and agrees over many clocks of random requests",
    arguments: MemoryDevice.builtInNames)
  func long(name: String) async throws {
    guard Tool.verilator.isExpected else { try Test.cancel("Verilator is not installed") }
    let device = try MemoryDevice.named(name)
    let report = try await Self.run(device, .random, cycles: 300_000, engine: .verilator)
    #expect(report.failures == [])
    let counts = report.counts
    #expect(min(counts.activates, counts.reads, counts.writes, counts.precharges) > 2_000)
    #expect(counts.refreshes + counts.bankRefreshes / device.organization.banks > 30)
  }

  @Test(
    "streams at 95 % of the clocks that refreshes leave, or more",
    arguments: MemoryDevice.builtInNames)
  func stream(name: String) async throws {
    guard Tool.verilator.isExpected else { try Test.cancel("Verilator is not installed") }
    for traffic in [MemoryTraffic.Pattern.streamRead, .streamWrite] {
      let report = try await Self.run(.named(name), traffic, cycles: 200_000, engine: .verilator)
      #expect(report.failures == [])
      #expect(report.dataBusUseBesideRefresh >= 0.95, "\(traffic)")
    }
  }
}
