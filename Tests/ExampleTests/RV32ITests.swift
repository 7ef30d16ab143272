import ExampleDesigns
import ExampleTestbenches
import HDL
import Simulation
import Testing

@Suite("RV32I")
struct RV32ITests {
  private static let dataBytes = 256

  private static func core() -> RV32I { RV32I(programWords: 1024, dataWords: dataBytes / 4) }

  @Test("passes its self-check in the core and in software, with one signature")
  func selfCheck() throws {
    let outcome = try Simulations.native(Self.core()).execute(SelfCheck.program)
    #expect(outcome.trace.last?.store?.value == SelfCheck.passed)
    var model = InstructionSetSimulator(program: SelfCheck.program, dataBytes: Self.dataBytes)
    var expected: [RetiredInstruction] = []
    while let retired = model.step() { expected.append(retired) }
    #expect(outcome.trace == expected)
    let signature = expected.compactMap(\.store).filter { $0.address >= SelfCheck.signatureAddress }
    #expect(signature.count >= 30)
  }

  @Test("the self-check has all 38 kinds of instructions")
  func kinds() {
    var kinds: Set<UInt32> = []
    for word in SelfCheck.program {
      let opcode = word & 0x7f
      let funct3 = word >> 12 & 7
      let hasFunction = ![0x37, 0x17, 0x6f].contains(opcode)
      let isAlternate = opcode == 0x33 || (opcode == 0x13 && funct3 == 5)
      kinds.insert(
        opcode | (hasFunction ? funct3 << 8 : 0) | (isAlternate ? (word >> 30) << 12 : 0))
    }
    #expect(kinds.count == 38)
  }

  @Test("a self-check with a wrong instruction does not pass", arguments: [0, 4, 9])
  func brokenProgram(position: Int) throws {
    var program = SelfCheck.program
    // Another register as the destination of an operation of two registers.
    let candidates = program.indices.filter { program[$0] & 0xfff == 7 << 7 | 0x33 }
    program[candidates[position]] ^= 0b11 << 7
    let outcome = try? Simulations.native(Self.core()).execute(program)
    #expect(outcome?.trace.last?.store?.value != SelfCheck.passed)
  }

  @Test("executes random programs as software does", arguments: 0..<40 as Range<UInt64>)
  func random(seed: UInt64) throws {
    let program = RandomProgram.make(count: 300, dataBytes: Self.dataBytes, seed: seed)
    try Simulations.native(Self.core()).compare(program, dataBytes: Self.dataBytes)
  }

  @Test("executes random programs on the other engines", arguments: [Engine.verilator, .icarus])
  func engines(engine: Engine) async throws {
    let bench = try await Simulations.bench(elaborate(Self.core()), on: engine)
    for seed in 100..<104 as Range<UInt64> {
      let program = RandomProgram.make(count: 200, dataBytes: Self.dataBytes, seed: seed)
      try bench.compare(program, dataBytes: Self.dataBytes)
    }
  }

  @Test("stops where software stops, at words of every kind")
  func randomWords() throws {
    // Registers survive a reset: each word gets a simulation of its own.
    let design = try elaborate(RV32I(programWords: 64, dataWords: Self.dataBytes / 4))
    var generator = SplitMix64(seed: 7)
    let opcodes: [UInt32] = [
      0x03, 0x0f, 0x13, 0x17, 0x23, 0x33, 0x37, 0x63, 0x67, 0x6f, 0x73, 0x00, 0x7f, 0x12,
    ]
    for index in 0..<600 {
      var word = UInt32(truncatingIfNeeded: generator.next())
      word = word & ~0x7f | opcodes[index % opcodes.count]
      if index % 3 == 0 { word &= 0x5fff_ffff & ~0x1e00_0000 }
      let program =
        [
          RV32IInstruction.immediate(.add, 5, 0, 0x42).encoding,
          RV32IInstruction.store(.word, 5, 0, offset: 0).encoding,
          // The rest of the memory is not defined: only the first word is read.
          word & 0x7f == 0x03 ? word & 0x0000_7fff : word,
        ] + [UInt32](repeating: RV32IInstruction.ecall.encoding, count: 61)
      try Testbench(NativeSimulator(design)).compare(program, dataBytes: Self.dataBytes)
    }
  }

  @Test("a fault changes nothing")
  func fault() throws {
    let program = [
      RV32IInstruction.immediate(.add, 5, 0, 2).encoding,
      RV32IInstruction.load(.word, 6, 5, offset: 0).encoding,
      RV32IInstruction.ecall.encoding,
    ]
    let outcome = try Simulations.native(Self.core()).execute(program)
    #expect(outcome.isFault)
    #expect(outcome.trace.count == 1)
  }

  @Test("takes three cycles an instruction and four for a load")
  func cycles() throws {
    let bench = try Simulations.native(Self.core())
    let program: [RV32IInstruction] = [
      .immediate(.add, 1, 0, 1), .store(.word, 1, 0, offset: 0), .load(.word, 2, 0, offset: 0),
      .register(.add, 3, 1, 2), .ecall,
    ]
    _ = try bench.execute(program.map(\.encoding))
    // Reset, five words written, three cycles each but four for the load.
    #expect(bench.cycle == 1 + 5 + 3 + 3 + 4 + 3 + 3)
  }
}
