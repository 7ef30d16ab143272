import Foundation
import Simulation
import Testing
import Verilog

@testable import Cosimulation

@Suite struct VerilatorBuildTests {
  private let build = VerilatorBuild(cache: Engine.cache)

  /// A design no other test builds, so that the first build is not cached.
  private func unique(_ name: String, constant: Int = 1) -> VerilogDesign {
    TestDesigns.design(
      name, inputs: [("d", 8)], outputs: [("q", 8)],
      body: "  reg [7:0] r;\n  always @(posedge clk) r <= d + 8'd\(constant);\n  assign q = r;")
  }

  private func check(_ model: VerilatorModel, adds constant: UInt64) throws {
    let bench = TestBench(try VerilatorSimulator(model))
    bench.port("d").value = 10
    try bench.cycle()
    try bench.simulator.settle()
    #expect(bench.port("q").value == 10 + constant)
  }

  @Test("The second build of a design comes from the cache")
  func cacheHit() async throws {
    try Engine.verilator.requireTools()
    let design = unique("hit")
    let first = try await build.model(of: design)
    let second = try await build.model(of: design)
    #expect(!first.wasCached)
    #expect(second.wasCached)
    #expect(first.library == second.library)
    #expect(first.warnings.isEmpty)
    try check(second, adds: 1)
  }

  /// Verilator 5.006 makes the output 0 unless the optimisation of trees of single bits is off.
  @Test("A choice by bits above a complement is translated right")
  func bitsAboveComplement() async throws {
    try Engine.verilator.requireTools()
    let design = TestDesigns.design(
      "complement", inputs: [("d", 1)], outputs: [("q", 1)],
      body: """
          wire [32:0] wide = {32'd0, !d};
          reg entry;
          always @(*) begin
            case (wide[2:0])
              3'd0: entry = 1'b1;
              3'd1: entry = 1'b0;
              3'd2: entry = 1'b0;
              3'd3: entry = 1'b0;
              3'd4: entry = 1'b0;
              default: entry = 1'b0;
            endcase
          end
          assign q = entry;
        """)
    let options = VerilatorOptions(areWarningsErrors: false)
    let model = try await VerilatorBuild(options: options, cache: Engine.cache).model(of: design)
    let bench = TestBench(try VerilatorSimulator(model))
    for value: UInt64 in [0, 1] {
      bench.port("d").value = value
      try bench.simulator.settle()
      #expect(bench.port("q").value == value)
    }
  }

  /// Verilator 5.006 makes the output 0 unless its optimisation of the data flow graph is off.
  @Test("The sign of a zero-extended value is compared right")
  func signAboveExtension() async throws {
    try Engine.verilator.requireTools()
    try await expect(
      "extension",
      body: """
          wire [51:0] wide = {51'd0, d};
          assign q = $signed(wide[51:50]) >= $signed(2'd0);
        """, gives: [1, 1])
  }

  /// Verilator 5.006 loses `d` unless its substitution of constants is off.
  @Test("A bit beside a comparison of wide values is translated right")
  func bitBesideComparison() async throws {
    try Engine.verilator.requireTools()
    try await expect(
      "beside",
      body: """
          wire [1:0] both = {d, (~{64'd0, d}) != {64'd0, d}};
          assign q = both;
        """, width: 2, gives: [1, 3])
  }

  /// Verilator 5.006 stops with an internal error unless its substitution of variables is off.
  @Test("The parity of a bit extended with zeros is translated")
  func parityOfExtension() async throws {
    try Engine.verilator.requireTools()
    try await expect(
      "parity", body: "  assign q = ^({16'd0, d} & {16'd0, d});", gives: [0, 1])
  }

  /// Checks the output for the inputs 0 and 1.
  private func expect(
    _ name: String, body: String, width: Int = 1, gives values: [UInt64]
  ) async throws {
    let design = TestDesigns.design(
      name, inputs: [("d", 1)], outputs: [("q", width)], body: body)
    let options = VerilatorOptions(areWarningsErrors: false)
    let model = try await VerilatorBuild(options: options, cache: Engine.cache).model(of: design)
    let bench = TestBench(try VerilatorSimulator(model))
    for (value, expected) in zip([UInt64(0), 1], values) {
      bench.port("d").value = value
      try bench.simulator.settle()
      #expect(bench.port("q").value == expected)
    }
  }

