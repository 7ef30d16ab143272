import ExampleDesigns
import HDL

extension Example {
  static let rv32i = Example(
    name: "rv32i",
    design: { () throws(ElaborationError) in
      try elaborate(RV32I(programWords: 512, dataWords: 128))
    },
    ports: [
      "retired_valid", "retired_address", "retired_writes", "retired_register", "retired_value",
      "stored_mask",
    ],
    cycles: SelfCheck.program.count + 1..<SelfCheck.program.count + 19
  ) { bench in
    let outcome = try bench.execute(SelfCheck.program)
    try expect(outcome.isFault, equals: false, "whether the self-check ended in a fault")
    let code = outcome.trace.last?.store?.value
    try expect(code, equals: SelfCheck.passed, "the code of the self-check")
    let random = RandomProgram.make(count: 100, dataBytes: 512, seed: 1)
    try bench.compare(random, dataBytes: 512)
    return "\(outcome.trace.count) instructions of the self-check, 100 random ones as in software"
  }
}

extension Testbench {
  /// Loads a program into an `RV32I` and runs it until it stops, or for `limit` instructions.
  ///
  /// - Throws: `Mismatch` after ten cycles without an instruction.
  package func execute(
    _ program: [UInt32], limit: Int = 2000
  ) throws -> (trace: [RetiredInstruction], isHalted: Bool, isFault: Bool) {
    var trace: [RetiredInstruction] = []
    self["run"] = 0
    try reset()
    self["program_write"] = 1
    for (address, word) in program.enumerated() {
      self["program_address"] = UInt64(address)
      self["program_word"] = UInt64(word)
      try run()
    }
    self["program_write"] = 0
    self["run"] = 1
    var idle = 0
    while trace.count < limit {
      try settle()
      if self["isHalted"] == 1 { break }
      idle += 1
      if self["retired_valid"] == 1 {
        trace.append(retired())
        idle = 0
      }
      if idle == 10 { throw Mismatch("the core hangs after \(trace.count) instructions") }
      try step()
    }
    return (trace, self["isHalted"] == 1, self["isFault"] == 1)
  }

  private func retired() -> RetiredInstruction {
    var retired = RetiredInstruction(address: UInt32(self["retired_address"]))
    if self["retired_writes"] == 1 {
      retired.write = (Int(self["retired_register"]), UInt32(self["retired_value"]))
    }
    let mask = self["stored_mask"]
    if mask != 0 {
      let size = mask.nonzeroBitCount
      let data = self["stored_data"] >> UInt64(8 * mask.trailingZeroBitCount)
      retired.store = (
        UInt32(self["stored_address"]), size, UInt32(data & ((1 << UInt64(8 * size)) - 1))
      )
    }
    return retired
  }

  /// Runs a program in the core and in software, and compares instruction by instruction.
  package func compare(_ program: [UInt32], dataBytes: Int) throws {
    let outcome = try execute(program)
    var model = InstructionSetSimulator(program: program, dataBytes: dataBytes)
    for (index, retired) in outcome.trace.enumerated() {
      guard let expected = model.step() else {
        throw Mismatch("instruction \(index) stops in software, the core did \(retired)")
      }
      try expect(retired, equals: expected, "instruction \(index)")
    }
    guard outcome.isHalted else { return }
    if let missing = model.step() { throw Mismatch("the core stopped before \(missing)") }
    try expect(outcome.isFault, equals: model.state == .faulted, "whether there was a fault")
  }
}
