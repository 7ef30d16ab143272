package import Configuration

/// beta as the multiplier and the shift that the hardware uses, from log2 beta.
///
/// -log2 beta = K + g with K whole and g in [0, 1): beta = 2^-g 2^-K.
package struct BandwidthScale: Hashable, Sendable {
  /// 2^-g in the format `betaMantissa`.
  package let mantissa: UInt32
  /// Places by which the product of mantissa and distance is shifted right to be the exponent.
  package let places: Int
}

/// Turns log2 beta into a multiplier and a shift.
package struct BandwidthUnit: Sendable {
  private let table: InterpolatedTable
  private let fractionBits: Int
  private let offset: Int

  package init(_ configuration: AffinityConfiguration) {
    let formats = configuration.formats
    fractionBits = formats.logBeta.fractionBits
    table = InterpolatedTable(
      .exp2, inputBits: fractionBits, fractionBits: formats.betaMantissa.fractionBits,
      configuration: configuration.exp2Table)
    offset =
      formats.betaMantissa.fractionBits + formats.distance.fractionBits
      - formats.exponent.fractionBits
  }

  /// The scale for a value of the format `logBeta`.
  @inline(__always)
  package func scale(logBeta: Int) -> BandwidthScale {
    let negated = -logBeta
    return BandwidthScale(
      mantissa: UInt32(table.value(at: negated & ((1 << fractionBits) - 1))),
      places: negated >> fractionBits + offset)
  }
}
