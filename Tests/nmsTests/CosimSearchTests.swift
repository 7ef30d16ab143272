import Foundation
import TestSupport
import Testing

@Suite("nms cosim search")
struct CosimSearchTests {
  /// The fields that a script may rely on.
  struct Output: Decodable {
    struct Report: Decodable {
      struct Mismatch: Decodable {
        var cycle: Int
        var search: Int
        var generation: Int
        var signal: String
        var expected: Int
        var got: Int
      }
      struct Configuration: Decodable {
        var strategy: String
        var population: Int
      }
      var engine: String
      var configuration: Configuration
      var searches: Int
      var restarts: Int
      var generations: Int
      var candidates: Int
      var cycles: Int
      var coverage: [String: Int]
      var mismatches: [Mismatch]
    }
    var isClean: Bool
    var reports: [Report]
    var covered: Int
    var notCovered: [String]
  }

  @Test("all strategies agree and say so")
  func agreement() throws {
    let outcome = try NMS()("cosim", "search", "--runs", "20", "--variants", "3")
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    try #require(lines.count == 14)
    #expect(lines[0] == "simulator native")
    #expect(lines[1].hasPrefix("engine") && lines[1].hasSuffix("mismatches"))
    #expect(lines[2].hasPrefix("differentialEvolution currentToBest1 8 "))
    #expect(lines[5].hasPrefix("bisection 3 bits "))
    #expect(lines[8].hasPrefix("fireworks 8 "))
    #expect(lines[11].wholeMatch(of: #/covered \d+ of \d+(; missing: .+)?/#) != nil)
    #expect(lines[12].hasSuffix(" s"))
    #expect(lines[13] == "no mismatch")
  }

  @Test("JSON has the documented fields and nothing else goes to either output")
  func json() throws {
    let outcome = try NMS()(
      "cosim", "search", "--strategy", "bisection", "--runs", "10", "--variants", "2", "--json")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let output = try JSONDecoder().decode(Output.self, from: Data(outcome.output.utf8))
    #expect(output.isClean)
    #expect(output.reports.map(\.configuration.strategy) == ["bisection", "bisection"])
    #expect(output.reports.map(\.searches) == [10, 10])
    #expect(output.reports.allSatisfy { $0.engine == "native" && $0.mismatches.isEmpty })
    let report = try #require(output.reports.first)
    #expect(report.coverage["bisection of 3 bits a pass"] == 1)
    #expect(report.candidates >= 7 * report.generations)
    #expect(output.notCovered.contains("bisection of 1 bit a pass"))
    #expect(output.covered > 10)
  }

  @Test("the same seed gives the same output, another one other searches")
  func seeds() throws {
    let nms = try NMS()
    func run(_ seed: String) throws -> String {
      try nms("cosim", "search", "--runs", "5", "--variants", "2", "--seed", seed, "--json").output
    }
    let first = try run("7")
    #expect(try run("7") == first)
    #expect(try run("8") != first)
  }

  @Test(
    "a fault ends with exit code 1 and names signal, search, expected and got",
    arguments: ["opposite-error", "wrong-reciprocal"],
    ["differentialEvolution", "bisection", "fireworks"])
  func faults(fault: String, strategy: String) throws {
    let nms = try NMS()
    let arguments = [
      "cosim", "search", "--strategy", strategy, "--runs", "20", "--variants", "1", "--fault",
      fault,
    ]
    let outcome = try nms.run(arguments)
    #expect(outcome.status == 1)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.last == "MISMATCH")
    let line =
      #/[A-Za-z0-9 ]+, cycle \d+: [a-z0-9 ]+ of generation \d+ of search \d+: expected -?\d+, got -?\d+/#
    #expect(lines.contains { $0.wholeMatch(of: line) != nil }, "\(outcome.output)")
    let json = try nms.run(arguments + ["--json"])
    #expect(json.status == 1)
    let output = try JSONDecoder().decode(Output.self, from: Data(json.output.utf8))
    #expect(!output.isClean)
    let mismatch = try #require(output.reports.first?.mismatches.first)
    #expect(mismatch.expected != mismatch.got)
  }

  @Test("Verilator gives the same result but for its name")
  func verilator() throws {
    guard Tool.verilator.isExpected else { try Test.cancel("verilator is not installed") }
    let nms = try NMS()
    func run(_ engine: String) throws -> String {
      let outcome = try nms(
        "cosim", "search", "--strategy", "fireworks", "--variants", "1", "--runs", "50", "--engine",
        engine, "--json", environment: ["NMS_CACHE": nms.folder.path("cache")])
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.output
    }
    let native = try run("native")
    #expect(try run("verilator") == native.replacing("\"native\"", with: "\"verilator\""))
  }

  @Test("wrong numbers are one sentence and exit code 64")
  func misuse() throws {
    let nms = try NMS()
    try nms.expectMisuse(
      "--runs is 0; choose 1 to 1000000", "cosim", "search", "--runs", "0")
    try nms.expectMisuse(
      "--variants is 1001; choose 1 to 1000", "cosim", "search", "--variants", "1001")
  }
}
