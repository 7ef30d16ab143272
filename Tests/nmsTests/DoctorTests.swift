import Foundation
import Testing

@Suite("nms doctor")
struct DoctorTests {
  private static let names = [
    "verilator", "c++", "iverilog", "vvp", "yosys", "pyslang", "zlib", "libpng",
  ]

  @Test("gives every tool a line: found with its version, or missing with the way to get it")
  func text() throws {
    let outcome = try NMS()("doctor")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.map { $0.split(separator: " ").dropFirst().first.map(String.init) } == Self.names)
    for line in lines {
      #expect(
        line.hasPrefix("found    ") || (line.hasPrefix("missing  ") && line.contains("; install: "))
      )
    }
  }

  @Test("names what is missing on a machine without tools, and still succeeds")
  func nothing() throws {
    let outcome = try NMS()(
      "doctor", environment: ["PATH": "/nowhere", "NMS_VERILATOR": nil, "CXX": nil])
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == Self.names.count)
    // Headers are not found along PATH.
    #expect(lines.dropLast(2).allSatisfy { $0.hasPrefix("missing  ") })
  }

  @Test("gives the same as JSON")
  func json() throws {
    struct Report: Decodable {
      struct Tool: Decodable {
        var tool: String
        var path: String?
        var version: String?
        var purpose: String
        var installCommand: String
      }
      var tools: [Tool]
    }
    let outcome = try NMS()("doctor", "--json")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
    #expect(report.tools.map(\.tool) == Self.names)
    for tool in report.tools {
      #expect(!tool.purpose.isEmpty && !tool.installCommand.isEmpty)
      #expect(tool.path?.hasPrefix("/") ?? true)
    }
  }
}
