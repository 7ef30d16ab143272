import HDL

/// The arithmetic of RV32I, within one cycle.
struct ALU: Module {
  /// The `funct3` field of register and immediate instructions.
  enum Operation: Int {
    case add, shiftLeft, setLess, setLessUnsigned, xor, shiftRight, or, and
  }

  struct Ports {
    let operation: Bits
    /// Subtracts instead of adding, shifts in the sign instead of zeros.
    let isAlternate: Bit
    let left: UInt
    let right: UInt
    let result: UInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      operation: declare.input(.bits(3)), isAlternate: declare.input(.bit),
      left: declare.input(.uint(32)), right: declare.input(.uint(32)),
      result: declare.output(.uint(32)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let (left, right) = (ports.left, ports.right)
    let amount = right[0..<5]
    func flag(_ bit: Bit) -> UInt { bit.asUInt.extended(to: 32) }
    module.switch(ports.operation) {
      $0.case(Operation.add) {
        ports.result.assign(mux(ports.isAlternate, left .&- right, left .&+ right))
      }
      $0.case(Operation.shiftLeft) { ports.result.assign((left .<< amount).truncated(to: 32)) }
      $0.case(Operation.setLess) { ports.result.assign(flag(left.asSInt .< right.asSInt)) }
      $0.case(Operation.setLessUnsigned) { ports.result.assign(flag(left .< right)) }
      $0.case(Operation.xor) { ports.result.assign(left .^ right) }
      $0.case(Operation.shiftRight) {
        ports.result.assign(
          mux(ports.isAlternate, (left.asSInt .>> amount).asUInt, left .>> amount))
      }
      $0.case(Operation.or) { ports.result.assign(left .| right) }
      $0.case(Operation.and) { ports.result.assign(left .& right) }
    }
  }
}
