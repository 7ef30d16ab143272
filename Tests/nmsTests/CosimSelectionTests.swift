import Foundation
import TestSupport
import Testing

@Suite("nms cosim selection")
struct CosimSelectionTests {
  /// The fields that a script may rely on.
  struct Output: Decodable {
    struct Run: Decodable {
      struct Report: Decodable {
        var engine: String
        var selections: Int
        var points: Int
        var exemplars: Int
        var comparisons: Int
        var cycles: Int
        var formulaCycles: Int
        var hasStalls: Bool
        var coverage: [String: Int]
        var mismatches: [[String: String]]
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
      "cosim", "selection", "--preset", "small", "--count", "20", "--no-stalls", "--random-runs",
      "1", "--iterations", "2", "--rule", "refined-cells")
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    try #require(lines.count == 7)
    #expect(lines[0] == "engine native, streams never pause; cycles must equal the formula")
    #expect(lines[1].hasPrefix("maps of") && lines[1].hasSuffix("mismatches"))
    let fields = lines[2].split(separator: " ").map(String.init)
    try #require(fields.count == 9)
    #expect(fields[0] == "optical-digits,")
    #expect(fields[3] == "20" && fields[4] == "2")
    #expect(fields[6] == fields[7])
    #expect(lines[4].hasPrefix("not covered: grid, "))
    #expect(lines[6] == "no mismatch")
  }

  @Test("prints JSON")
  func json() throws {
    let outcome = try NMS()(
      "cosim", "selection", "--preset", "small", "--count", "12", "--exemplars", "5",
      "--iterations", "2", "--random-runs", "1", "--json")
    #expect(outcome.status == 0)
    let output = try JSONDecoder().decode(Output.self, from: Data(outcome.output.utf8))
    #expect(output.isClean)
    #expect(
      output.runs.map(\.source) == [
        "optical-digits, refined-cells", "optical-digits, grid", "random maps 0",
      ])
    let report = try #require(output.runs.first).report
    #expect(report.engine == "native" && report.hasStalls)
    #expect(report.selections == 1 && report.points == 12 && report.exemplars == 5)
    #expect(report.comparisons == 4 * 12 && report.cycles > report.formulaCycles)
    #expect(report.coverage["empty cluster"] != nil)
  }

  @Test(
    "refuses what it cannot run",
    arguments: [
      (["--count", "1"], 64, "Error: --count is 1; choose 2 to 4096"),
      (["--iterations", "0"], 64, "Error: --iterations is 0; choose 1 to 65535"),
      (["--rule", "best"], 64, "Error: "),
      (
        ["--preset", "small", "--count", "65"], 65,
        "nms: optical-digits has 65 images, but a map takes 2 to 64 points "
          + "(affinity.maximumPoints); choose another count or raise it in the configuration"
      ),
      (
        ["--count", "20", "--exemplars", "21"], 65,
        "nms: 21 exemplars are asked for of 20 images; choose 1 to 20"
      ),
    ])
  func refusals(arguments: [String], status: Int32, message: String) throws {
    let outcome = try NMS().run(["cosim", "selection"] + arguments)
    #expect(outcome.status == status)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix(message), "\(outcome.errors)")
  }
}
