import Foundation
import MemoryDevices
import Testing

@testable import MemorySystem

@Suite("Command traces")
struct TraceTests {
  static func commands(_ text: String) throws -> (commands: [MemoryCommand], end: Int) {
    var reader = TraceReader(text: text)
    var commands: [MemoryCommand] = []
    while let command = try reader.next() { commands.append(command) }
    return (commands, reader.endCycle)
  }

  @Test("are read line by line, comments and empty lines left out")
  func read() throws {
    let (commands, end) = try Self.commands(
      """
      # a head

      0 ACT 3 17   # opens
      16\tRD 3 17 8\r
      20 WR 3 17 16
      60 PRE 3
      61 PREA
      80 REF
      """)
    #expect(
      commands == [
        .init(cycle: 0, .activate, bank: 3, row: 17),
        .init(cycle: 16, .read, bank: 3, row: 17, column: 8),
        .init(cycle: 20, .write, bank: 3, row: 17, column: 16),
        .init(cycle: 60, .precharge, bank: 3), .init(cycle: 61, .prechargeAll),
        .init(cycle: 80, .refresh),
      ])
    #expect(end == 81)
    #expect(try Self.commands("0 REF\n600 END").end == 600)
    #expect(try Self.commands("").end == 0)
  }

  @Test(
    "with a mistake are refused in one sentence with the line",
    arguments: [
      ("0 ACT 1 2\nx RD 1", "trace, line 2: found 'x', expected the clock, a whole number"),
      (
        "5",
        "trace, line 1: found a clock without a command, expected ACT, PRE, PREA, RD, WR, REF, REFB or END"
      ),
      (
        "5 READ 1 2 3",
        "trace, line 1: found 'READ', expected ACT, PRE, PREA, RD, WR, REF, REFB or END"
      ),
      ("5 RX 1 2 3", "trace, line 1: found 'RX', expected ACT,"),
      (
        "5 RD 1 2",
        "trace, line 1: found the end of the line, expected the column of RD, a whole number"
      ),
      ("5 ACT 1 -2", "trace, line 1: found '-2', expected the row of ACT, a whole number"),
      ("5 REF 0", "trace, line 1: found '0' after REF, expected the end of the line"),
      ("5 REF\n5 REF", "trace, line 2: found clock 5 after clock 5, expected a later one"),
      ("5 END\n7 REF", "trace, line 2: found a line after END, expected the end of the file"),
      ("5 END x", "trace, line 1: found more than END"),
      ("99999999999999999999 REF", "expected the clock, a whole number"),
      (String(repeating: "1", count: 5_000), "trace, line 1: found"),
    ])
  func mistakes(text: String, sentence: String) {
    let error = #expect(throws: MemorySystemError.self) { try Self.commands(text) }
    #expect(error?.description.contains(sentence) == true, "\(String(describing: error))")
  }

  @Test("come back from a file as they were written, across the borders of pieces")
  func roundTrip() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "nms-trace-\(ProcessInfo.processInfo.globallyUniqueString)")
    defer { try? FileManager.default.removeItem(at: url) }
    var bytes: [UInt8] = []
    var written: [MemoryCommand] = []
    var writer = TraceWriter(comment: ["test"]) { bytes += $0 }
    for index in 0..<60_000 {
      let kind = MemoryCommand.Kind.allCases[index % MemoryCommand.Kind.allCases.count]
      let count = kind.operandCount
      let command = MemoryCommand(
        cycle: index * 3, kind, bank: count > 0 ? index % 16 : 0, row: count > 1 ? index : 0,
        column: count > 2 ? index % 1_024 : 0)
      written.append(command)
      try writer.write(command)
    }
    try writer.finish(at: 200_000)
    #expect(bytes.count > 3 << 18)
    try Data(bytes).write(to: url)
    var reader = try TraceReader(path: url.path)
    var index = 0
    while let command = try reader.next() {
      #expect(command == written[index])
      index += 1
    }
    #expect(index == written.count)
    #expect(reader.endCycle == 200_000)
  }

  @Test("that do not exist are named")
  func missing() {
    let error = #expect(throws: MemorySystemError.self) { _ = try TraceReader(path: "/no/trace") }
    #expect(
      error?.description == "/no/trace: found no file of this name, expected a command trace")
  }
}
