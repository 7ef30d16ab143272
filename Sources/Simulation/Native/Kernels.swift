import CSimulationKernels

/// The inner loops of the interpreter.
///
/// Unsafe pointers and wrapping arithmetic: `ProgramBuilder` allocated every slot that an
/// instruction names, and every result is cut to its width by the mask.
enum Kernels {
  static func run(
    _ program: Program, batches: Range<Int>, _ slots: UnsafeMutablePointer<UInt64>
  ) {
    program.instructions.withUnsafeBufferPointer { instructions in
      program.runs.withUnsafeBufferPointer { runs in
        program.batches.withUnsafeBufferPointer { list in
          for index in batches {
            let batch = list[index]
            let count = Int(batch.end - batch.start)
            if batch.isVector, let first = runs.baseAddress {
              nms_execute_runs(first + Int(batch.start), count, slots)
            } else if let first = instructions.baseAddress {
              run(batch.opcode, first + Int(batch.start), count, program, slots)
            }
          }
        }
      }
    }
  }

  @inline(__always)
  private static func each(
    _ instructions: UnsafePointer<Instruction>, _ count: Int,
    _ slots: UnsafeMutablePointer<UInt64>,
    _ compute: (UnsafePointer<Instruction>) -> UInt64
  ) {
    var pointer = instructions
    let end = instructions + count
    while pointer != end {
      slots[Int(pointer.pointee.destination)] = compute(pointer)
      pointer += 1
    }
  }

  private static func run(
    _ opcode: Opcode, _ instructions: UnsafePointer<Instruction>, _ count: Int,
    _ program: Program, _ s: UnsafeMutablePointer<UInt64>
  ) {
    switch opcode {
    case .add:
      each(instructions, count, s) {
        (s[Int($0.pointee.a)] &+ s[Int($0.pointee.b)]) & $0.pointee.mask
      }
    case .subtract:
      each(instructions, count, s) {
        (s[Int($0.pointee.a)] &- s[Int($0.pointee.b)]) & $0.pointee.mask
      }
    case .multiply:
      each(instructions, count, s) {
        (s[Int($0.pointee.a)] &* s[Int($0.pointee.b)]) & $0.pointee.mask
      }
    case .and: each(instructions, count, s) { s[Int($0.pointee.a)] & s[Int($0.pointee.b)] }
    case .or: each(instructions, count, s) { s[Int($0.pointee.a)] | s[Int($0.pointee.b)] }
    case .xor: each(instructions, count, s) { s[Int($0.pointee.a)] ^ s[Int($0.pointee.b)] }
    case .not: each(instructions, count, s) { ~s[Int($0.pointee.a)] & $0.pointee.mask }
    case .equal:
      each(instructions, count, s) { s[Int($0.pointee.a)] == s[Int($0.pointee.b)] ? 1 : 0 }
    case .lessThan:
      each(instructions, count, s) { s[Int($0.pointee.a)] < s[Int($0.pointee.b)] ? 1 : 0 }
    case .lessThanSigned:
      each(instructions, count, s) {
        let k = $0.pointee.k
        let left = Int64(bitPattern: s[Int($0.pointee.a)] &<< k)
        let right = Int64(bitPattern: s[Int($0.pointee.b)] &<< k)
        return left < right ? 1 : 0
      }
    case .mux:
      each(instructions, count, s) {
        s[Int($0.pointee.a)] != 0 ? s[Int($0.pointee.b)] : s[Int($0.pointee.c)]
      }
    case .slice:
      each(instructions, count, s) { (s[Int($0.pointee.a)] &>> $0.pointee.k) & $0.pointee.mask }
    case .straddle:
      each(instructions, count, s) {
        let low = s[Int($0.pointee.a)] &>> $0.pointee.k
        return (low | s[Int($0.pointee.b)] &<< (64 &- $0.pointee.k)) & $0.pointee.mask
      }
    case .join:
      each(instructions, count, s) { s[Int($0.pointee.a)] &<< $0.pointee.k | s[Int($0.pointee.b)] }
    case .signExtend:
      each(instructions, count, s) {
        let k = Int64($0.pointee.k)
        let value = Int64(bitPattern: s[Int($0.pointee.a)] &<< $0.pointee.k) &>> k
        return UInt64(bitPattern: value) & $0.pointee.mask
      }
    case .shiftLeft:
      each(instructions, count, s) {
        (s[Int($0.pointee.a)] << s[Int($0.pointee.b)]) & $0.pointee.mask
      }
    case .shiftRight:
      each(instructions, count, s) { s[Int($0.pointee.a)] >> s[Int($0.pointee.b)] }
    case .shiftRightSigned:
      each(instructions, count, s) {
        let k = Int64($0.pointee.k)
        let value = Int64(bitPattern: s[Int($0.pointee.a)] &<< $0.pointee.k) &>> k
        return UInt64(bitPattern: value >> Int64(min(s[Int($0.pointee.b)], 63))) & $0.pointee.mask
      }
    case .reduceAnd:
      each(instructions, count, s) { s[Int($0.pointee.a)] == $0.pointee.mask ? 1 : 0 }
    case .reduceOr: each(instructions, count, s) { s[Int($0.pointee.a)] != 0 ? 1 : 0 }
    case .reduceXor:
      each(instructions, count, s) { UInt64(s[Int($0.pointee.a)].nonzeroBitCount & 1) }
    case .lookup:
      each(instructions, count, s) {
        let address = s[Int($0.pointee.a)]
        return address < $0.pointee.mask ? s[Int($0.pointee.k &+ address)] : 0
      }
    case .wide:
      for index in 0..<count { program.wide[Int(instructions[index].k)].execute(s) }
    case .external:
      for index in 0..<count {
        let call = program.boxCalls[Int(instructions[index].k)]
        program.boxes[call.box].settle(call.port, s)
      }
    }
  }
}
