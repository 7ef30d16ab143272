/// A program that checks every instruction against constants that were computed by hand.
///
/// Each check stores its result, the signature. At the end stands the code `passed` at address 0, or
/// the number of the first check that failed.
package enum SelfCheck {
  package static let passed: UInt32 = 0x600d
  /// Where the signature begins.
  package static let signatureAddress: UInt32 = 0x80

  package static let program: [UInt32] = {
    var program = Assembler()
    // x5 and x6 hold operands, x7 a result, x8 what it should be, x9 where it is stored, x10 the
    // number of the check.
    program.loadImmediate(9, signatureAddress)
    program.loadImmediate(10, 0)
    checkRegisterOperations(&program)
    checkImmediateOperations(&program)
    checkMemory(&program)
    checkBranches(&program)
    checkJumps(&program)
    program.loadImmediate(10, passed)
    program.label("end")
    program.add(.store(.word, 10, 0, offset: 0))
    program.add(.ecall)
    return program.words
  }()

  /// Compares x7 with a constant and stores it.
  private static func check(_ program: inout Assembler, _ expected: UInt32) {
    program.add(.immediate(.add, 10, 10, 1))
    program.loadImmediate(8, expected)
    program.add(.store(.word, 7, 9, offset: 0))
    program.add(.immediate(.add, 9, 9, 4))
    program.branch(.notEqual, 7, 8, to: "end")
  }

  private static func checkRegisterOperations(_ program: inout Assembler) {
    program.loadImmediate(5, 0x8000_00f0)
    program.loadImmediate(6, 0x0000_0024)
    let results: [(RV32IInstruction.Arithmetic, UInt32)] = [
      (.add, 0x8000_0114), (.subtract, 0x8000_00cc), (.shiftLeft, 0x0000_0f00), (.setLess, 1),
      (.setLessUnsigned, 0), (.xor, 0x8000_00d4), (.shiftRight, 0x0800_000f),
      (.shiftRightArithmetic, 0xf800_000f), (.or, 0x8000_00f4), (.and, 0x0000_0020),
    ]
    for (operation, result) in results {
      program.add(.register(operation, 7, 5, 6))
      check(&program, result)
    }
  }

  private static func checkImmediateOperations(_ program: inout Assembler) {
    let results: [(RV32IInstruction.Arithmetic, Int, UInt32)] = [
      (.add, -1, 0x8000_00ef), (.shiftLeft, 31, 0), (.setLess, -2048, 1),
      (.setLessUnsigned, -2048, 1), (.xor, -1, 0x7fff_ff0f), (.shiftRight, 31, 1),
      (.shiftRightArithmetic, 31, 0xffff_ffff), (.or, 0x70f, 0x8000_07ff),
      (.and, -16, 0x8000_00f0),
    ]
    for (operation, value, result) in results {
      program.add(.immediate(operation, 7, 5, value))
      check(&program, result)
    }
    program.add(.lui(7, 0xfffff))
    check(&program, 0xffff_f000)
    // Register 0 stays 0.
    program.add(.immediate(.add, 0, 5, 1))
    program.add(.register(.or, 7, 0, 0))
    check(&program, 0)
  }

  private static func checkMemory(_ program: inout Assembler) {
    program.loadImmediate(5, 0x1234_89ab)
    program.loadImmediate(6, 0x40)
    program.add(.store(.word, 5, 6, offset: 0))
    let loads: [(RV32IInstruction.Load, Int, UInt32)] = [
      (.word, 0, 0x1234_89ab), (.half, 0, 0xffff_89ab), (.half, 2, 0x1234),
      (.halfUnsigned, 0, 0x89ab), (.byte, 0, 0xffff_ffab), (.byte, 3, 0x12),
      (.byteUnsigned, 1, 0x89),
    ]
    for (load, offset, result) in loads {
      program.add(.load(load, 7, 6, offset: offset))
      check(&program, result)
    }
    program.add(.store(.byte, 5, 6, offset: 3))
    program.add(.store(.half, 5, 6, offset: 0))
    program.add(.store(.half, 0, 6, offset: -2))
    program.add(.load(.word, 7, 6, offset: 0))
    check(&program, 0xab34_89ab)
  }

  private static func checkBranches(_ program: inout Assembler) {
    program.loadImmediate(5, 0xffff_ffff)
    program.loadImmediate(6, 1)
    let taken: [(RV32IInstruction.Condition, Bool)] = [
      (.equal, false), (.notEqual, true), (.less, true), (.notLess, false),
      (.lessUnsigned, false), (.notLessUnsigned, true),
    ]
    for (condition, isTaken) in taken {
      program.add(.immediate(.add, 7, 0, 1))
      program.branch(condition, 5, 6, to: "\(condition)")
      program.add(.immediate(.add, 7, 0, 0))
      program.label("\(condition)")
      check(&program, isTaken ? 1 : 0)
    }
    // Backwards: the sum of 1 to 4.
    program.add(.immediate(.add, 5, 0, 4))
    program.add(.immediate(.add, 7, 0, 0))
    program.label("loop")
    program.add(.register(.add, 7, 7, 5))
    program.add(.immediate(.add, 5, 5, -1))
    program.branch(.notEqual, 5, 0, to: "loop")
    check(&program, 10)
  }

  private static func checkJumps(_ program: inout Assembler) {
    // A call and its return, over an instruction that must not run.
    program.add(.immediate(.add, 7, 0, 0))
    program.jump(1, to: "function")
    program.add(.immediate(.add, 7, 7, 1))
    program.jump(to: "after")
    program.label("function")
    program.add(.immediate(.add, 7, 7, 2))
    program.add(.jalr(0, 1, offset: 0))
    program.add(.immediate(.add, 7, 7, 4))
    program.label("after")
    check(&program, 3)
    // The distance between two program counters.
    program.add(.auipc(5, 1))
    program.add(.auipc(6, 0))
    program.add(.register(.subtract, 7, 5, 6))
    check(&program, 0xffc)
  }
}
