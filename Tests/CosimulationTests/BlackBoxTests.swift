import Cosimulation
import Foundation
import HDL
import Simulation
import Testing
import Verilog

@Suite("Black boxes in a simulation")
struct BlackBoxTests {
  /// The design, with the rotation's file and its include in a folder of their own.
  private func design() throws -> Design {
    let folder = URL(fileURLWithPath: temporaryPath("library"))
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent("rotate.v")
    try Rotation.text.write(to: file, atomically: true, encoding: .utf8)
    try "`define WIDTH 100\n".write(
      to: folder.appendingPathComponent("widths.vh"), atomically: true, encoding: .utf8)
    return try elaborate(MacroUser(path: file.path))
  }

  /// Runs random cycles against the macros worked out by hand.
  private func check(_ simulator: any Simulator) throws {
    let bench = TestBench(simulator)
    var stimulus = Stimulus(seed: 11)
    var words = [[UInt64](repeating: 0, count: 8), [UInt64](repeating: 0, count: 8)]
    var outputs: [UInt64] = [0, 0]
    var wrong = 0
    for cycle in 0..<200 {
      let (address, data) = (Int(stimulus.next() >> 61), stimulus.next() >> 56)
      let (write, reset) = (stimulus.next() >> 63, cycle % 50 == 0)
      let wide = stimulus.bytes(bitWidth: 100)
      bench.port("address").value = UInt64(address)
      bench.port("data").value = data
      bench.port("write").value = write
      bench.set("wide", wide)
      simulator.setReset(reset)
      try simulator.settle()
      let inner = data ^ 0x5a ^ outputs[0]
      let expected = [outputs[0], outputs[1] ^ inner ^ 0xff]
      if [bench.port("first").value, bench.port("second").value] != expected { wrong += 1 }
      var bits = (0..<100).map { wide[$0 / 8] >> UInt8($0 % 8) & 1 }
      bits.append(bits.removeFirst())
      let rotated = bench.bytes("rotated")
      if (0..<100).map({ rotated[$0 / 8] >> UInt8($0 % 8) & 1 }) != bits { wrong += 1 }
      try simulator.step()
      let old = words[0][address]
      if write == 1 {
        words[0][address] = data
        words[1][address] = inner
      }
      outputs = reset ? [0x5a, 0xff] : [old, words[1][address]]
    }
    #expect(wrong == 0)
  }

  @Test("run their behavior in the native simulator")
  func native() throws { try check(NativeSimulator(try design())) }

  @Test("run their Verilog elsewhere, whatever linters say of it", arguments: Engine.allCases)
  func engines(engine: Engine) async throws {
    try check(try await engine.start(emitVerilog(try design()).design))
  }

  @Test("show their ports in the native simulator under the instance's name")
  func peek() throws {
    let simulator = NativeSimulator(try design())
    TestBench(simulator).port("data").value = 3
    try simulator.settle()
    #expect(simulator.peek("first_macro.Y") == [0x59])
    #expect(simulator.peek("second_macro.D") == [0x59])
  }

  @Test("without a behavior or Verilog are told before anything runs", arguments: Engine.allCases)
  func missing(engine: Engine) async throws {
    let design = try elaborate(Caller(box: Nameless()))
    let simulator = NativeSimulator(design)
    let error = #expect(throws: SimulationError.self) { try simulator.settle() }
    #expect(
      error?.message == """
        black box `unit` (Nameless) has no behavior for the native simulator; make Nameless a \
        `SimulatedBlackBox`, or simulate its Verilog with Verilator or Icarus
        """)
    let refusal = await #expect(throws: CosimulationError.self) {
      try await engine.start(emitVerilog(design).design)
    }
    #expect(
      refusal?.message == """
        black box `Nameless` in `Caller` has no Verilog to simulate; give it a `source` of \
        `.text` or `.path`
        """)
  }

  @Test("with a path to nothing are told by the path", arguments: Engine.allCases)
  func unreadable(engine: Engine) async throws {
    let design = try elaborate(MacroUser(path: "/nonexistent/rotate.v"))
    let refusal = await #expect(throws: CosimulationError.self) {
      try await engine.start(emitVerilog(design).design)
    }
    #expect(
      refusal?.message
        == "`/nonexistent/rotate.v`, the Verilog of a black box in `MacroUser`, cannot be read")
  }

  @Test("whose behavior names no port, or writes an input, end the simulation with a sentence")
  func mistakes() throws {
    for (mistake, message) in [
      (Clumsy.Mistake.name, "black box `unit` has no port `z`; it has a, y"),
      (.input, "black box `unit` writes its input `a`; a behavior writes outputs only"),
      (.words, "black box `unit` writes its input `a`; a behavior writes outputs only"),
    ] {
      let simulator = NativeSimulator(try elaborate(Caller(box: Clumsy(mistake: mistake))))
      let error = #expect(throws: SimulationError.self) { try simulator.settle() }
      #expect(error?.message == message)
    }
  }
}

struct BytePorts {
  let a: Bits
  let y: Bits
}

extension BlackBox where Ports == BytePorts {
  func ports(_ declare: PortDeclarer) -> BytePorts {
    BytePorts(a: declare.input(.bits(8)), y: declare.output(.bits(8)))
  }
}

/// A primitive that nobody here knows.
private struct Nameless: BlackBox {
  typealias Ports = BytePorts
}

/// A behavior with a mistake.
private struct Clumsy: SimulatedBlackBox {
  enum Mistake { case name, input, words }
  typealias Ports = BytePorts
  let mistake: Mistake

  func makeBehavior() -> any BlackBoxBehavior {
    CombinationalBehavior { [mistake] pins in
      switch mistake {
      case .name: pins["y"] = pins["z"]
      case .input: pins["a"] = 1
      case .words: pins[words: "a"] = [1]
      }
    }
  }
}

/// One box between an input and an output.
private struct Caller<Box: BlackBox>: Module where Box.Ports == BytePorts {
  let box: Box
  var moduleName: String { "Caller" }

  func ports(_ declare: PortDeclarer) -> BytePorts {
    BytePorts(a: declare.input(.bits(8)), y: declare.output(.bits(8)))
  }

  func body(_ module: ModuleBuilder, _ ports: BytePorts) {
    let unit = module.instance(box, named: "unit")
    unit.a.assign(ports.a)
    ports.y.assign(unit.y)
  }
}
