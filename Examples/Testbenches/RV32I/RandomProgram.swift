/// Programs of random instructions that end.
package enum RandomProgram {
  /// Registers that hold addresses and are no destination: of data, and of the program.
  private static let dataBase = 30
  private static let programBase = 29

  /// A program: all registers get random values, the data memory too, then `count` random
  /// instructions follow.
  package static func make(count: Int, dataBytes: Int, seed: UInt64) -> [UInt32] {
    var generator = SplitMix64(seed: seed)
    var program = Assembler()
    program.loadImmediate(1, UInt32(dataBytes))
    program.loadImmediate(2, UInt32(truncatingIfNeeded: generator.next()))
    program.label("fill")
    program.add(.immediate(.add, 1, 1, -4))
    program.add(.register(.add, 2, 2, 2))
    program.add(.immediate(.xor, 2, 2, 0x5a5))
    program.add(.store(.word, 2, 1, offset: 0))
    program.branch(.notEqual, 1, 0, to: "fill")
    for register in 1..<32 where register != dataBase {
      program.loadImmediate(register, value(&generator))
    }
    program.loadImmediate(dataBase, UInt32(dataBytes / 2))
    program.add(.auipc(programBase, 0))
    for _ in 0..<count { add(&program, &generator) }
    for _ in 0..<16 { program.add(.ecall) }
    return program.words
  }

  /// Values at the ends of the ranges as often as others.
  private static func value(_ generator: inout SplitMix64) -> UInt32 {
    let corners: [UInt32] = [0, 1, 31, 32, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]
    let random = generator.next()
    return random & 1 == 0
      ? UInt32(truncatingIfNeeded: random >> 32) : corners[Int(random >> 8) % corners.count]
  }

  private static func add(_ program: inout Assembler, _ generator: inout SplitMix64) {
    let rd = Int.random(in: 0..<programBase, using: &generator)
    let rs1 = Int.random(in: 0..<32, using: &generator)
    let rs2 = Int.random(in: 0..<32, using: &generator)
    let number = Int.random(in: -2048..<2048, using: &generator)
    let skip = 4 * Int.random(in: 1...4, using: &generator)
    func pick<Choice>(_ choices: [Choice]) -> Choice {
      choices[Int(truncatingIfNeeded: generator.next() >> 33) % choices.count]
    }
    switch generator.next() % 10 {
    case 0: program.add(.lui(rd, UInt32(truncatingIfNeeded: number) & 0xf_ffff))
    case 1: program.add(.auipc(rd, UInt32(truncatingIfNeeded: number) & 0xf_ffff))
    case 2: program.add(.jal(rd, offset: skip))
    case 3:
      program.add(.auipc(programBase, 0))
      program.add(.jalr(rd, programBase, offset: 4 + skip))
    case 4:
      program.add(.branch(pick(RV32IInstruction.Condition.allCases), rs1, rs2, offset: skip))
    case 5:
      let load = pick(RV32IInstruction.Load.allCases)
      program.add(.load(load, rd, dataBase, offset: number / load.size * load.size))
    case 6:
      let store = pick(RV32IInstruction.Store.allCases)
      program.add(.store(store, rs2, dataBase, offset: number / store.size * store.size))
    case 7:
      let operation = pick(RV32IInstruction.Arithmetic.allCases.filter { $0 != .subtract })
      program.add(.immediate(operation, rd, rs1, number))
    default:
      program.add(.register(pick(RV32IInstruction.Arithmetic.allCases), rd, rs1, rs2))
    }
  }
}
