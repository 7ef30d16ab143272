import Configuration
import Foundation
import TestSupport
import Testing

@Suite("nms generate")
struct GenerateTests {
  private func fileList(_ folder: TemporaryFolder, _ output: String) throws -> [String] {
    let text = try String(contentsOfFile: folder.path("\(output)/rtl/files.f"), encoding: .utf8)
    return text.split(separator: "\n").map(String.init)
  }

  @Test(
    "writes a file list whose files exist, children first", arguments: SamplerConfiguration.presets)
  func presets(preset: SamplerConfiguration) throws {
    let nms = try NMS()
    let outcome = try nms("generate", "--preset", preset.name, "--output", "out")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let sizes = preset.distance
    let top = "DistanceUnit_queries\(sizes.queries)_lanes\(sizes.lanes)"
    let list = try fileList(nms.folder, "out")
    #expect(list.count == 3)
    #expect(list.last == "\(top).v")
    let written = try nms.folder.contents(below: "out")
    for name in list {
      let text = String(decoding: try #require(written["rtl/\(name)"]), as: UTF8.self)
      #expect(text.contains("\nmodule \(name.dropLast(2))"))
      #expect(written["rtl/linemap/\(name.dropLast(2)).json"] != nil)
    }
    // Two files a module, the list, the configuration; every one is named on standard output.
    #expect(written.count == 2 * list.count + 2)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.first == "top module \(top), configuration \(preset.name)")
    #expect(lines.dropFirst().sorted() == written.keys.map { "out/\($0)" }.sorted())
    let yaml = String(decoding: try #require(written["rtl/configuration.yaml"]), as: UTF8.self)
    #expect(try SamplerConfiguration(yaml: yaml, source: "it") == preset)
  }

  @Test("writes the affinity unit of a strategy")
  func affinity() throws {
    let nms = try NMS()
    let outcome = try nms("generate", "--unit", "affinity", "--preset", "small", "--output", "out")
    #expect(outcome.status == 0)
    let list = try fileList(nms.folder, "out")
    #expect(list.last == "AffinityUnit_differentialEvolution_lanes8.v")
    #expect(list.contains("WeightLane.v") && list.contains("EvolutionEngine.v"))
  }

  @Test("writes the exemplar selector")
  func selection() throws {
    let nms = try NMS()
    let outcome = try nms("generate", "--unit", "selection", "--preset", "small", "--output", "out")
    #expect(outcome.status == 0)
    let list = try fileList(nms.folder, "out")
    #expect(list.last == "ExemplarSelector_points64.v")
    #expect(list.contains("CellDivision.v") && list.contains("GridSearch.v"))
  }

  @Test("writes the scheduler of a memory")
  func scheduler() throws {
    let nms = try NMS()
    let outcome = try nms(
      "generate", "--unit", "scheduler", "--device", "lpddr4-3200", "--output", "out")
    #expect(outcome.status == 0)
    let list = try fileList(nms.folder, "out")
    #expect(list.last == "DRAMScheduler_lpddr4_3200.v")
    #expect(list.contains("RequestQueue.v") && list.contains("BankState.v"))
    let refusal = try nms("generate", "--device", "ddr4-2400", "--output", "out")
    #expect(refusal.status == 64)
    #expect(refusal.errors.contains("--device is of the scheduler"))
  }

  @Test("writes the whole sampler and its registers", arguments: SamplerConfiguration.presets)
  func sampler(preset: SamplerConfiguration) throws {
    let nms = try NMS()
    let outcome = try nms(
      "generate", "--unit", "sampler", "--preset", preset.name, "--output", "out")
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("top module Sampler, configuration \(preset.name)\n"))
    let list = try fileList(nms.folder, "out")
    #expect(list.last == "Sampler.v")
    let units = ["DistancePhase.v", "AffinityPhase.v", "JointPhase.v", "TriangleReader.v"]
    #expect(units.filter { !list.contains($0) } == [])
    let written = try nms.folder.contents(below: "out/include")
    #expect(
      written.keys.sorted() == [
        "sampler_registers.h", "sampler_registers.md", "sampler_registers.rdl",
      ])
    for name in written.keys {
      #expect(outcome.output.split(separator: "\n").contains("out/include/\(name)"))
    }
    let texts = written.mapValues { String(decoding: $0, as: UTF8.self) }
    #expect(texts["sampler_registers.h"]?.contains("#define SAMPLER_POINTS_OFFSET 0x") == true)
    #expect(texts["sampler_registers.rdl"]?.contains("addrmap sampler {") == true)
    // The header is that of the configuration, not of any.
    let most = "`points` was not 1 to \(preset.affinity.maximumPoints)."
    for text in texts.values { #expect(text.contains(most)) }
  }

  @Test(
    "writes the sampler with the memory that the configuration puts behind it",
    arguments: [
      ("dram", ["DRAMController_wide_io_200_channels2_bits128.v", "DRAMCounters_channels2.v"]),
      ("axi4", ["AXI4Memory_bits128_address40.v"]),
    ])
  func backEnd(name: String, modules: [String]) throws {
    let nms = try NMS()
    try nms.folder.write(
      "mine.yaml", "preset: small\nmemory: {backEnd: \(name), channels: 2}\n")
    let outcome = try nms(
      "generate", "--unit", "sampler", "--config", "mine.yaml", "--output", "out")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let list = try fileList(nms.folder, "out")
    #expect(list.last == "Sampler.v")
    #expect(modules.filter { !list.contains($0) } == [])
    let written = try nms.folder.contents(below: "out")
    func text(_ path: String) throws -> String {
      String(decoding: try #require(written[path]), as: UTF8.self)
    }
    let sampler = try text("rtl/Sampler.v")
    let header = try text("include/sampler_registers.h")
    // Pins and registers of this back end, and of no other.
    #expect(!sampler.contains("memory_request_valid,"))
    #expect(sampler.contains("dram_1_command_kind") == (name == "dram"))
    #expect(sampler.contains("m_axi_araddr") == (name == "axi4"))
    #expect(header.contains("SAMPLER_DRAM_ACTIVATES_OFFSET ") == (name == "dram"))
    #expect(header.contains("SAMPLER_MEMORY_BASE_OFFSET ") == (name == "axi4"))
  }

  @Test("a memory that makes no beat is one sentence and exit code 65, and nothing is written")
  func wrongMemory() throws {
    let nms = try NMS()
    for (memory, sentence) in [
      ("backEnd: dram, device: ddr9", "memory.device: there is no memory device or file 'ddr9'"),
      ("backEnd: dram, channels: 3", "memory.channels is 3; choose a power of two from 1 to 16"),
    ] {
      try nms.folder.write("mine.yaml", "preset: small\nmemory: {\(memory)}\n")
      let outcome = try nms(
        "generate", "--unit", "sampler", "--config", "mine.yaml", "--output", "out")
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: nms.folder.path("out")))
  }

  @Test(
    "a configuration that no sampler takes is one sentence and exit code 65, and nothing is written"
  )
  func samplerSizes() throws {
    let nms = try NMS()
    try nms.folder.write("narrow.yaml", "preset: small\ndistance: {lanes: 4}\n")
    let outcome = try nms(
      "generate", "--unit", "sampler", "--config", "narrow.yaml", "--output", "out")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("distance.lanes is 4, but a sampler needs two distances"))
    #expect(!FileManager.default.fileExists(atPath: nms.folder.path("out")))
  }

