import MemoryDevices
import Testing

@testable import MemorySystem

@Suite("Protocol checker")
struct ProtocolCheckerTests {
  static func check(
    _ lines: String, device name: String = "ddr4-2400"
  ) throws -> [ProtocolViolation] {
    try TraceReplay(
      TraceReader(text: lines.split(separator: ";").joined(separator: "\n")),
      device: MemoryDevice.named(name)
    ).violations
  }

  /// A rule, the device, commands before, the earliest clock of the last command, its rest, and the
  /// sentence one clock earlier.
  struct Case: Sendable, CustomTestStringConvertible {
    var rule: ProtocolRule
    var before: String
    var earliest: Int
    var last: String
    var sentence: String
    var device = "ddr4-2400"
    var testDescription: String { "\(rule) of \(device)" }
  }

  static let cases: [Case] = [
    .init(
      rule: .tRCD, before: "0 ACT 0 7", earliest: 16, last: "RD 0 7 0",
      sentence: "tRCD: RD 0 7 0 at 15 follows ACT 0 at 0; 16 clocks are required, 15 found"),
    .init(
      rule: .tRP, before: "0 ACT 0 7;50 PRE 0", earliest: 66, last: "ACT 0 7",
      sentence: "tRP: ACT 0 7 at 65 follows PRE 0 at 50; 16 clocks are required, 15 found"),
    .init(
      rule: .tRPab, before: "0 ACT 0 7;50 PREA", earliest: 66, last: "REF",
      sentence: "tRPab: REF at 65 follows PREA at 50; 16 clocks are required, 15 found"),
    .init(
      rule: .tRP, before: "0 ACT 3 7;50 PRE 3", earliest: 66, last: "REF",
      sentence: "tRP: REF at 65 follows PRE 3 at 50; 16 clocks are required, 15 found"),
    .init(
      rule: .tRAS, before: "0 ACT 0 7", earliest: 39, last: "PREA",
      sentence: "tRAS: PREA at 38 follows ACT 0 at 0; 39 clocks are required, 38 found"),
    .init(
      rule: .tRC, before: "0 ACT 0 7;39 PRE 0", earliest: 55, last: "ACT 0 8",
      sentence: "tRC: ACT 0 8 at 54 follows ACT 0 at 0; 55 clocks are required, 54 found"),
    .init(
      rule: .tCCD_S, before: "0 ACT 0 7;4 ACT 1 7;30 RD 0 7 0", earliest: 34, last: "RD 1 7 0",
      sentence: "tCCD_S: RD 1 7 0 at 33 follows RD 0 at 30; 4 clocks are required, 3 found"),
    .init(
      rule: .tCCD_L, before: "0 ACT 0 7;6 ACT 4 7;30 WR 0 7 0", earliest: 36, last: "WR 4 7 0",
      sentence: "tCCD_L: WR 4 7 0 at 35 follows WR 0 at 30; 6 clocks are required, 5 found"),
    .init(
      rule: .tRRD_S, before: "0 ACT 0 7", earliest: 4, last: "ACT 1 7",
      sentence: "tRRD_S: ACT 1 7 at 3 follows ACT 0 at 0; 4 clocks are required, 3 found"),
    .init(
      rule: .tRRD_L, before: "0 ACT 0 7", earliest: 6, last: "ACT 4 7",
      sentence: "tRRD_L: ACT 4 7 at 5 follows ACT 0 at 0; 6 clocks are required, 5 found"),
    .init(
      rule: .tFAW, before: "0 ACT 0 7;4 ACT 1 7;8 ACT 2 7;12 ACT 3 7", earliest: 26,
      last: "ACT 4 7",
      sentence:
        "tFAW: ACT 4 7 at 25 follows ACT at 0, 4 activates before; 26 clocks are required, 25 found"
    ),
    .init(
      rule: .tFAW, before: "0 ACT 0 7;3 ACT 1 7", earliest: 10, last: "ACT 2 7",
      sentence:
        "tFAW: ACT 2 7 at 9 follows ACT at 0, 2 activates before; 10 clocks are required, 9 found",
      device: "wide-io-200"),
    .init(
      rule: .tWR, before: "0 ACT 0 7;30 WR 0 7 0", earliest: 68, last: "PRE 0",
      sentence:
        "tWR: PRE 0 at 67 follows the end at 50 of the data of WR 0 at 30; 18 clocks are required, 17 found"
    ),
    .init(
      rule: .tWTR_S, before: "0 ACT 0 7;4 ACT 1 7;30 WR 0 7 0", earliest: 53, last: "RD 1 7 0",
      sentence:
        "tWTR_S: RD 1 7 0 at 52 follows the end at 50 of the data of WR 0 at 30; 3 clocks are required, 2 found"
    ),
    .init(
      rule: .tWTR_L, before: "0 ACT 0 7;30 WR 0 7 0", earliest: 59, last: "RD 0 7 8",
      sentence:
        "tWTR_L: RD 0 7 8 at 58 follows the end at 50 of the data of WR 0 at 30; 9 clocks are required, 8 found"
    ),
    .init(
      rule: .tRTP, before: "0 ACT 0 7;40 RD 0 7 0", earliest: 52, last: "PRE 0",
      sentence: "tRTP: PRE 0 at 51 follows RD 0 at 40; 12 clocks are required, 11 found"),
    .init(
      rule: .tRFC, before: "0 REF", earliest: 313, last: "ACT 0 7",
      sentence: "tRFC: ACT 0 7 at 312 follows REF at 0; 313 clocks are required, 312 found"),
    .init(
      rule: .tRFCpb, before: "0 REFB 2", earliest: 224, last: "ACT 2 7",
      sentence: "tRFCpb: ACT 2 7 at 223 follows REFB 2 at 0; 224 clocks are required, 223 found",
      device: "lpddr4-3200"),
    .init(
      rule: .tRFCpb, before: "0 REFB 2", earliest: 224, last: "REF",
      sentence: "tRFCpb: REF at 223 follows REFB 2 at 0; 224 clocks are required, 223 found",
      device: "lpddr4-3200"),
    .init(
      rule: .tpbR2pbR, before: "0 REFB 2", earliest: 224, last: "REFB 3",
      sentence: "tpbR2pbR: REFB 3 at 223 follows REFB 2 at 0; 224 clocks are required, 223 found",
      device: "lpddr4-3200"),
    .init(
      rule: .tpbR2act, before: "0 REFB 2", earliest: 16, last: "ACT 3 7",
      sentence: "tpbR2act: ACT 3 7 at 15 follows REFB 2 at 0; 16 clocks are required, 15 found",
      device: "lpddr4-3200"),
    .init(
      rule: .tRRD_S, before: "0 ACT 0 7", earliest: 16, last: "REFB 1",
      sentence: "tRRD_S: REFB 1 at 15 follows ACT 0 at 0; 16 clocks are required, 15 found",
      device: "lpddr4-3200"),
    .init(
      rule: .tRP, before: "0 ACT 0 7;80 PRE 0", earliest: 109, last: "REFB 0",
      sentence: "tRP: REFB 0 at 108 follows PRE 0 at 80; 29 clocks are required, 28 found",
      device: "lpddr4-3200"),
    .init(
      rule: .tRFC, before: "0 REF", earliest: 448, last: "REFB 0",
      sentence: "tRFC: REFB 0 at 447 follows REF at 0; 448 clocks are required, 447 found",
      device: "lpddr4-3200"),
    .init(
      rule: .busTurnaround, before: "0 ACT 0 7;20 RD 0 7 0", earliest: 26, last: "WR 0 7 8",
      sentence:
        "busTurnaround: data of WR 0 7 8 at 25 start at 41, those of RD at 20 end at 40; "
        + "2 empty clocks are required, 1 found"),
    .init(
      rule: .dataBus, before: "0 ACT 0 7;20 RD 0 7 0", earliest: 24, last: "RD 0 7 4",
      sentence:
        "dataBus: data of RD 0 7 4 at 23 start at 26, those of RD at 20 end at 27; one burst at a "
        + "time is required", device: "wide-io-200"),
  ]

