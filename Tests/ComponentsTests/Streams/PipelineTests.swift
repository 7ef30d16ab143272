import HDL
import Simulation
import TestSupport
import Testing
import Verilog

/// `a * b + c`, where `c` waits for the product, and `a` itself, aligned with it.
struct Mac: Module {
  let collapsesBubbles: Bool

  var moduleName: String { collapsesBubbles ? "ElasticMac" : "Mac" }

  struct Ports {
    let valid, stall, flush: Bit
    let a, b, c: UInt
    let ready: Bit
    let sum: UInt
    let first: UInt
    let sumValid: Bit
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      valid: declare.input(.bit), stall: declare.input(.bit), flush: declare.input(.bit),
      a: declare.input(.uint(4)), b: declare.input(.uint(4)), c: declare.input(.uint(4)),
      ready: declare.output(.bit), sum: declare.output(.uint(9)), first: declare.output(.uint(4)),
      sumValid: declare.output(.bit))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let pipe = module.pipeline(
      "mac", valid: ports.valid, stall: ports.stall, flush: ports.flush,
      collapsesBubbles: collapsesBubbles)
    let (a, b, c) = (pipe.input(ports.a), pipe.input(ports.b), pipe.input(ports.c))
    let product = pipe.stage("multiply", a, b) { a, b in a .* b }
    let sum = pipe.stage("add", product, c) { product, c in product .+ c }
    let (result, first) = pipe.aligned(sum, a)
    let (total, kept) = pipe.outputs(result, first)
    ports.sum.assign(total)
    ports.first.assign(kept)
    ports.sumValid.assign(pipe.valid(of: sum))
    ports.ready.assign(pipe.ready)
  }
}

@Suite("Pipelines")
struct PipelineTests {
  private struct Item: Equatable {
    var a, b, c: UInt64
  }

  /// Two places, the first first; an empty one is a bubble.
  private struct Model {
    let collapsesBubbles: Bool
    var places: [Item?] = [nil, nil]

    func ready(stall: Bool) -> Bool {
      collapsesBubbles ? !stall || places.contains(nil) : !stall
    }

    mutating func step(_ item: Item?, stall: Bool, flush: Bool) {
      if flush {
        places = [nil, nil]
      } else if !stall {
        places = [item, places[0]]
      } else if collapsesBubbles {
        if places[1] == nil {
          places = [item, places[0]]
        } else if places[0] == nil {
          places[0] = item
        }
      }
    }
  }

  private func run(_ simulator: any Simulator, collapsesBubbles: Bool) throws {
    let bench = Bench(simulator)
    var model = Model(collapsesBubbles: collapsesBubbles)
    var stimulus = Stimulus(seed: 11)
    try bench.reset()
    for cycle in 0..<600 {
      let bits = stimulus.next()
      let item = Item(a: bits & 15, b: bits >> 4 & 15, c: bits >> 8 & 15)
      let valid = bits >> 16 & 3 != 0
      let (stall, flush) = (bits >> 20 & 3 == 0, bits >> 24 & 15 == 0)
      bench["a"] = item.a
      bench["b"] = item.b
      bench["c"] = item.c
      bench["valid"] = valid ? 1 : 0
      bench["stall"] = stall ? 1 : 0
      bench["flush"] = flush ? 1 : 0
      try bench.settle()
      try #require(bench["ready"] == (model.ready(stall: stall) ? 1 : 0), "cycle \(cycle)")
      try #require(bench["sumValid"] == (model.places[1] == nil ? 0 : 1), "cycle \(cycle)")
      if let last = model.places[1] {
        try #require(bench["sum"] == last.a * last.b + last.c, "cycle \(cycle)")
        try #require(bench["first"] == last.a, "cycle \(cycle)")
      }
      model.step(valid ? item : nil, stall: stall, flush: flush)
      try bench.step()
    }
  }

  @Test("do as their model under stalls and flushes", arguments: [false, true])
  func native(collapsesBubbles: Bool) throws {
    try run(
      NativeSimulator(try elaborate(Mac(collapsesBubbles: collapsesBubbles))),
      collapsesBubbles: collapsesBubbles)
  }

  @Test("do so in the Verilog", arguments: Engine.allCases, [false, true])
  func engines(engine: Engine, collapsesBubbles: Bool) async throws {
    try run(
      await engine.start(try elaborate(Mac(collapsesBubbles: collapsesBubbles))),
      collapsesBubbles: collapsesBubbles)
  }

  @Test("pass every linter without a warning", arguments: Tool.linters, [false, true])
  func lint(tool: Tool, collapsesBubbles: Bool) throws {
    guard tool.isExpected else { try Test.cancel("\(tool) is not installed") }
    let design = try elaborate(Mac(collapsesBubbles: collapsesBubbles))
    let complaints = try tool.complaints(about: emitVerilog(design).design)
    #expect(complaints.isEmpty, "\(complaints)")
  }

  @Test("delay a value once, however many ask for it")
  func shared() throws {
    let design = try elaborate(
      Sketch("Shared") {
        (a: $0.input(.uint(4)), b: $0.input(.uint(4)), y: $0.output(.uint(4)))
      } body: { module, ports in
        let pipe = module.pipeline("shared")
        let (a, b) = (pipe.input(ports.a), pipe.input(ports.b))
        let one = pipe.stage("one", a) { $0 .&+ 1 }
        let left = pipe.stage("left", one, b) { $0 .^ $1 }
        let right = pipe.stage("right", one, b) { $0 .& $1 }
        let end = pipe.stage("combine", left, right, b) { left, right, b in left .| right .| b }
        #expect(end.latency == 3 && pipe.latency == 3)
        ports.y.assign(pipe.output(end))
      })
    let names = design.top.registers.map { design.top.nodeNames[Int($0.node)] ?? "" }
    #expect(names == ["one", "b_one", "left", "right", "b_left", "combine"])
  }
}
