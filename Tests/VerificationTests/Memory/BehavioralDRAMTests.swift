import DESNE
import Foundation
import HDL
import MemoryDevices
import MemorySystem
import Simulation
import TestSupport
import Testing

@testable import Verification

@Suite("Behavioral DRAM")
struct BehavioralDRAMTests {
  /// A device with few rows, so that the Verilog model is quick to fill.
  static func device(_ name: String) throws -> MemoryDevice {
    var device = try MemoryDevice.named(name)
    device.organization.rows = 16
    return device
  }

  /// Runs the Swift and the Verilog model side by side; what differs first, else nil.
  static func compare(
    _ device: MemoryDevice, on simulator: any Simulator, seed: UInt64, cycles: Int,
    resetAt: Int? = nil, _ next: (inout Xorshift64) -> MemoryCommand?
  ) throws -> (difference: String?, dram: BehavioralDRAM, compared: Int) {
    var dram = BehavioralDRAM(device, limit: 1 << 20)
    var random = Xorshift64(seed: seed)
    func port(_ name: String) throws -> PortStorage {
      let index = try #require(simulator.ports.firstIndex { $0.name == name })
      return simulator.storage(ofPort: index)
    }
    let (valid, kind, bank) = try (
      port("command_valid"), port("command_kind"), port("command_bank")
    )
    let (row, column) = try (port("command_row"), port("command_column"))
    let (data, mask) = try (port("write_data"), port("write_mask"))
    let (readData, readValid) = try (port("read_data"), port("read_valid"))
    let (count, rules, sticky) = try (
      port("violations"), port("violated_rules"), port("violated")
    )
    var expected = [UInt8](repeating: 0, count: dram.clockBytes)
    var found = expected
    var written = [UInt8](repeating: 0, count: dram.clockBytes)
    var kept = [UInt8](repeating: 0, count: (dram.clockBytes + 7) / 8)
    var compared = 0
    var before = 0
    func reset() throws {
      simulator.setReset(true)
      try simulator.settle()
      try simulator.step()
      simulator.setReset(false)
    }
    try reset()
    for cycle in 0..<cycles {
      if cycle == resetAt {
        try reset()
        before = dram.violationCount
        dram.reset()
      }
      let command = next(&random)
      valid.isSet = command != nil
      if let command {
        kind.value = UInt64(try #require(DRAMModel.kinds.firstIndex(of: command.kind)))
        bank.value = UInt64(command.bank)
        row.value = UInt64(command.row)
        column.value = UInt64(command.column / device.timing.burstLength)
      }
      for index in written.indices {
        written[index] = UInt8(truncatingIfNeeded: random.next() >> 9)
      }
      let isWhole = random.next(below: 2) == 0
      for index in kept.indices {
        kept[index] = isWhole ? 0 : UInt8(truncatingIfNeeded: random.next() >> 9)
      }
      written.withUnsafeBytes { data.bytes.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
      kept.withUnsafeBytes { mask.bytes.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
      try simulator.settle()
      let drives = expected.withUnsafeMutableBytes { dram.drive($0.baseAddress!) }
      if drives != readValid.isSet {
        return (
          "clock \(cycle): the pins are driven: \(drives), \(readValid.isSet)", dram, compared
        )
      }
      if drives {
        found.withUnsafeMutableBytes {
          $0.baseAddress!.copyMemory(from: readData.bytes, byteCount: $0.count)
        }
        compared += 1
        if found != expected { return ("clock \(cycle): \(expected), \(found)", dram, compared) }
      }
      let (swift, verilog) = (dram.violationCount - before, Int(count.value))
      if swift != verilog || sticky.isSet != (swift > 0) {
        let last = dram.violations.suffix(3).map(\.description)
        return ("clock \(cycle): \(swift) violations, \(verilog): \(last)", dram, compared)
      }
      try simulator.step()
      dram.step(command, data: written, mask: kept)
    }
    try simulator.settle()
    let broken = Set(
      DRAMModel.rules.indices.filter { rules.value >> UInt64($0) & 1 == 1 }
        .compactMap { DRAMModel.rules[$0] })
    let known = Set(dram.violations.map(\.rule))
    if before == 0, broken != known { return ("rules: \(known), \(broken)", dram, compared) }
    return (nil, dram, compared)
  }

  /// Commands of all kinds, at random: most of them break some rule.
  static func wild(_ device: MemoryDevice) -> (inout Xorshift64) -> MemoryCommand? {
    let shape = device.organization
    return { random in
      guard random.next(below: 5) == 0 else { return nil }
      let kinds: [MemoryCommand.Kind] = [
        .activate, .activate, .read, .read, .read, .write, .write, .write, .precharge,
        .prechargeAll, .refresh, .refreshBank,
      ]
      return MemoryCommand(
        cycle: 0, kinds[random.next(below: kinds.count)], bank: random.next(below: shape.banks),
        row: random.next(below: 4),
        column: random.next(below: 4) * device.timing.burstLength)
    }
  }

  /// Commands of a scheduler in random traffic.
  static func scheduled(
    _ device: MemoryDevice, seed: UInt64, fault: SchedulerFault? = nil
  ) -> (inout Xorshift64) -> MemoryCommand? {
    var random = Xorshift64(seed: seed)
    let traffic = MemoryTraffic(.random, device: device) { random.next(below: $0) }
    var run = SchedulerRun(device, traffic: traffic, fault: fault)
    return { _ in
      var command: MemoryCommand?
      run.run(cycles: 1, checksOrder: false) { command = $0 }
      return command
    }
  }

  @Test(
    "in Verilog and in Swift breaks the same rules at the same clocks and reads the same data",
    arguments: MemoryDevice.builtInNames, [SimulationEngine.verilator, .icarus])
  func wild(name: String, engine: SimulationEngine) async throws {
    let device = try Self.device(name)
    let simulator = try await Engines.start(engine, elaborate(DRAMModelTop(device: device)))
    let cycles = engine == .icarus ? 8_000 : 60_000
    let result = try Self.compare(
      device, on: simulator, seed: 3, cycles: cycles, resetAt: nil, Self.wild(device))
    #expect(result.difference == nil)
    // Clocks with data: bursts of HBM2 and LPDDR5 have two.
    #expect(result.compared > cycles / 320 * min(device.burstClocks, 4))
    let rules = Set(result.dram.violations.map(\.rule))
    #expect(rules.count >= 17, "\(rules)")
  }

  @Test(
    "has nothing to say against a scheduler, and reads what it wrote",
    arguments: MemoryDevice.builtInNames)
  func scheduled(name: String) async throws {
    let device = try Self.device(name)
    let simulator = try await Engines.start(.verilator, elaborate(DRAMModelTop(device: device)))
    let result = try Self.compare(
      device, on: simulator, seed: 3, cycles: 60_000, Self.scheduled(device, seed: 5))
    #expect(result.difference == nil)
    #expect(result.dram.violations == [])
    #expect(result.compared > 1_250 * min(device.burstClocks, 4))
  }

  @Test(
    "finds the faults of a scheduler in Verilog and in Swift",
    arguments: SchedulerFault.allCases.filter { !$0.isWithinProtocol && $0 != .rowCompare })
  func faults(fault: SchedulerFault) async throws {
    var device = try Self.device(fault.isOfBankRefresh ? "lpddr4-3200" : "ddr4-2400")
    // A window that the distances of two activates do not keep.
    if fault.isOfBankRefresh { device.timing.tFAW = 120 }
    let simulator = try await Engines.start(.verilator, elaborate(DRAMModelTop(device: device)))
    let result = try Self.compare(
      device, on: simulator, seed: 3, cycles: 120_000, Self.scheduled(device, seed: 1, fault: fault)
    )
    #expect(result.difference == nil)
    // A refresh that comes late needs a stream, which random traffic is not.
    if fault != .lateRefresh { #expect(result.dram.violationCount > 0) }
  }

  @Test("starts anew after a reset, and keeps what is stored")
  func reset() async throws {
    let device = try Self.device("wide-io-200")
    let simulator = try await Engines.start(.verilator, elaborate(DRAMModelTop(device: device)))
    let result = try Self.compare(
      device, on: simulator, seed: 8, cycles: 20_000, resetAt: 7_000, Self.wild(device))
    #expect(result.difference == nil)
  }

  @Test("has a Verilog model without a warning, which names the rule that is broken")
  func verilog() throws {
    let folder = try TemporaryFolder()
    let model = Package.root.appendingPathComponent("sim/dram_model.v").path
    for command in [
      ["verilator", "--lint-only", "-Wall", model],
      ["iverilog", "-g2005", "-Wall", "-t", "null", model],
    ] {
      let outcome = try Command.run(command, in: folder.url)
      #expect(outcome.text == "")
      #expect(outcome.status == 0)
    }
    try folder.write(
      "bench.v",
      """
      module bench;
        reg clk = 0;
        reg valid = 0;
        reg [2:0] kind = 0;
        dram_model dram(.clk(clk), .reset(1'b0), .command_valid(valid), .command_kind(kind),
          .command_bank(2'd3), .command_row(12'd7), .command_column(5'd1), .write_data(128'd0),
          .write_mask(16'd0), .read_data(), .read_valid(), .violated(), .violations(),
          .violated_rules());
        always #1 clk = !clk;
        initial begin
          @(negedge clk) valid = 1;
          @(negedge clk) kind = 1;
          @(negedge clk) valid = 0;
          @(negedge clk) $finish;
        end
      endmodule

      """)
    let build = try Command.run(
      ["iverilog", "-g2005", "-Wall", "-o", "bench.vvp", "bench.v", model], in: folder.url)
    #expect(build.text == "")
    let run = try Command.run(["vvp", "-n", "bench.vvp"], in: folder.url)
    #expect(
      run.text.contains("bench.dram.fail: clock 2: tRCD of bank 3: 4 clocks are required, 1 found"))
  }
}