  @Test("line maps are JSON that points at lines of Swift files")
  func lineMaps() throws {
    let nms = try NMS()
    _ = try nms("generate", "--preset", "small", "--output", "out")
    struct LineMap: Decodable {
      enum Field: Decodable {
        case number(Int)
        case text(String)
        init(from decoder: any Decoder) throws {
          let value = try decoder.singleValueContainer()
          if let number = try? value.decode(Int.self) {
            self = .number(number)
          } else {
            self = .text(try value.decode(String.self))
          }
        }
      }
      var file: String
      var lines: [[Field]]
    }
    for (path, data) in try nms.folder.contents(below: "out/rtl/linemap") {
      let map = try JSONDecoder().decode(LineMap.self, from: data)
      #expect(map.file == path.replacing(".json", with: ".v"))
      #expect(!map.lines.isEmpty)
      for line in map.lines {
        guard line.count == 4, case .text(let file) = line[1] else {
          Issue.record("\(path): \(line)")
          continue
        }
        #expect(file.hasSuffix(".swift") && !file.hasPrefix("/"))
      }
    }
  }

  @Test("gives the same bytes whatever the hash seed", arguments: SamplerConfiguration.presets)
  func determinism(preset: SamplerConfiguration) throws {
    let nms = try NMS()
    for (folder, hashing) in [("a", "1"), ("b", nil), ("c", nil)] as [(String, String?)] {
      let outcome = try nms(
        "generate", "--preset", preset.name, "--output", folder,
        environment: ["SWIFT_DETERMINISTIC_HASHING": hashing])
      #expect(outcome.status == 0)
    }
    let first = try nms.folder.contents(below: "a")
    #expect(!first.isEmpty)
    #expect(try nms.folder.contents(below: "b") == first)
    #expect(try nms.folder.contents(below: "c") == first)
  }

  @Test("the folder rtl of the package is what the command writes today")
  func committedFolder() throws {
    let nms = try NMS()
    #expect(try nms("generate", "--output", ".").status == 0)
    // Line maps follow every edit of the sources and are not committed.
    let isCommitted = { (path: String) in !path.hasPrefix("linemap/") }
    let fresh = try nms.folder.contents(below: "rtl").filter { isCommitted($0.key) }
    let root = Package.root.appendingPathComponent("rtl")
    let committed = ((try? TemporaryFolder.contents(of: root)) ?? [:])
      .filter { isCommitted($0.key) }
    #expect(committed.keys.sorted() == fresh.keys.sorted(), "run `make rtl` and commit rtl/")
    for (path, data) in fresh where committed[path] != nil && committed[path] != data {
      Issue.record("rtl/\(path) is not what `nms generate` writes; run `make rtl` and commit it")
    }
  }