  @Test("Another text, option or port list is another library")
  func rebuilds() async throws {
    try Engine.verilator.requireTools()
    let base = try await build.model(of: unique("change"))
    let text = try await build.model(of: unique("change", constant: 2))
    try check(base, adds: 1)
    try check(text, adds: 2)
    var libraries = [base.library, text.library]
    for change in [
      VerilatorOptions(optimization: .none), VerilatorOptions(optimization: .full),
      VerilatorOptions(instructionSet: .native), VerilatorOptions(hasAssertions: false),
      VerilatorOptions(areWarningsErrors: false),
    ] {
      let model = try await VerilatorBuild(options: change, cache: Engine.cache)
        .model(of: unique("change"))
      #expect(!model.wasCached, "\(change)")
      try check(model, adds: 1)
      libraries.append(model.library)
    }
    #expect(Set(libraries).count == libraries.count)
  }

  @Test("A damaged library is built again", arguments: ["truncated", "changed", "removed"])
  func damaged(how: String) async throws {
    try Engine.verilator.requireTools()
    let design = unique("damaged_" + how)
    let first = try await build.model(of: design)
    switch how {
    case "truncated":
      let data = try Data(contentsOf: first.library)
      try data.prefix(data.count / 2).write(to: first.library)
    case "changed":
      var data = try Data(contentsOf: first.library)
      data[data.count / 2] ^= 0xff
      try data.write(to: first.library)
    default: try FileManager.default.removeItem(at: first.library)
    }
    let second = try await build.model(of: design)
    #expect(!second.wasCached)
    try check(second, adds: 1)
  }

  @Test("A damaged run time is built again")
  func damagedRuntime() async throws {
    try Engine.verilator.requireTools()
    let cache = ArtifactCache(root: Engine.cache.root.appendingPathComponent("own"))
    let build = VerilatorBuild(cache: cache)
    try check(await build.model(of: unique("runtime_first")), adds: 1)
    for kind in ["verilator-header", "verilator-objects"] {
      let folder = cache.root.appendingPathComponent(kind)
      // Without clang there is no precompiled header.
      let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      for entry in entries {
        let entry = folder.appendingPathComponent(entry)
        for name in try FileManager.default.contentsOfDirectory(atPath: entry.path)
        where name != "manifest.json" {
          // Same size, other contents: only the compiler or the linker can tell.
          let file = entry.appendingPathComponent(name)
          let data = try Data(contentsOf: file)
          try Data(repeating: 0x55, count: data.count).write(to: file)
        }
      }
    }
    try check(await build.model(of: unique("runtime_second")), adds: 1)
  }

  @Test("Requests for one design at the same time share one build")
  func concurrent() async throws {
    try Engine.verilator.requireTools()
    let design = unique("concurrent")
    let build = build
    let libraries = try await withThrowingTaskGroup(of: URL.self) { group in
      for _ in 0..<8 { group.addTask { try await build.model(of: design).library } }
      return try await group.reduce(into: Set<URL>()) { $0.insert($1) }
    }
    #expect(libraries.count == 1)
  }

