import HDL
import Simulation

/// Every operator at once, an output each.
struct OperatorDesign: Module {
  let widths: OperatorWidths

  struct Ports {
    let a: Bits
    let e: Bits
    let b: Bits
    let c: Bit
    let d: Bit
    let n: UInt
    let results: [Bits]
  }

  var moduleName: String { "Operators_\(widths.a)_\(widths.b)" }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      a: declare.input(.bits(widths.a)), e: declare.input(.bits(widths.a)),
      b: declare.input(.bits(widths.b)), c: declare.input(.bit), d: declare.input(.bit),
      n: declare.input(.uint(OperatorWidths.n)),
      results: widths.cases.map { declare.output(.bits($0.width)) })
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let operands = Operands(
      module: module, a: ports.a, e: ports.e, b: ports.b, c: ports.c, d: ports.d, n: ports.n)
    for (operation, output) in zip(widths.cases, ports.results) {
      let value = operation.build(operands)
      output.assign(value.asBits)
    }
  }
}

extension PortStorage {
  /// Writes bits, least significant first.
  func write(_ bits: [UInt8]) {
    for byte in 0..<byteCount {
      var value: UInt8 = 0
      for bit in 0..<8 where 8 * byte + bit < bits.count { value |= bits[8 * byte + bit] << bit }
      bytes.storeBytes(of: value, toByteOffset: byte, as: UInt8.self)
    }
  }

  /// The bits, least significant first.
  func readBits() -> [UInt8] {
    (0..<bitWidth).map { bytes.load(fromByteOffset: $0 / 8, as: UInt8.self) >> ($0 % 8) & 1 }
  }
}

/// SplitMix64: small, and the same everywhere.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
  }
}
