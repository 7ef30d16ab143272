/// A whole number of any size, for expected values: two's-complement bits, the last one being the
/// sign and repeated for ever. Bit by bit and slow on purpose: nothing is shared with the simulator.
struct Number: Equatable {
  private(set) var bits: [UInt8]

  init(bits: [UInt8]) { self.bits = bits }

  /// Bits without a sign.
  init(unsigned bits: [UInt8]) { self.bits = bits + [0] }

  init(_ value: Int) { bits = (0..<64).map { UInt8(truncatingIfNeeded: value >> $0 & 1) } }

  static func == (left: Number, right: Number) -> Bool {
    (0..<max(left.bits.count, right.bits.count)).allSatisfy { left.bit($0) == right.bit($0) }
  }

  func bit(_ index: Int) -> UInt8 { index < bits.count ? bits[index] : bits[bits.count - 1] }

  /// The number modulo 2^width.
  func low(_ width: Int) -> [UInt8] { (0..<width).map(bit) }

  var isNegative: Bool { bits[bits.count - 1] == 1 }

  static prefix func ~ (value: Number) -> Number { Number(bits: value.bits.map { 1 - $0 }) }

  static prefix func - (value: Number) -> Number { ~value + Number(1) }

  static func + (left: Number, right: Number) -> Number {
    var carry: UInt8 = 0
    return Number(
      bits: (0...max(left.bits.count, right.bits.count)).map { index in
        let sum = left.bit(index) + right.bit(index) + carry
        carry = sum >> 1
        return sum & 1
      })
  }

  static func - (left: Number, right: Number) -> Number { left + -right }

  static func * (left: Number, right: Number) -> Number {
    // The sign bit of a two's-complement number weighs -2^(n-1).
    var total = Number(bits: [0])
    for (index, bit) in right.bits.enumerated() where bit == 1 {
      let part = left << index
      total = index == right.bits.count - 1 ? total - part : total + part
    }
    return total
  }

  static func << (value: Number, amount: Int) -> Number {
    Number(bits: Array(repeating: 0, count: amount) + value.bits)
  }

  /// Divided by 2^amount and rounded down.
  static func >> (value: Number, amount: Int) -> Number {
    amount >= value.bits.count
      ? Number(bits: [value.bits[value.bits.count - 1]])
      : Number(bits: Array(value.bits[amount...]))
  }

  static func < (left: Number, right: Number) -> Bool { (left - right).isNegative }

  /// A small number as Swift's own.
  var small: Int {
    bits.enumerated().dropLast().reduce(isNegative ? -(1 << (bits.count - 1)) : 0) {
      $0 + Int($1.element) << $1.offset
    }
  }
}
