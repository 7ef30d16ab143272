import MemoryDevices
import Testing

@testable import MemorySystem

@Suite("Energy of commands")
struct MemoryEnergyTests {
  static func isNear(_ found: Double, _ expected: Double, within tolerance: Double = 0.005) -> Bool
  {
    abs(found - expected) <= tolerance
  }

  /// T1, one device of DDR4-2400: two rows, eight reads, four writes, a refresh, 600 clocks.
  @Test("agrees with DRAMPower 4.0 on a trace of one DDR4 device")
  func ddr4() throws {
    let device = try MemoryDevice.named("ddr4-2400")
    var lines = ["0 ACT 0 0"]
    lines += (0..<8).map { "\(16 + 6 * $0) RD 0 0 \(8 * $0)" }
    lines += ["80 PRE 0", "100 ACT 4 0"]
    lines += (0..<4).map { "\(116 + 6 * $0) WR 4 0 \(8 * $0)" }
    lines += ["180 PRE 4", "200 REF", "600 END"]
    let replay = try TraceReplay(
      TraceReader(text: lines.joined(separator: "\n")), device: device)
    #expect(replay.violations == [])
    let counts = replay.counts
    // Open from 0 to 80 and from 100 to 180, refreshed from 200 to 513.
    #expect(counts.activeClocks == 80 + 80 + 313)
    #expect(counts.prechargedClocks == 127)
    let energy = device.energy(of: counts, devices: 1)
    let expected: [(EnergyClass, Double)] = [
      (.activate, 1_306.50), (.precharge, 720.00), (.read, 4_496.00), (.write, 1_996.00),
      (.refresh, 23_162.00), (.activeStandby, 20_812.00), (.prechargedStandby, 4_857.75),
      (.readInterface, 888.00), (.writeInterface, 2_266.67),
    ]
    for (energyClass, value) in expected {
      #expect(Self.isNear(energy.picojoules(energyClass), value), "\(energyClass)")
    }
    let core = energy.picojoules { $0 != .readInterface && $0 != .writeInterface }
    #expect(Self.isNear(core, 57_350.25))
    // The rank is eight devices.
    for energyClass in EnergyClass.allCases {
      #expect(replay.energy[energyClass] == 8 * energy[energyClass])
    }
  }

  @Test("agrees with DRAMPower 4.0 on commands of Wide I/O with its two rails")
  func wideIO() throws {
    let device = try MemoryDevice.named("wide-io-200")
    var counts = CommandCounts()
    counts.activates = 2
    counts.reads = 4
    counts.writes = 2
    counts.precharges = 2
    counts.refreshes = 1
    let energy = device.energy(of: counts)
    let expected: [(EnergyClass, Double)] = [
      (.activate, 2_448.36), (.precharge, 927.54), (.read, 7_729.44), (.write, 2_668.32),
      (.refresh, 6_748.38), (.activeStandby, 0), (.readInterface, 0),
    ]
    for (energyClass, value) in expected {
      #expect(Self.isNear(energy.picojoules(energyClass), value), "\(energyClass)")
    }
  }

  /// Of the public tools' runs over 98,304 bytes only totals are known. The bytes give 1,536 bursts and
  /// 12 or 48 rows, the share of refresh gives 2 of them, so that standby is what remains: 3,618,570 pJ
  /// far, which 352 pJ an active and 306 pJ a precharged clock make out of 10,227 and 61 clocks (or,
  /// with each 153 active ones less, 176 precharged ones more: the currents cannot tell).
  /// The totals thus test the other classes, not standby.
  @Test("of a stream of 98,304 bytes agrees with public tools")
  func stream() throws {
    let far = try MemoryDevice.named("ddr4-2400")
    var counts = CommandCounts()
    counts.reads = 98_304 / far.burstBytes
    counts.activates = 98_304 / far.rowBytes
    counts.precharges = counts.activates
    counts.refreshes = 2
    counts.activeClocks = 10_227
    counts.prechargedClocks = 61
    #expect(counts.reads == 1_536 && counts.activates == 12)
    let bits = 8 * 98_304.0
    let energy = far.energy(of: counts)
    #expect(Self.isNear(energy.picojoules, 12_356_258))
    func perBit(_ classes: EnergyClass...) -> Double {
      energy.picojoules { classes.contains($0) } / bits
    }
    #expect(Self.isNear(energy.picojoules / bits, 15.71))
    #expect(Self.isNear(perBit(.read), 8.78))
    #expect(Self.isNear(perBit(.activeStandby, .prechargedStandby), 4.60))
    #expect(Self.isNear(perBit(.readInterface), 1.73))
    #expect(Self.isNear(perBit(.refresh), 0.47))
    #expect(Self.isNear(perBit(.activate, .precharge), 0.12))

    let near = try MemoryDevice.named("wide-io-200")
    counts.reads = 98_304 / near.burstBytes
    counts.activates = 98_304 / near.rowBytes
    counts.precharges = counts.activates
    counts.activeClocks = 6_390
    counts.prechargedClocks = 162
    #expect(counts.reads == 1_536 && counts.activates == 48)
    let total = near.energy(of: counts).picojoules
    // The total is known to a whole picojoule.
    #expect(Self.isNear(total, 3_347_772, within: 0.5))
    #expect(Self.isNear(total / bits, 4.26))
  }

  @Test("of a long stream of our scheduler is near that of public tools")
  func ownStream() throws {
    // 15.71 and 4.26 pJ a bit with a gap of 6 clocks between reads far; ours alternates bank groups,
    // so that standby far is spread over more bits.
    for (name, range) in [("ddr4-2400", 13.5...15.0), ("wide-io-200", 4.2...4.3)] {
      let device = try MemoryDevice.named(name)
      var run = SchedulerRun(device, traffic: MemoryTraffic(.streamRead, device: device))
      var counter = CommandCounter(device)
      run.run(cycles: 100_000) { counter.count($0) }
      let counts = counter.counts(at: 100_000)
      let perBit =
        device.energy(of: counts).picojoules / Double(8 * counts.reads * device.burstBytes)
      #expect(range.contains(perBit), "\(name): \(perBit)")
    }
  }

  @Test("is exact: any order of the same counts, and sums beyond 64 bits")
  func exact() throws {
    let device = try MemoryDevice.named("ddr4-2400")
    var counts = CommandCounts()
    counts.reads = 1 << 50
    var small = CommandCounts()
    small.reads = 1
    #expect(device.energy(of: counts)[.read] == device.energy(of: small)[.read] << 50)
    #expect(device.energy(of: counts)[.read] > Int128(Int64.max))
  }
}