  @Test("removes what an earlier configuration left and keeps what is not its own")
  func staleFiles() throws {
    let nms = try NMS()
    #expect(try nms("generate", "--preset", "small", "--output", "out").status == 0)
    try nms.folder.write("out/rtl/mine.v", "module mine; endmodule\n")
    try nms.folder.write("out/rtl/linemap/mine.json", "{}")
    try nms.folder.write("out/notes.txt", "keep\n")
    #expect(try nms("generate", "--preset", "large", "--output", "out").status == 0)
    var after = try nms.folder.contents(below: "out")
    for name in ["rtl/mine.v", "rtl/linemap/mine.json", "notes.txt"] {
      #expect(after.removeValue(forKey: name) != nil, "\(name)")
    }
    #expect(try nms("generate", "--preset", "large", "--output", "clean").status == 0)
    #expect(after == (try nms.folder.contents(below: "clean")))
  }

  @Test("takes a configuration from a file, and lists its files as JSON")
  func json() throws {
    let nms = try NMS()
    try nms.folder.write(
      "mine.yaml", "preset: small\nname: mine\ndistance: {lanes: 4, queries: 2}\n")
    let outcome = try nms("generate", "--config", "mine.yaml", "--output", "out", "--json")
    #expect(outcome.status == 0)
    struct Output: Decodable {
      var top: String
      var configuration: SamplerConfiguration
      var files: [String]
    }
    let output = try JSONDecoder().decode(Output.self, from: Data(outcome.output.utf8))
    #expect(output.top == "DistanceUnit_queries2_lanes4")
    #expect(output.configuration.name == "mine")
    #expect(output.configuration.distance.lanes == 4)
    #expect(output.configuration.distance.chunkBeats == 256)
    #expect(output.files.sorted() == (try nms.folder.contents(below: "out").keys.sorted()))
  }

  @Test("a configuration that cannot be read is one sentence and exit code 65")
  func badConfiguration() throws {
    let nms = try NMS()
    try nms.expectFailure(
      65, "cannot read no.yaml; give the path of a YAML file that exists and may be read",
      "generate", "--config", "no.yaml", "--output", "out")
    try nms.folder.write("bad.yaml", "a: b: c\n")
    try nms.expectFailure(
      65, "bad.yaml is not YAML: line 1, column 5: mapping values are not allowed in this context",
      "generate", "--config", "bad.yaml", "--output", "out")
    try nms.folder.write("range.yaml", "distance: {lanes: 7}\n")
    try nms.expectFailure(
      65, "range.yaml: distance.lanes is 7; choose a power of two from 2 to 256", "generate",
      "--config", "range.yaml", "--output", "out")
    try nms.folder.write("empty.yaml", "")
    try nms.expectFailure(
      65, "empty.yaml holds no mapping; write keys such as `preset: small`", "generate",
      "--config", "empty.yaml", "--output", "out")
    try Data([0x6e, 0xff, 0xfe]).write(to: nms.folder.url.appendingPathComponent("latin.yaml"))
    try nms.expectFailure(
      65, "latin.yaml is not UTF-8 text; save it as UTF-8", "generate", "--config", "latin.yaml",
      "--output", "out")
    #expect(!FileManager.default.fileExists(atPath: nms.folder.path("out")))
  }

  @Test("an output that cannot be written is one sentence and exit code 65, and nothing is written")
  func badOutput() throws {
    let nms = try NMS()
    let advice = "choose an output folder that is writable and not a file"
    try nms.folder.write("file", "mine\n")
    try nms.expectFailure(
      65, "cannot write \(nms.folder.path("file")); \(advice)", "generate", "--output", "file")
    try nms.expectFailure(
      65, "cannot write \(nms.folder.path("file/below")); \(advice)", "generate", "--output",
      "file/below")
    try nms.folder.write("taken/rtl", "mine\n")
    try nms.expectFailure(
      65, "cannot write \(nms.folder.path("taken")); \(advice)", "generate", "--output", "taken")
    try nms.expectFailure(
      65, "cannot write /dev/null/out; \(advice)", "generate", "--output", "/dev/null/out")
    #expect(
      try nms.folder.contents() == ["file": Data("mine\n".utf8), "taken/rtl": Data("mine\n".utf8)])
  }

  @Test(
    "a folder without permission to write is one sentence and exit code 65, and stays as it is",
    .enabled(if: geteuid() != 0, "the superuser may write everywhere"))
  func noPermission() throws {
    let nms = try NMS()
    try nms.folder.write("locked/notes.txt", "mine\n")
    let locked = nms.folder.path("locked")
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: locked)
    defer {
      try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: locked)
    }
    try nms.expectFailure(
      65, "cannot write \(locked); choose an output folder that is writable and not a file",
      "generate", "--output", "locked")
    #expect(try nms.folder.contents(below: "locked").count == 1)
  }
}
