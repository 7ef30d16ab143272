import Foundation
import TestSupport
import Testing

@Suite("nms cosim affinity")
struct CosimAffinityTests {
  /// The fields that a script may rely on.
  struct Output: Decodable {
    struct Run: Decodable {
      struct Report: Decodable {
        var engine: String
        var rows: Int
        var evaluations: Int
        var probabilities: Int
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
      "cosim", "affinity", "--preset", "small", "--count", "20", "--no-stalls", "--random-runs",
      "2",
      "--strategy", "bisection")
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    try #require(lines.count == 8)
    #expect(
      lines[0] == "engine native, bisection, streams never pause; cycles must equal the formula")
    #expect(lines[1].hasPrefix("rows of") && lines[1].hasSuffix("mismatches"))
    let fields = lines[2].split(separator: " ").map(String.init)
    try #require(fields.count == 8)
    #expect(fields[0] == "optical-digits")
    #expect(fields[1] == "20")
    #expect(fields[3] == "400")
    #expect(fields[4] == fields[5])
    #expect(lines[5].hasPrefix("not covered: "))
    #expect(lines[7] == "no mismatch")
  }

  @Test("prints JSON")
  func json() throws {
    let outcome = try NMS()(
      "cosim", "affinity", "--preset", "small", "--count", "8", "--random-runs", "1", "--json")
    #expect(outcome.status == 0)
    let output = try JSONDecoder().decode(Output.self, from: Data(outcome.output.utf8))
    #expect(output.isClean)
    #expect(output.runs.map(\.source) == ["optical-digits", "random rows 0"])
    let report = try #require(output.runs.first).report
    #expect(report.engine == "native" && report.hasStalls)
    #expect(report.rows == 8 && report.probabilities == 64)
    #expect(report.evaluations >= 64 && report.cycles > report.formulaCycles)
    #expect(report.coverage["earlyStops"] != nil)
  }

  @Test(
    "refuses what it cannot run",
    arguments: [
      (["--count", "1"], 64, "Error: --count is 1; choose 2 to 4096"),
      (
        ["--preset", "small", "--count", "65"], 65,
        "nms: optical-digits has 65 images, but a row takes 2 to 64 points (affinity.maximumPoints); "
          + "choose another count or raise it in the configuration"
      ),
      (["--class", "10"], 65, "nms: "),
    ])
  func refusals(arguments: [String], status: Int32, message: String) throws {
    let outcome = try NMS().run(["cosim", "affinity"] + arguments)
    #expect(outcome.status == status)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix(message), "\(outcome.errors)")
  }
}

@Suite("nms mutate")
struct MutateTests {
  @Test("counts the mutants that the cosimulation sees")
  func few() throws {
    guard Tool.yosys.isExpected else { try Test.cancel("yosys is not installed") }
    guard Tool.verilator.isExpected else { try Test.cancel("verilator is not installed") }
    let outcome = try NMS()(
      "mutate", "affinity", "--strategy", "bisection", "--mutants", "6", "--seed", "2", "--json")
    struct Mutant: Decodable {
      struct Change: Decodable {
        var number: Int
        var module: String
        var mode: String
      }
      var mutant: Change
      var verdict: String
      var evidence: String?
    }
    let mutants = try JSONDecoder().decode([Mutant].self, from: Data(outcome.output.utf8))
    #expect(mutants.map(\.mutant.number) == Array(1...6))
    #expect(mutants.count { $0.verdict == "killed" } >= 4)
    #expect(mutants.allSatisfy { $0.verdict != "killed" || $0.evidence != nil })
    #expect(mutants.allSatisfy { $0.verdict != "survived" || $0.evidence == nil })
  }

  @Test("refuses no mutants")
  func none() throws {
    let outcome = try NMS()("mutate", "affinity", "--mutants", "0")
    #expect(outcome.status == 64)
    #expect(outcome.errors.hasPrefix("Error: --mutants is 0; choose 1 to 10000"))
  }
}
