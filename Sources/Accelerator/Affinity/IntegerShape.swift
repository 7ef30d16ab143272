internal import FixedPoint
internal import HDL

/// The fewest bits that hold some integers.
struct IntegerShape {
  /// Whether one is negative.
  let isSigned: Bool
  /// Bits, with a sign bit if one is negative; at least 1.
  let bitWidth: Int

  init(holding values: [Int]) {
    let (least, greatest) = (values.min() ?? 0, values.max() ?? 0)
    isSigned = least < 0
    let magnitude = max(greatest < 0 ? ~greatest : greatest, least < 0 ? ~least : 0)
    bitWidth = max(1, Int.bitWidth - magnitude.leadingZeroBitCount + (isSigned ? 1 : 0))
  }

  /// Bits with a sign bit in any case.
  var signedBitWidth: Int { isSigned ? bitWidth : bitWidth + 1 }
}

extension FixedPointFormat {
  /// The range of some integers, in units of 2^-`fractionBits`.
  ///
  /// - Precondition: there is at least one, and none is negative.
  init(integers: [Int], fractionBits: Int) {
    guard let least = integers.min(), let greatest = integers.max(),
      let format = try? FixedPointFormat(
        minimum: Int128(least), maximum: Int128(greatest), exponent: -fractionBits)
    else { preconditionFailure("no format for \(integers.count) integers") }
    self = format
  }
}

extension ModuleBuilder {
  /// The entry of a constant table, all of which are positive; without an address the only one.
  func entry(of values: [Int], at address: UInt?, named name: String) -> UInt {
    let shape = Shape<UInt>.uint(IntegerShape(holding: values).bitWidth)
    guard let address else { return constant(values[0], shape) }
    return readOnlyMemory(name, shape, values).read(address: address)
  }

  /// The entry of a constant table; where none is negative, the sign costs no bit of the table.
  func signedEntry(of values: [Int], at address: UInt?, named name: String) -> SInt {
    let shape = IntegerShape(holding: values)
    guard shape.isSigned else { return entry(of: values, at: address, named: name).signed() }
    guard let address else { return constant(values[0], .sint(shape.bitWidth)) }
    return readOnlyMemory(name, .sint(shape.bitWidth), values).read(address: address)
  }
}

extension SInt {
  /// The low bits, or the same number with more of its sign.
  func resized(to width: Int) -> SInt {
    width < bitWidth ? truncated(to: width) : extended(to: width)
  }

  /// Most bits of a factor whose product is a sum of shifted terms.
  private static let shortBits = 6

  /// The exact product. With a factor of few bits it is a tree of adders, one term a bit of the factor:
  /// multipliers of FPGAs are of 18 bits or more, and a long factor would take several.
  func multiplied(byShort factor: UInt) -> SInt {
    guard factor.bitWidth <= Self.shortBits else { return self .* factor.signed() }
    var terms = (0..<factor.bitWidth).map { place in
      mux(factor[place], self, 0) .<< place
    }
    while terms.count > 1 {
      terms = stride(from: 0, to: terms.count, by: 2).map { first in
        first + 1 < terms.count ? terms[first] .+ terms[first + 1] : terms[first]
      }
    }
    return terms[0]
  }
}

extension UInt {
  /// The low bits, or the same number with zeros above.
  func resized(to width: Int) -> UInt {
    width < bitWidth ? truncated(to: width) : extended(to: width)
  }

  /// `self * 2^(1 - places)`, rounded down: what a shift by `places` more and a rounding need.
  ///
  /// Of a positive number of places the bits go that no rounding looks at; else a zero comes below, so
  /// that the bit that decides stands at place 0 whatever the shift.
  func prepared(places: Int) -> UInt {
    places > 0 ? self .>> (places - 1) : self .<< (1 - places)
  }

  /// A number with one bit below its last place, to nearest, a half up.
  func roundedHalf() -> UInt { (self .+ 1) .>> 1 }
}
