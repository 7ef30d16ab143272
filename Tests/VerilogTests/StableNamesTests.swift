import HDL
import Testing
import Verilog

/// A design with unnamed nets, to which something unrelated may be added at the front or the back.
private struct Extended: Module {
  enum Addition: CaseIterable {
    case nothing, register, wire, instance, memory, sum
  }

  let addition: Addition
  let atFront: Bool

  struct Ports {
    let a: UInt
    let b: UInt
    let low: UInt
    let high: UInt
    let total: UInt
    let extra: UInt
  }

  var moduleName: String { "Extended" }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      a: declare.input(.uint(8)), b: declare.input(.uint(8)), low: declare.output(.uint(4)),
      high: declare.output(.uint(5)), total: declare.output(.uint(8)),
      extra: declare.output(.uint(8)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    if atFront { add(module, ports) }
    let sum = ports.a .+ ports.b
    ports.low.assign(sum[0..<4])
    ports.high.assign(sum[4..<9])
    let stage = module.register("stage", .uint(8))
    stage.assign(mux(ports.a .< ports.b, ports.a, ports.b) .&+ sum.truncated(to: 8))
    ports.total.assign((stage .* ports.b).truncated(to: 8) .^ (stage .+ 3).truncated(to: 8))
    if !atFront { add(module, ports) }
  }

  private func add(_ module: ModuleBuilder, _ ports: Ports) {
    switch addition {
    case .nothing: ports.extra.assign(module.constant(0, .uint(8)))
    case .register:
      let added = module.register("added", .uint(8))
      added.assign(module.constant(1, .uint(8)))
      ports.extra.assign(added)
    case .wire:
      let added = module.wire("added", .uint(8))
      added.assign(module.constant(1, .uint(8)))
      ports.extra.assign(added)
    case .instance:
      let added = module.instance(Inverter(width: 8), named: "added")
      added.a.assign(module.constant(1, .bits(8)))
      ports.extra.assign(added.y.asUInt)
    case .memory:
      let added = module.memory("added", .uint(8), depth: 2)
      added.write(
        address: ports.a[0..<1], data: module.constant(1, .uint(8)), enable: ports.b[0])
      ports.extra.assign(added.read(address: ports.a[1..<2], enable: ports.b[1]))
    case .sum:
      // A net without a name, called after the output that uses it.
      ports.extra.assign((ports.a .+ 9)[1..<9])
    }
  }
}

@Suite("Stable names")
struct StableNamesTests {
  /// Lines of the module, without the header whose hash must differ.
  private func lines(_ addition: Extended.Addition, atFront: Bool) throws -> [String] {
    let module = Extended(addition: addition, atFront: atFront)
    let files = emitVerilog(try elaborate(module)).design.files
    return (files.last?.text ?? "").split(separator: "\n").dropFirst().map(String.init)
  }

  @Test(
    "something unrelated changes only lines that mention it",
    arguments: Extended.Addition.allCases, [false, true])
  fileprivate func unrelated(_ addition: Extended.Addition, atFront: Bool) throws {
    let before = Set(try lines(.nothing, atFront: atFront))
    let after = Set(try lines(addition, atFront: atFront))
    let changed = before.symmetricDifference(after)
    let strange = changed.filter { line in
      !["added", "extra", "_unused"].contains { line.contains($0) } && !Self.frame.contains(line)
    }
    #expect(strange.isEmpty)
  }

  /// Lines that come with a first memory or a first instance and mention nothing.
  private static let frame: Set<String> = [
    "    if (b[0]) begin", "    if (b[1]) begin", "    end", "    .a(8'd1),", "  );",
  ]

  @Test("the hash seed of a run does not matter: twice in one process, both alike")
  func elaboratedTwice() throws {
    for addition in Extended.Addition.allCases {
      #expect(try lines(addition, atFront: true) == lines(addition, atFront: true))
    }
  }
}
