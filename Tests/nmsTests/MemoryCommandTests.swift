import Foundation
import Testing

@Suite("nms trace and energy")
struct MemoryCommandTests {
  @Test(
    "a trace that was written is checked and replayed", arguments: ["ddr4-2400", "wide-io-200"])
  func trace(device: String) throws {
    let nms = try NMS()
    for pattern in ["stream-read", "stream-write", "random", "sampler"] {
      let written = try nms(
        "trace", "write", "--device", device, "--pattern", pattern, "--cycles", "20000",
        "--output", "t.trace")
      #expect(written.status == 0)
      #expect(written.text == "")
      let checked = try nms("trace", "check", "t.trace", "--device", device)
      #expect(checked.status == 0)
      #expect(checked.output.hasSuffix(" clocks of \(device): no violation\n"))
      let replayed = try nms("trace", "replay", "t.trace", "--device", device, "--json")
      #expect(replayed.status == 0)
      let json = try JSONSerialization.jsonObject(with: Data(replayed.output.utf8))
      let fields = try #require(json as? [String: Any])
      #expect(fields["violationCount"] as? Int == 0)
      #expect((fields["picojoules"] as? Double ?? 0) > 0)
    }
  }

  @Test("a violation is told and the exit code is 1")
  func violation() throws {
    let nms = try NMS()
    try "0 ACT 0 1\n3 RD 0 1 0\n".write(
      to: nms.folder.url.appendingPathComponent("t"), atomically: true, encoding: .utf8)
    let outcome = try nms("trace", "check", "t")
    #expect(outcome.status == 1)
    #expect(
      outcome.output == """
        tRCD: RD 0 1 0 at 3 follows ACT 0 at 0; 4 clocks are required, 3 found
        2 commands in 4 clocks of wide-io-200: 1 violation

        """)
    #expect(outcome.errors == "")
  }

  @Test("bad input is one sentence")
  func failures() throws {
    let nms = try NMS()
    let url = nms.folder.url
    try "0 ACT 0\n".write(
      to: url.appendingPathComponent("bad.trace"), atomically: true, encoding: .utf8)
    try nms.expectFailure(
      65,
      "bad.trace, line 1: found the end of the line, expected the row of ACT, a whole number",
      "trace", "check", "bad.trace")
    try nms.expectFailure(
      65, "no.trace: found no file of this name, expected a command trace", "trace", "replay",
      "no.trace")
    try nms.expectFailure(
      65,
      "there is no memory device or file 'x'; choose ddr4-2400, hbm2-2000, lpddr4-3200, lpddr5-6400, wide-io-200 or the path "
        + "of a JSON file", "energy", "--near", "x")
    try "{\n  \"name\": 7\n}".write(
      to: url.appendingPathComponent("d.json"), atomically: true, encoding: .utf8)
    try nms.expectFailure(
      65, "d.json, line 2: name is 7, expected a text in quotes", "energy", "--far", "d.json")
    try nms.expectMisuse("--keep is 0; choose 1 to 100", "energy", "--keep", "0")
    try nms.expectMisuse(
      "--cycles is 0; choose 1 to 1000000000", "trace", "write", "--cycles", "0")
    try nms.expectMisuse("--limit is -1; choose 0 to 1000000", "trace", "check", "t", "--limit=-1")
  }

  @Test("the comparison is printed, written, and the same every time")
  func energy() throws {
    let nms = try NMS()
    let first = try nms("energy", "--output", "out")
    #expect(first.status == 0)
    #expect(first.errors == "")
    #expect(first.output.contains("NMS"))
    let written = try String(
      contentsOf: nms.folder.url.appendingPathComponent("out/energy.txt"), encoding: .utf8)
    #expect(written == first.output)
    let second = try nms("energy", "--json")
    #expect(second.status == 0)
    #expect(try nms("energy", "--json").output == second.output)
  }
}
