import HDL

/// Squared distances of lanes, summed by a tree of registers.
struct Tree: Module {
  let lanes: Int
  struct Ports {
    let query: Bits
    let candidate: Bits
    let enable: Bit
    let sum: UInt
  }
  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      query: declare.input(.bits(8 * lanes)), candidate: declare.input(.bits(8 * lanes)),
      enable: declare.input(.bit), sum: declare.output(.uint(16 + addressBits(lanes))))
  }
  func body(_ module: ModuleBuilder, _ ports: Ports) {
    var level: [UInt] = (0..<lanes).map { lane in
      let q = ports.query[8 * lane..<8 * lane + 8].asUInt
      let c = ports.candidate[8 * lane..<8 * lane + 8].asUInt
      let d = module.register("difference_\(lane)", .uint(8), enable: ports.enable)
      d.assign(mux(q .< c, c .&- q, q .&- c))
      let s = module.register("square_\(lane)", .uint(16), enable: ports.enable)
      s.assign(d .* d)
      return s
    }
    var depth = 0
    while level.count > 1 {
      level = stride(from: 0, to: level.count, by: 2).map { index in
        let sum = level[index] .+ level[index + 1]
        let register: UInt = module.register(
          "sum_\(depth)_\(index / 2)", .uint(sum.bitWidth), reset: 0, enable: ports.enable)
        register.assign(sum)
        return register
      }
      depth += 1
    }
    ports.sum.assign(level[0])
  }
}
