import HDL

/// What an instruction asks for.
struct Decoded {
  let isLegal: Bit
  /// Stops the core.
  let halts: Bit
  let isLoad: Bit
  let isStore: Bit
  /// Whether the destination register is written, with `result` unless it is a load.
  let writes: Bit
  let result: UInt
  /// Of the next instruction.
  let next: UInt
  /// Of a load or store.
  let address: UInt
}

extension RV32I {
  /// Decodes an instruction and computes all it does without a memory.
  func decode(
    _ module: ModuleBuilder, _ instruction: Instruction, pc: UInt, _ left: UInt, _ right: UInt
  ) -> Decoded {
    let decoded = Decoded(
      isLegal: module.wire("isLegal", .bit), halts: module.wire("halts", .bit),
      isLoad: module.wire("isLoad", .bit), isStore: module.wire("isStore", .bit),
      writes: module.wire("writesRegister", .bit), result: module.wire("result", .uint(32)),
      next: module.wire("next", .uint(32)), address: module.wire("address", .uint(32)))
    let funct3 = instruction.funct3.asUInt.named("funct3")
    let isPlain = (instruction.funct7 .== 0).named("isPlain")
    let isAlternate = (instruction.funct7 .== 0x20).named("isAlternate")
    let isShift = ((funct3 .== 1) .| (funct3 .== 5)).named("isShift")
    let mayAlternate = (isAlternate .& ((funct3 .== 0) .| (funct3 .== 5)))
      .named("mayAlternate")
    let following = (pc .&+ 4).named("following")

    let alu = module.instance(ALU(), named: "alu")
    alu.operation.assign(instruction.funct3)
    alu.left.assign(left)
    alu.right.assign(right)
    alu.isAlternate.assign(isAlternate)

    decoded.isLegal.set(to: 1)
    decoded.halts.set(to: 0)
    decoded.isLoad.set(to: 0)
    decoded.isStore.set(to: 0)
    decoded.writes.set(to: 0)
    decoded.result.assign(alu.result)
    decoded.next.assign(following)
    decoded.address.assign(left .&+ instruction.immediate)
    module.switch(instruction.opcode) {
      $0.case(Opcode.register) {
        decoded.writes.set(to: 1)
        decoded.isLegal.assign(isPlain .| mayAlternate)
      }
      $0.case(Opcode.immediate) {
        decoded.writes.set(to: 1)
        alu.right.assign(instruction.immediate)
        // Only of shifts are the upper bits of the immediate a part of the operation.
        alu.isAlternate.assign(isAlternate .& (funct3 .== 5))
        decoded.isLegal.assign(.!isShift .| isPlain .| (isAlternate .& (funct3 .== 5)))
      }
      $0.case(Opcode.loadUpper) {
        decoded.writes.set(to: 1)
        decoded.result.assign(instruction.upperImmediate)
      }
      $0.case(Opcode.addUpperToPC) {
        decoded.writes.set(to: 1)
        decoded.result.assign(pc .&+ instruction.upperImmediate)
      }
      $0.case(Opcode.jump) {
        decoded.writes.set(to: 1)
        decoded.result.assign(following)
        decoded.next.assign(pc .&+ instruction.jumpImmediate)
      }
      $0.case(Opcode.jumpToRegister) {
        decoded.writes.set(to: 1)
        decoded.result.assign(following)
        let target = left .&+ instruction.immediate
        decoded.next.assign(concatenate(target[1..<32], module.constant(0, .bits(1))).asUInt)
        decoded.isLegal.assign(funct3 .== 0)
      }
      $0.case(Opcode.branch) {
        let isTaken = condition(module, funct3, left, right)
        module.when(isTaken) { decoded.next.assign(pc .&+ instruction.branchImmediate) }
        decoded.isLegal.assign((funct3 .!= 2) .& (funct3 .!= 3))
      }
      $0.case(Opcode.load) {
        decoded.writes.set(to: 1)
        decoded.isLoad.set(to: 1)
        decoded.isLegal.assign((funct3 .!= 3) .& (funct3 .< 6))
      }
      $0.case(Opcode.store) {
        decoded.isStore.set(to: 1)
        decoded.address.assign(left .&+ instruction.storeImmediate)
        decoded.isLegal.assign(funct3 .< 3)
      }
      $0.case(Opcode.fence, Opcode.system) { decoded.halts.set(to: 1) }
      $0.default { decoded.isLegal.set(to: 0) }
    }
    return decoded
  }

  /// Whether a branch is taken: bit 0 of the function inverts the three conditions.
  private func condition(
    _ module: ModuleBuilder, _ funct3: UInt, _ left: UInt, _ right: UInt
  ) -> Bit {
    let holds = module.wire("conditionHolds", .bit)
    module.switch(funct3[1..<3]) {
      $0.case(2) { holds.assign(left.asSInt .< right.asSInt) }
      $0.case(3) { holds.assign(left .< right) }
      $0.default { holds.assign(left .== right) }
    }
    return holds .^ funct3[0]
  }
}
