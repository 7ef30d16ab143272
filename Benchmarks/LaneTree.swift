import HDL

/// The yardstick design: n byte lanes, absolute difference, square, a tree of registered adders.
struct LaneTree: Module {
  let lanes: Int

  struct Ports {
    let query: Bits
    let candidate: Bits
    let sum: UInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      query: declare.input(.bits(8 * lanes)), candidate: declare.input(.bits(8 * lanes)),
      sum: declare.output(.uint(16 + addressBits(lanes))))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    var terms = (0..<lanes).map { lane -> UInt in
      let query = ports.query[8 * lane..<8 * lane + 8].asUInt
      let candidate = ports.candidate[8 * lane..<8 * lane + 8].asUInt
      let difference = module.register("difference_\(lane)", .uint(8))
      difference.assign(mux(query .< candidate, candidate .&- query, query .&- candidate))
      let square = module.register("square_\(lane)", .uint(16))
      square.assign(difference .* difference)
      return square
    }
    var level = 0
    while terms.count > 1 {
      terms = stride(from: 0, to: terms.count, by: 2).map { index in
        let sum = terms[index] .+ terms[index + 1]
        let register = module.register("sum_\(level)_\(index / 2)", .uint(sum.bitWidth))
        register.assign(sum)
        return register
      }
      level += 1
    }
    ports.sum.assign(terms[0])
  }
}
