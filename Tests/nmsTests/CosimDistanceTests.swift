import Foundation
import TestSupport
import Testing

@Suite("nms cosim distance")
struct CosimDistanceTests {
  /// The fields that a script may rely on.
  struct Output: Decodable {
    struct Run: Decodable {
      struct Report: Decodable {
        struct Mismatch: Decodable {
          var cycle: Int
          var signal: String
          var queryImage: Int?
          var candidateImage: Int?
          var expected: UInt64
          var got: UInt64
        }
        var engine: String
        var images: Int
        var bytesPerImage: Int
        var queries: Int
        var lanes: Int
        var passes: Int
        var distances: Int
        var cycles: Int
        var formulaCycles: Int
        var hasStalls: Bool
        var laneUtilization: Double
        var dataSetReads: Double
        var mismatches: [Mismatch]
      }
      var source: String
      var report: Report
    }
    var isClean: Bool
    var runs: [Run]
  }

  @Test("agrees on the embedded digits and says so")
  func digits() throws {
    let outcome = try NMS()("cosim", "distance", "--count", "40", "--no-stalls")
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    try #require(lines.count > 3)
    #expect(lines.first == "engine native, streams never pause; cycles must equal the formula")
    #expect(
      lines[1].hasPrefix("images") && lines[1].hasSuffix("mismatches"))
    // Five groups of 8: 8 x (40 + 32 + 24 + 16 + 8) distances.
    let fields = lines[2].split(separator: " ").map(String.init)
    try #require(fields.count > 7)
    #expect(Array(fields.prefix(6)) == ["optical-digits", "40", "64", "8", "16", "960"])
    #expect(fields[6] == fields[7])
    #expect(lines.filter { $0.hasPrefix("random images") }.count == 4)
    #expect(lines[lines.count - 2].hasSuffix(" s"))
    #expect(lines.last == "no mismatch")
  }

  @Test("progress is plain lines where standard error is no terminal")
  func progress() throws {
    let outcome = try NMS()(
      "cosim", "distance", "--count", "256", "--lanes", "4", "--random-runs", "0")
    #expect(outcome.status == 0)
    let lines = outcome.errors.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count > 3)
    #expect(lines.last == "")
    for line in lines.dropLast() {
      #expect(line.hasPrefix("optical-digits: ") && line.hasSuffix(" %"), "\(line)")
    }
    #expect(!outcome.text.contains("\u{1b}") && !outcome.text.contains("\r"))
  }

  @Test("JSON has the documented fields and nothing else goes to either output")
  func json() throws {
    let outcome = try NMS()(
      "cosim", "distance", "--count", "256", "--lanes", "4", "--queries", "3", "--random-runs", "1",
      "--no-stalls", "--json")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let output = try JSONDecoder().decode(Output.self, from: Data(outcome.output.utf8))
    #expect(output.isClean)
    #expect(output.runs.map(\.source) == ["optical-digits", "random images 0"])
    let report = try #require(output.runs.first?.report)
    #expect(report.engine == "native")
    #expect(report.images == 256)
    #expect(report.bytesPerImage == 64)
    #expect(report.queries == 3)
    #expect(report.lanes == 4)
    #expect(report.passes == 86)
    #expect(report.cycles == report.formulaCycles)
    #expect(!report.hasStalls)
    #expect(report.laneUtilization > 0.95)
    #expect(report.mismatches.isEmpty)
  }

  @Test("the same seed gives the same output, another one other pauses")
  func seeds() throws {
    let nms = try NMS()
    func run(_ seed: String) throws -> String {
      try nms("cosim", "distance", "--count", "20", "--seed", seed, "--json").output
    }
    let first = try run("7")
    #expect(try run("7") == first)
    #expect(try run("8") != first)
  }

  @Test(
    "a fault ends with exit code 1 and names images, cycle, expected and got",
    arguments: ["tail-mask", "swapped-query", "dropped-carry"])
  func faults(fault: String) throws {
    let nms = try NMS()
    let outcome = try nms("cosim", "distance", "--count", "32", "--fault", fault)
    #expect(outcome.status == 1)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.last == "MISMATCH")
    let line =
      #/[a-z0-9 -]+, cycle \d+: distance of images \d+ and \d+: expected \d+, got \d+/#
    #expect(lines.contains { $0.wholeMatch(of: line) != nil })

    let json = try nms("cosim", "distance", "--count", "32", "--fault", fault, "--json")
    #expect(json.status == 1)
    #expect(json.errors == "")
    let output = try JSONDecoder().decode(Output.self, from: Data(json.output.utf8))
    #expect(!output.isClean)
    let mismatch = try #require(output.runs.last?.report.mismatches.first)
    #expect(mismatch.signal == "distance")
    #expect(mismatch.expected != mismatch.got)
    let query = try #require(mismatch.queryImage)
    let candidate = try #require(mismatch.candidateImage)
    let text =
      "cycle \(mismatch.cycle): distance of images \(query) and \(candidate): "
      + "expected \(mismatch.expected), got \(mismatch.got)"
    #expect(lines.contains { $0.hasSuffix(text) })
  }

  @Test(
    "other engines give the same result but for their name", arguments: ["verilator", "icarus"])
  func engines(name: String) throws {
    let tool = name == "icarus" ? Tool.icarus : .verilator
    guard tool.isExpected else { try Test.cancel("\(tool) is not installed") }
    let nms = try NMS()
    func run(_ engine: String) throws -> String {
      let outcome = try nms(
        "cosim", "distance", "--count", "12", "--lanes", "8", "--queries", "3", "--engine", engine,
        "--json", environment: ["NMS_CACHE": nms.folder.path("cache")])
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.output
    }
    let native = try run("native")
    #expect(try run(name) == native.replacing("\"native\"", with: "\"\(name)\""))
  }

  @Test("waveforms have the names and scopes of the Swift description")
  func waves() throws {
    let nms = try NMS()
    let outcome = try nms(
      "cosim", "distance", "--count", "4", "--random-runs", "0", "--waves", "run.vcd")
    #expect(outcome.status == 0)
    let text = try String(contentsOfFile: nms.folder.path("run.vcd"), encoding: .utf8)
    let lines = text.split(separator: "\n").map(String.init)
    var scopes: [String] = []
    var names: Set<String> = []
    for line in lines.prefix(while: { $0 != "$enddefinitions $end" }) {
      let words = line.split(separator: " ").map(String.init)
      switch words.first {
      case "$scope": scopes.append(words[2])
      case "$upscope": scopes.removeLast()
      case "$var": names.insert((scopes + [words[4]]).joined(separator: "."))
      default: break
      }
    }
    #expect(scopes.isEmpty)
    let top = "DistanceUnit_queries8_lanes16"
    for name in [
      "clock", "reset", "command_valid", "candidate_ready", "result_distances", "isLoading",
      "candidateAccepted", "resultBuffer.spareValid", "row_0.query", "row_7.total",
    ] {
      #expect(names.contains("\(top).\(name)"), "\(name)")
    }
    // The values run on to the last cycle: reset's two and those of the report.
    let report = try nms(
      "cosim", "distance", "--count", "4", "--random-runs", "0", "--json")
    let output = try JSONDecoder().decode(Output.self, from: Data(report.output.utf8))
    let last = lines.last { $0.hasPrefix("#") }.flatMap { Int($0.dropFirst()) }
    #expect(try #require(last) / 10 > (output.runs.first?.report.cycles ?? .max))
  }

  @Test("data that cannot be used is one sentence and exit code 65")
  func badData() throws {
    let nms = try NMS()
    try nms.expectFailure(
      65,
      "nowhere: found no file or folder of this name, expected a dataset; check the path, or use "
        + "digits for the embedded set.", "cosim", "distance", "--dataset", "nowhere")
    try nms.expectFailure(
      65,
      "digits: found one set without parts, expected separate train and test files to choose test "
        + "from; leave the split out.", "cosim", "distance", "--split", "test")
    try nms.folder.write("tiny.yaml", "preset: small\ndistance: {maximumDimensions: 63}\n")
    try nms.expectFailure(
      65,
      "an image of optical-digits has 64 bytes, but distance.maximumDimensions is 63; raise it in "
        + "the configuration", "cosim", "distance", "--config", "tiny.yaml")
    try nms.expectFailure(
      65, "distance.lanes is 3; choose a power of two from 2 to 256", "cosim", "distance",
      "--lanes", "3")
    try nms.expectFailure(
      65, "distance.queries is 0; choose a value from 1 to 64", "cosim", "distance", "--queries",
      "0")
    try nms.expectFailure(
      65, "distance.chunkBeats is 5; choose a power of two from 2 to 4096", "cosim", "distance",
      "--chunk-beats", "5")
  }

  @Test(
    "a waveform file that cannot be written is one sentence and exit code 65, on every engine",
    arguments: ["native", "verilator", "icarus"])
  func badWaves(engine: String) throws {
    try NMS().expectFailure(
      65,
      "cannot write the waveform file no/folder/run.vcd; choose a folder that exists and is "
        + "writable", "cosim", "distance", "--count", "4", "--engine", engine, "--waves",
      "no/folder/run.vcd")
  }

  @Test("a missing tool is one sentence with the command that installs it, and exit code 69")
  func missingTools() throws {
    let nms = try NMS()
    #if os(macOS)
      let (verilator, icarus) = ("brew install verilator", "brew install icarus-verilog")
    #else
      let install = "apt-get install -y --no-install-recommends"
      let (verilator, icarus) = ("\(install) verilator", "\(install) iverilog")
    #endif
    let cosim = ["cosim", "distance", "--count", "4", "--engine"]
    for (engine, environment, sentence) in [
      (
        "verilator", ["PATH": "/nowhere", "NMS_VERILATOR": nil],
        "verilator is not found; install it with `\(verilator)`"
      ),
      (
        "verilator", ["NMS_VERILATOR": "/nowhere/verilator_bin"],
        "verilator is not found at `/nowhere/verilator_bin`, which the variable NMS_VERILATOR "
          + "names; unset it, or install it with `\(verilator)`"
      ),
      (
        "icarus", ["PATH": "/nowhere"], "iverilog is not found; install it with `\(icarus)`"
      ),
    ] as [(String, [String: String?], String)] {
      // An absolute path to `env` finds the command; the command finds nothing.
      var variables = environment
      variables["NMS_CACHE"] = nms.folder.path("cache")
      let outcome = try nms.run(cosim + [engine], environment: variables)
      #expect(outcome.status == 69)
      #expect(outcome.output == "")
      #expect(outcome.errors == "nms: \(sentence)\n")
    }
  }
}
