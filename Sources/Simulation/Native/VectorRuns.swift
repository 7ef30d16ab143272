import CSimulationKernels

/// Finds lanes among the instructions of a batch: runs whose operands stand at equal distances.
struct VectorRuns {
  /// Shorter runs are not worth a loop of their own.
  static let shortest = 4

  /// Splits instructions of one opcode, which are independent of each other.
  ///
  /// - Parameters:
  ///   - instructions: The instructions of one batch.
  ///   - isNarrowProduct: Whether both factors of an instruction have at most 32 bits.
  /// - Returns: The runs, and the instructions in none of them.
  static func split(
    _ instructions: ArraySlice<Instruction>, _ opcode: Opcode,
    isNarrowProduct: (Instruction) -> Bool
  ) -> (runs: [nms_vector_run], rest: [Instruction]) {
    guard let code = opcode.runCode else { return ([], Array(instructions)) }
    var runs: [nms_vector_run] = []
    var rest: [Instruction] = []
    var position = instructions.startIndex
    while position < instructions.endIndex {
      if opcode == .slice, let run = unpack(instructions[position...]) {
        runs.append(run)
        position += Int(run.count)
        continue
      }
      let first = instructions[position]
      var end = position + 1
      var strides: (Int32, Int32, Int32) = (0, 0, 0)
      if end < instructions.endIndex {
        let next = instructions[end]
        strides = (next.a - first.a, next.b - first.b, next.c - first.c)
      }
      if strides.0 >= 0, strides.1 >= 0, strides.2 >= 0 {
        while end < instructions.endIndex {
          let (last, next) = (instructions[end - 1], instructions[end])
          guard next.destination == last.destination + 1, next.a - last.a == strides.0,
            next.b - last.b == strides.1, next.c - last.c == strides.2, next.mask == first.mask,
            next.k == first.k
          else { break }
          end += 1
        }
      }
      if end - position >= shortest {
        var run = nms_vector_run()
        run.opcode = Int32(code)
        run.count = Int32(end - position)
        run.destination = first.destination
        (run.a, run.b, run.c) = (first.a, first.b, first.c)
        (run.stride_a, run.stride_b, run.stride_c) = strides
        run.mask = first.mask
        run.k = first.k
        if opcode == .multiply {
          run.k = instructions[position..<end].allSatisfy(isNarrowProduct) ? 1 : 0
        }
        runs.append(run)
        position = end
      } else {
        rest.append(first)
        position += 1
      }
    }
    return (runs, rest)
  }

  /// Neighbouring bytes, or bits, of one wide value.
  private static func unpack(_ instructions: ArraySlice<Instruction>) -> nms_vector_run? {
    guard let first = instructions.first, first.mask == 0xff || first.mask == 1 else { return nil }
    let width: Int = first.mask == 1 ? 1 : 8
    func low(_ instruction: Instruction) -> Int { 64 * Int(instruction.a) + Int(instruction.k) }
    guard low(first) % width == 0 else { return nil }
    var count = 1
    for next in instructions.dropFirst() {
      guard next.mask == first.mask, next.destination == first.destination + Int32(count),
        low(next) == low(first) + width * count
      else { break }
      count += 1
    }
    guard count >= shortest else { return nil }
    var run = nms_vector_run()
    run.opcode = Int32(width == 8 ? nms_run_unpack_bytes : nms_run_unpack_bits)
    run.count = Int32(count)
    run.destination = first.destination
    run.a = first.a
    run.k = first.k / UInt64(width)
    return run
  }
}

extension Opcode {
  /// The code of the same operation over lanes, if there is one.
  fileprivate var runCode: Int? {
    switch self {
    case .add: nms_run_add
    case .subtract: nms_run_subtract
    case .multiply: nms_run_multiply
    case .and: nms_run_and
    case .or: nms_run_or
    case .xor: nms_run_xor
    case .not: nms_run_not
    case .equal: nms_run_equal
    case .lessThan: nms_run_less_than
    case .mux: nms_run_mux
    case .slice: nms_run_slice
    case .join: nms_run_join
    default: nil
    }
  }
}
