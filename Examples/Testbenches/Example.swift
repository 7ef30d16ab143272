package import HDL
import Verilog

/// A design with its testbench.
package struct Example: Sendable {
  /// What the runner calls it.
  package let name: String
  /// Builds and checks the hardware.
  package let design: @Sendable () throws(ElaborationError) -> Design
  /// The part of the waveform worth a look.
  package let ports: [String]
  package let cycles: Range<Int>
  /// Runs the testbench; throws where the design is wrong, and tells what was compared.
  package let check: @Sendable (Testbench) throws -> String

  package init(
    name: String, design: @escaping @Sendable () throws(ElaborationError) -> Design,
    ports: [String], cycles: Range<Int>, check: @escaping @Sendable (Testbench) throws -> String
  ) {
    (self.name, self.design, self.ports, self.cycles) = (name, design, ports, cycles)
    self.check = check
  }

  /// The Verilog of the design, all modules.
  package func verilog() throws(ElaborationError) -> String {
    emitVerilog(try design()).design.files.map(\.text).joined(separator: "\n")
  }

  /// All of them.
  package static let all: [Example] = [
    .crc32(bytesPerCycle: 1), .crc32(bytesPerCycle: 4), .sha256, .uart, .fir, .rv32i,
  ]
}
