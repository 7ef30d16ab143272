import HDL
import Testing
import Verilog

private struct Mapped: Module {
  struct Ports {
    let a: UInt
    let sum: UInt
  }

  static let firstLine = #line + 2
  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      a: declare.input(.uint(8)),
      sum: declare.output(.uint(9)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let held = module.register("held", .uint(8), reset: 0)
    held.assign(ports.a)
    let sum =
      (held .+ ports.a)
      .named("sumOfBoth")
    ports.sum.assign(sum)
  }
}

@Suite("Line map")
struct LineMapTests {
  @Test("each line of the Verilog leads to the Swift line it came from")
  func lines() throws {
    let emitted = emitVerilog(try elaborate(Mapped()))
    let map = try #require(emitted.lineMaps.first)
    let text = emitted.design.files[0].text.split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(map.file == "Mapped.v")
    let found = map.entries.map { entry in
      "\(entry.location.line - Mapped.firstLine) \(text[entry.line - 1])"
    }
    #expect(map.entries.allSatisfy { $0.location.fileID == #fileID })
    #expect(
      found == [
        "1   input wire [7:0] a,",
        "2   output wire [8:0] sum",
        "6   reg [7:0] held;",
        "10   wire [8:0] sumOfBoth = {1'b0, held} + {1'b0, a};",
        "2   assign sum = sumOfBoth;",
        "6   always @(posedge clock) begin",
        "6     if (reset) begin",
        "6       held <= 8'd0;",
        "6       held <= a;",
      ])
    #expect(map.entries.map(\.line) == map.entries.map(\.line).sorted())
  }

  @Test("is written as JSON, a line an entry")
  func json() throws {
    let map = try #require(emitVerilog(try elaborate(Mapped())).lineMaps.first)
    let lines = map.json.split(separator: "\n")
    #expect(lines.count == map.entries.count + 5)
    let entry = map.entries[0]
    #expect(
      lines[3] == """
            [\(entry.line), "\(#fileID)", \(entry.location.line), \(entry.location.column)],
        """)
  }
}
