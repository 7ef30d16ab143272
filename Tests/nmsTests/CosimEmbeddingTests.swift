import Foundation
import TestSupport
import Testing

@Suite("nms cosim embedding")
struct CosimEmbeddingTests {
  /// The fields that a script may rely on.
  struct Output: Decodable {
    struct Run: Decodable {
      struct Report: Decodable {
        var engine: String
        var runs: Int
        var iterations: Int
        var positions: Int
        var groups: Int
        var cycles: Int
        var formulaCycles: Int
        var hasStalls: Bool
        var coverage: [String: Int]
      }
      var source: String
      var report: Report
    }
    var isClean: Bool
    var runs: [Run]
  }

  @Test("agrees on the embedded digits and says so")
  func digits() throws {
    let outcome = try NMS()(
      "cosim", "embedding", "--preset", "small", "--count", "20", "--iterations", "3",
      "--no-stalls", "--random-runs", "0")
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    try #require(lines.count == 6)
    #expect(
      lines[0]
        == "engine native, 4 pairs a cycle, streams never pause; cycles must equal the formula")
    let fields = lines[2].split(separator: " ").map(String.init)
    try #require(fields.count == 8)
    #expect(fields[1] == "1" && fields[2] == "3" && fields[3] == "60")
    #expect(fields[5] == fields[6])
    #expect(lines[3].hasPrefix("not covered: one point, "))
    #expect(lines[5] == "no mismatch")
  }

  @Test("prints JSON")
  func json() throws {
    let outcome = try NMS()(
      "cosim", "embedding", "--preset", "small", "--lanes", "2", "--count", "9", "--iterations",
      "2", "--random-runs", "1", "--json")
    #expect(outcome.status == 0)
    let output = try JSONDecoder().decode(Output.self, from: Data(outcome.output.utf8))
    #expect(output.isClean)
    #expect(output.runs.map(\.source) == ["optical-digits", "random 0"])
    let report = try #require(output.runs.first).report
    // Rows 0 to 7 of nine points, two a group.
    #expect(report.groups == 2 * (5 + 4 + 4 + 3 + 3 + 2 + 2 + 1))
    #expect(report.positions == 18 && report.hasStalls)
  }

  @Test(
    "refuses options out of range",
    arguments: [
      (["--count", "0"], "--count is 0; choose 1 to 4096"),
      (["--iterations", "65536"], "--iterations is 65536; choose 0 to 65535"),
      (["--lanes", "3"], "embedding.lanes is 3; choose a power of two from 1 to 64"),
    ])
  func refusals(arguments: [String], message: String) throws {
    let outcome = try NMS().run(["cosim", "embedding"] + arguments)
    #expect(outcome.status != 0)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }
}
