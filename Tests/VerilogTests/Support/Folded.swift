import HDL

/// Every kind of operation with bits of a wire leading to other bits of it: loops only when signals
/// are looked at whole.
struct Folded: Module {
  struct Ports {
    let a: Bits
    let b: Bits
    let c: Bit
    let n: UInt
    let results: [Bits]
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      a: declare.input(.bits(8)), b: declare.input(.bits(24)), c: declare.input(.bit),
      n: declare.input(.uint(2)),
      results: Self.widths.map { declare.output(.bits($0)) })
  }

  static let widths = [32, 32, 16, 12, 16, 16, 16, 12, 10]

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let (a, b, c) = (ports.a, ports.b, ports.c)
    var results = ports.results[...]
    /// A wire whose low bits are given and whose high bits are made of itself.
    func fold(_ name: String, _ low: Bits, _ high: (Bits) -> Bits) {
      guard let result = results.popFirst() else { return }
      let wire = module.wire(name, .bits(result.bitWidth))
      wire.assign(low, to: 0..<low.bitWidth)
      wire.assign(high(wire), to: low.bitWidth..<result.bitWidth)
      result.assign(wire)
    }
    fold("sums", a) { ($0[0..<24].asUInt .&+ b.asUInt).asBits }
    fold("differences", a) { ($0[0..<24].asUInt .&- b.asUInt).asBits }
    fold("choices", a[0..<4]) { wire in
      mux(c, .!wire[0..<12], wire[0..<12] .^ b[0..<12]).named("inner").asBits
    }
    fold("signs", a[0..<4]) { wire in
      wire[0..<4].asSInt.extended(to: 8).asBits .^ b[0..<8]
    }
    fold("products", a) { ($0[0..<8].asUInt .* b[0..<8].asUInt).truncated(to: 8).asBits }
    fold("rights", a) { ($0[0..<8].asUInt .>> ports.n).asBits }
    fold("lefts", a) { ($0[0..<8].asUInt .<< ports.n).truncated(to: 8).asBits }
    let table = module.readOnlyMemory("digits", .uint(4), [3, 9, 12, 7])
    fold("entries", a) { table.read(address: $0[1..<3].asUInt).asBits }
    fold("flags", a) { wire in
      let less = wire[0..<4].asUInt .< b[0..<4].asUInt
      return concatenate(wire[0..<9].parity() .& (wire[8..<9] .== 1), less)
    }
  }

  /// The results in plain numbers.
  static func expected(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ n: UInt64) -> [UInt64] {
    var sums = a
    var differences = a
    for byte in 0..<3 {
      let low = (UInt64(1) << UInt64(8 * byte + 8)) - 1
      sums = a | ((sums & low) &+ b) << 8 & 0xffff_ff00
      differences = a | ((differences & low) &- b) << 8 & 0xffff_ff00
    }
    var choices = a & 15
    for digit in 0..<3 {
      let inner = (c == 1 ? ~choices : choices ^ b) >> UInt64(4 * digit) & 15
      choices |= inner << UInt64(4 * digit + 4)
    }
    let sign = a & 15 | (a & 8 != 0 ? 0xf0 : 0)
    let less: UInt64 = a & 15 < b & 15 ? 1 : 0
    let parity = UInt64((a | less << 8).nonzeroBitCount & 1) & less
    let entry: UInt64 = [3, 9, 12, 7][Int(a >> 1 & 3)]
    return [
      sums, differences, choices, a & 15 | (sign ^ b & 0xff) << 4,
      a | (a &* (b & 0xff) & 0xff) << 8, a | (a >> n) << 8, a | (a << n & 0xff) << 8,
      a | entry << 8, a | less << 8 | parity << 9,
    ]
  }
}