  @Test("A syntax error is bad data with Verilator's own line")
  func syntaxError() async throws {
    try Engine.verilator.requireTools()
    var design = unique("broken")
    design.files[0].text = "module broken(input clk);\n  assign = ;\nendmodule\n"
    let error = await #expect(throws: CosimulationError.self) {
      try await build.model(of: design)
    }
    #expect(error?.kind == .badData)
    #expect(error?.message == "Verilator does not accept the Verilog of `broken`")
    #expect(error?.details.contains("broken.v:2:") == true, "\(error?.details ?? "")")
  }

  @Test("A lint warning is an error unless the option says otherwise")
  func lint() async throws {
    try Engine.verilator.requireTools()
    let design = TestDesigns.design(
      "sloppy", inputs: [("d", 8)], outputs: [("q", 4)],
      body: "  reg [3:0] r;\n  always @(posedge clk) r <= d;\n  assign q = r;")
    let error = await #expect(throws: CosimulationError.self) {
      try await build.model(of: design)
    }
    #expect(error?.kind == .badData)
    #expect(error?.details.contains("WIDTH") == true)
    let lenient = VerilatorBuild(
      options: VerilatorOptions(areWarningsErrors: false), cache: Engine.cache)
    #expect(try await lenient.model(of: design).warnings.contains("WIDTH"))
    #expect(try await lenient.model(of: design).warnings.contains("WIDTH"))
  }

  @Test("A port list that does not match the text is named")
  func ports() async throws {
    try Engine.verilator.requireTools()
    func message(_ change: (inout VerilogDesign) -> Void) async -> String {
      var design = unique("mismatch")
      change(&design)
      let error = await #expect(throws: CosimulationError.self) {
        try await build.model(of: design)
      }
      #expect(error?.kind == .badData)
      return error?.message ?? ""
    }
    let width = await message { $0.ports[0].bitWidth = 9 }
    #expect(width.contains("`d`") && width.contains("8-bit input") && width.contains("9-bit"))
    let direction = await message { $0.ports[1].direction = .input }
    #expect(direction.contains("8-bit output"))
    #expect(await message { $0.ports[0].name = "e" }.contains("no port `e`"))
    #expect(await message { $0.ports.removeLast() }.contains("port `q`"))
    #expect(await message { $0.reset = "rst" }.contains("no port `rst`"))
  }

  @Test("A port named like a function of the model is refused", arguments: ["name", "eval"])
  func functionName(name: String) async throws {
    try Engine.verilator.requireTools()
    let design = TestDesigns.design(
      "clash", inputs: [(name, 8)], outputs: [("q", 8)],
      body: "  reg [7:0] r;\n  always @(posedge clk) r <= \(name);\n  assign q = r;")
    let error = await #expect(throws: CosimulationError.self) {
      try await build.model(of: design)
    }
    #expect(error?.kind == .badData)
    #expect(error?.message.contains("port `\(name)`") == true)
  }

  @Test("A file name with a folder is refused")
  func fileName() async throws {
    try Engine.verilator.requireTools()
    var design = unique("folder")
    design.files[0].name = "../folder.v"
    let error = await #expect(throws: CosimulationError.self) {
      try await build.model(of: design)
    }
    #expect(error?.kind == .badData)
    #expect(error?.message.contains("`../folder.v`") == true)
  }

  @Test("A compiler that fails is an internal error with its first lines")
  func compilerFails() async throws {
    try Engine.verilator.requireTools()
    let script = temporaryPath("compiler")
    try "#!/bin/sh\necho this is no compiler >&2\nexit 3\n".write(
      toFile: script, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    let build = VerilatorBuild(
      toolchain: Toolchain(overrides: [.cxx: script]), cache: Engine.cache)
    let error = await #expect(throws: CosimulationError.self) {
      try await build.model(of: unique("uncompiled"))
    }
    #expect(error?.kind == .internal)
    #expect(error?.message.contains(script) == true)
    #expect(error?.details == "this is no compiler")
  }

  @Test("Missing tools are reported by the build", arguments: [Tool.verilator, .cxx])
  func missing(tool: Tool) async throws {
    try Engine.verilator.requireTools()
    let toolchain = Toolchain(overrides: [tool: "/nonexistent/tool"])
    let build = VerilatorBuild(toolchain: toolchain, cache: Engine.cache)
    let error = await #expect(throws: CosimulationError.self) {
      try await build.model(of: unique("missing"))
    }
    #expect(error?.kind == .missingTool)
  }

  @Test("A cache folder that cannot be made is named")
  func unwritable() async throws {
    try Engine.verilator.requireTools()
    let file = temporaryPath("file")
    try "".write(toFile: file, atomically: true, encoding: .utf8)
    let build = VerilatorBuild(cache: ArtifactCache(root: URL(fileURLWithPath: file)))
    let error = await #expect(throws: CosimulationError.self) {
      try await build.model(of: unique("unwritable"))
    }
    #expect(error?.kind == .badData)
    #expect(error?.message.contains("NMS_CACHE") == true)
  }

  @Test("A build leaves nothing but the entries in the cache")
  func clean() async throws {
    try Engine.verilator.requireTools()
    let model = try await build.model(of: unique("clean"))
    let folder = model.library.deletingLastPathComponent()
    let kept = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(kept == [model.library.lastPathComponent, "manifest.json"])

    let cache = ArtifactCache(root: Engine.cache.root.appendingPathComponent("clean"))
    let broken = TestDesigns.design(
      "not_clean", inputs: [], outputs: [("q", 1)], body: "  assign q = ;")
    await #expect(throws: CosimulationError.self) {
      try await VerilatorBuild(cache: cache).model(of: broken)
    }
    let models = cache.root.appendingPathComponent("verilator-models")
    #expect(try FileManager.default.contentsOfDirectory(atPath: models.path).isEmpty)
  }

  @Test(
    "Verilator's member names are decoded",
    arguments: [
      ("plain", "plain"), ("a___05Fb", "a__b"), ("a___05F_05Fb", "a___05Fb"),
      ("__SYM__this", "this"),
      ("x__024y", "x$y"), ("__05Fz__0", "_z__0"),
    ])
  func names(member: String, name: String) {
    #expect(VerilatedSources.sourceName(of: member) == name)
  }
}
