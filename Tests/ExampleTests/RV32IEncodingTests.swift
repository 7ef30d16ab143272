import ExampleTestbenches
import Testing

/// The assembler against the words that GNU binutils 2.40 makes of the same instructions.
@Suite("RV32I encodings")
struct RV32IEncodingTests {
  @Test(
    "are those of binutils",
    arguments: [
      (.lui(1, 0xfffff), 0xffff_f0b7), (.auipc(31, 0x12345), 0x1234_5f97),
      (.lui(10, 0), 0x0000_0537),
      (.branch(.equal, 1, 2, offset: 16), 0x0020_8863),
      (.branch(.notEqual, 31, 30, offset: -4096), 0x81ef_9063),
      (.branch(.less, 5, 6, offset: 4094), 0x7e62_cfe3),
      (.branch(.notLess, 7, 8, offset: -2), 0xfe83_dfe3),
      (.branch(.lessUnsigned, 9, 10, offset: 2048), 0x00a4_e0e3),
      (.branch(.notLessUnsigned, 11, 12, offset: 8), 0x00c5_f463),
      (.jal(1, offset: 1_048_574), 0x7fff_f0ef), (.jal(0, offset: -1_048_576), 0x8000_006f),
      (.jal(5, offset: 2048), 0x0010_02ef),
      (.jalr(1, 2, offset: -2048), 0x8001_00e7), (.jalr(0, 31, offset: 2047), 0x7fff_8067),
    ] as [(RV32IInstruction, UInt32)])
  func jumps(instruction: RV32IInstruction, word: UInt32) {
    #expect(instruction.encoding == word)
  }

  @Test(
    "of loads and stores are too",
    arguments: [
      (.load(.byte, 1, 2, offset: -1), 0xfff1_0083),
      (.load(.half, 3, 4, offset: 2046), 0x7fe2_1183),
      (.load(.word, 5, 6, offset: -2048), 0x8003_2283),
      (.load(.byteUnsigned, 7, 8, offset: 0), 0x0004_4383),
      (.load(.halfUnsigned, 9, 10, offset: 18), 0x0125_5483),
      (.store(.byte, 11, 12, offset: -1), 0xfeb6_0fa3),
      (.store(.half, 13, 14, offset: 2046), 0x7ed7_1f23),
      (.store(.word, 15, 16, offset: -2048), 0x80f8_2023),
      (.fence, 0x0ff0_000f), (.ecall, 0x0000_0073), (.ebreak, 0x0010_0073),
    ] as [(RV32IInstruction, UInt32)])
  func memory(instruction: RV32IInstruction, word: UInt32) {
    #expect(instruction.encoding == word)
  }

  @Test(
    "of arithmetic are too",
    arguments: [
      (.immediate(.add, 17, 18, -1), 0xfff9_0893),
      (.immediate(.setLess, 19, 20, 2047), 0x7ffa_2993),
      (.immediate(.setLessUnsigned, 21, 22, -2048), 0x800b_3a93),
      (.immediate(.xor, 23, 24, 1365), 0x555c_4b93), (.immediate(.or, 25, 26, -1366), 0xaaad_6c93),
      (.immediate(.and, 27, 28, 255), 0x0ffe_7d93),
      (.immediate(.shiftLeft, 29, 30, 31), 0x01ff_1e93),
      (.immediate(.shiftRight, 31, 1, 1), 0x0010_df93),
      (.immediate(.shiftRightArithmetic, 2, 3, 16), 0x4101_d113),
      (.register(.add, 1, 2, 3), 0x0031_00b3), (.register(.subtract, 4, 5, 6), 0x4062_8233),
      (.register(.shiftLeft, 7, 8, 9), 0x0094_13b3), (.register(.setLess, 10, 11, 12), 0x00c5_a533),
      (.register(.setLessUnsigned, 13, 14, 15), 0x00f7_36b3),
      (.register(.xor, 16, 17, 18), 0x0128_c833), (.register(.shiftRight, 19, 20, 21), 0x015a_59b3),
      (.register(.shiftRightArithmetic, 22, 23, 24), 0x418b_db33),
      (.register(.or, 25, 26, 27), 0x01bd_6cb3), (.register(.and, 28, 29, 30), 0x01ee_fe33),
    ] as [(RV32IInstruction, UInt32)])
  func arithmetic(instruction: RV32IInstruction, word: UInt32) {
    #expect(instruction.encoding == word)
  }
}
