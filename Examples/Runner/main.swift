// Runs the testbench of an example, or prints its Verilog:
// example-designs crc32 --engine native
// example-designs crc32 --verilog

import ExampleTestbenches
import Foundation

func fail(_ message: String) -> Never {
  FileHandle.standardError.write(Data((message + "\n").utf8))
  exit(64)
}

var arguments = Array(CommandLine.arguments.dropFirst())
var engine = Engine.native
if let index = arguments.firstIndex(of: "--engine") {
  guard index + 1 < arguments.count, let named = Engine(rawValue: arguments[index + 1]) else {
    fail("--engine is one of \(Engine.allCases.map(\.rawValue).joined(separator: ", "))")
  }
  engine = named
  arguments.removeSubrange(index...index + 1)
}
let isVerilogWanted = arguments.contains("--verilog")
arguments.removeAll { $0 == "--verilog" }
guard arguments.count == 1, let example = Example.all.first(where: { $0.name == arguments[0] })
else {
  fail(
    "usage: example-designs NAME [--engine native|verilator|icarus] [--verilog]\nNAME is one of "
      + Example.all.map(\.name).joined(separator: ", "))
}

do {
  if isVerilogWanted {
    print(try example.verilog())
    exit(0)
  }
  let simulator = try await engine.simulator(of: example.design())
  let bench = Testbench(simulator, showing: example.ports, cycles: example.cycles)
  let outcome = Result { try example.check(bench) }
  print(bench.waveform)
  print("\(example.name) on \(engine.rawValue): \(bench.cycle) cycles, ", terminator: "")
  print("PASS, \(try outcome.get())")
} catch {
  print("FAIL: \(error)")
  exit(1)
}