  @Test("takes the earliest clock and refuses the one before", arguments: cases)
  func earliest(_ example: Case) throws {
    #expect(
      try Self.check(
        "\(example.before);\(example.earliest) \(example.last)", device: example.device)
        == [])
    let early = try Self.check(
      "\(example.before);\(example.earliest - 1) \(example.last)", device: example.device)
    #expect(
      early.contains { $0.rule == example.rule && $0.description == example.sentence }, "\(early)")
  }

  @Test("demands refreshes: nine intervals without one for DDR4, one for Wide I/O")
  func deadline() throws {
    #expect(try Self.check("\(9 * 4_680) END") == [])
    let late = try Self.check("\(9 * 4_680 + 1) END")
    #expect(
      late.map(\.description) == [
        "refreshDeadline: refresh 1 is required by clock 42120, 8 postponed at most; none found before "
          + "clock 42121"
      ])
    #expect(try Self.check("3120 REF;6240 REF;9360 END", device: "wide-io-200") == [])
    #expect(
      try Self.check("3121 REF;6240 REF;9360 END", device: "wide-io-200").map(\.rule)
        == [.refreshDeadline])
    // A refresh sent ahead of time counts, a second one does not.
    #expect(try Self.check("10 REF;40 REF;6240 END", device: "wide-io-200") == [])
    #expect(
      try Self.check("10 REF;40 REF;6241 END", device: "wide-io-200").map(\.rule)
        == [.refreshDeadline])
  }

  @Test("counts missed refreshes of any number at once", arguments: [0, 1, 20])
  func jump(limit: Int) throws {
    func count(_ end: Int) throws -> (all: Int, kept: Int) {
      let replay = try TraceReplay(
        TraceReader(text: "0 REF\n\(end) END"), device: MemoryDevice.named("wide-io-200"),
        limit: limit)
      return (replay.violationCount, replay.violations.count)
    }
    // The first refresh was sent; the second is due at 6,240 and may not be postponed.
    #expect(try count(6_240) == (0, 0))
    #expect(try count(6_241) == (1, min(1, limit)))
    #expect(try count(9_360) == (1, min(1, limit)))
    #expect(try count(9_361) == (2, min(2, limit)))
    #expect(try count(100 * 3_120 + 1) == (99, limit))
    #expect(try count(1 << 53) == (((1 << 53) - 1) / 3_120 - 1, limit))
  }

  @Test(
    "knows the state of rows",
    arguments: [
      ("0 ACT 0 7;60 ACT 0 8", ProtocolRule.activateOfOpenBank),
      ("0 RD 0 7 0", .accessToClosedBank), ("0 ACT 1 7;60 WR 0 7 0", .accessToClosedBank),
      ("0 ACT 0 7;50 PRE 0;90 RD 0 7 0", .accessToClosedBank),
      ("0 ACT 0 7;60 RD 0 8 0", .accessToOtherRow), ("0 ACT 5 7;60 REF", .refreshOfOpenBank),
      ("0 ACT 16 7", .address), ("0 ACT 0 32768", .address), ("0 ACT 0 7;60 RD 0 7 1024", .address),
      ("0 ACT 0 7;60 RD 0 7 4", .address),
    ])
  func rows(lines: String, rule: ProtocolRule) throws {
    #expect(try Self.check(lines).map(\.rule) == [rule])
  }

  @Test("knows which banks were refreshed")
  func bankRefreshes() throws {
    #expect(try Self.check("0 REFB 0").map(\.rule) == [.refreshOfBank])
    func rules(_ lines: String) throws -> [ProtocolRule] {
      try Self.check(lines, device: "lpddr4-3200").map(\.rule)
    }
    #expect(try rules("0 ACT 0 7;300 REFB 0") == [.refreshOfOpenBank])
    #expect(try rules("0 REFB 0;300 REFB 0") == [.refreshOrder])
    // A refresh of all banks ends the round.
    #expect(try rules("0 REFB 0;300 REF;800 REFB 0") == [])
    let round = (0..<8).map { "\(300 * $0) REFB \((3 * $0 + 1) % 8)" }.joined(separator: ";")
    #expect(try rules("\(round);2400 REFB 5") == [])
    // Nine intervals pass without a refresh of bank 7.
    let most = (0..<7).map { "\(300 * $0) REFB \($0)" }.joined(separator: ";")
    #expect(try rules("\(most);\(9 * 6_246) END") == [])
    #expect(try rules("\(most);\(9 * 6_246 + 1) END") == [.refreshDeadline])
    #expect(try rules("\(most);2100 REFB 7;\(10 * 6_246) END") == [])
  }

  @Test("refuses two commands in a clock")
  func commandBus() throws {
    var checker = ProtocolChecker(try MemoryDevice.named("ddr4-2400"))
    checker.check(.init(cycle: 5, .activate, bank: 0, row: 1))
    checker.check(.init(cycle: 5, .prechargeAll))
    #expect(checker.violations.first?.rule == .commandBus)
    #expect(
      checker.violations.first?.description
        == "commandBus: PREA at 5 comes at or before ACT 0 1 at 5; a later clock is required")
  }

  @Test("counts all violations and keeps the first ones")
  func limit() throws {
    var checker = ProtocolChecker(try MemoryDevice.named("ddr4-2400"), limit: 3)
    for cycle in 0..<100 { checker.check(.init(cycle: 10 * cycle, .read, bank: 0, row: 0)) }
    #expect(checker.violations.count == 3)
    #expect(checker.violationCount == 100)
    #expect(checker.commandCount == 100)
  }
}
