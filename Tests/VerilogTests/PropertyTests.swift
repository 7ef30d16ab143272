import HDL
import TestSupport
import Testing
import Verilog

@Suite("Properties in the emitted Verilog")
struct PropertyTests {
  @Test(
    "pass every linter, whichever of their macros are defined", arguments: Tool.linters,
    ["FORMAL", "SYNTHESIS"])
  func lint(_ tool: Tool, _ macro: String) throws {
    try tool.skipIfMissing()
    // Verilog-2005 proper has no assertions; Icarus proves nothing.
    if macro == "FORMAL", tool.name == Tool.icarus.name { return }
    var design = emitVerilog(try elaborate(Watched())).design
    // Not every tool defines a macro from its command line in the same way.
    for index in design.files.indices {
      design.files[index].text = "`define \(macro)\n" + design.files[index].text
    }
    let complaints = try tool.complaints(about: design)
    #expect(complaints.isEmpty, "\(complaints)")
  }

  @Test("cost synthesis nothing: the text before them is that of a design without")
  func free() throws {
    func text(_ hasProperties: Bool) throws -> [Substring] {
      let file = emitVerilog(try elaborate(Watched(hasProperties: hasProperties))).design.files[0]
      return Array(
        file.text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst())
    }
    let with = try text(true)
    let without = try text(false)
    let start = try #require(with.firstIndex(of: "`ifndef SYNTHESIS"))
    let end = try #require(with.lastIndex(of: "`endif"))
    #expect(Array(with[..<(start - 1)] + with[(end + 1)...]) == without)
  }

  @Test("Yosys finds one cell a property")
  func cells() throws {
    try Tool.yosys.skipIfMissing()
    let folder = try TemporaryFolder()
    for file in emitVerilog(try elaborate(Watched())).design.files {
      try folder.write(file.name, file.text)
    }
    let outcome = try Command.run(
      ["yosys", "-p", "read_verilog -formal Watched.v; prep; stat"], in: folder.url)
    #expect(outcome.status == 0)
    let counts = ["$assert", "$assume", "$cover"].map { kind in
      outcome.output.split(separator: "\n").last { $0.contains("  \(kind) ") }?
        .split(separator: " ").last.map(String.init)
    }
    #expect(counts == ["2", "1", "3"])
  }

  @Test(
    "an instance's output that only a property reads is declared before the instance",
    arguments: Tool.linters, [false, true])
  func instanceOutput(_ tool: Tool, _ isSynthesis: Bool) throws {
    try tool.skipIfMissing()
    var design = emitVerilog(try elaborate(WatchedInstance())).design
    if isSynthesis {
      for index in design.files.indices {
        design.files[index].text = "`define SYNTHESIS\n" + design.files[index].text
      }
    }
    let complaints = try tool.complaints(about: design)
    #expect(complaints.isEmpty, "\(complaints)")
  }
}

/// A module whose instance has an output for a property alone.
private struct WatchedInstance: Module {
  struct Ports {
    let a: UInt
    let y: UInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(a: declare.input(.uint(4)), y: declare.output(.uint(4)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let inner = module.instance(Inner(), named: "inner")
    inner.a.assign(ports.a)
    let y = module.register("kept", .uint(4), reset: 0)
    y.assign(inner.y)
    ports.y.assign(y)
    module.assert("isSmall", inner.sum .< 31)
  }

  struct Inner: Module {
    struct Ports {
      let a: UInt
      let y: UInt
      let sum: UInt
    }

    func ports(_ declare: PortDeclarer) -> Ports {
      Ports(
        a: declare.input(.uint(4)), y: declare.output(.uint(4)), sum: declare.output(.uint(5)))
    }

    func body(_ module: ModuleBuilder, _ ports: Ports) {
      ports.y.assign(.!ports.a)
      ports.sum.assign(ports.a .+ ports.a)
    }
  }
}
