extension FixedPointFormat: Codable {
  private enum CodingKeys: String, CodingKey {
    case isSigned = "signed"
    case minimum
    case maximum
    case exponent
  }

  /// Reads `signed` (optional), `minimum`, `maximum` and `exponent` (0 if absent).
  ///
  /// - Throws: `DecodingError`, with the sentence of the `FixedPointError` for a format that cannot
  ///   exist.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let signed = try container.decodeIfPresent(Bool.self, forKey: .isSigned)
    let minimum = try Self.decodeInteger(.minimum, from: container)
    let maximum = try Self.decodeInteger(.maximum, from: container)
    let exponent = try container.decodeIfPresent(Int.self, forKey: .exponent) ?? 0
    do {
      try self.init(signed: signed, minimum: minimum, maximum: maximum, exponent: exponent)
    } catch {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: error.description))
    }
  }

  /// Writes all four properties; integers beyond 64 bits as decimal text, since few encoders take
  /// an `Int128`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(isSigned, forKey: .isSigned)
    for (integer, key) in [(minimum, CodingKeys.minimum), (maximum, .maximum)] {
      if let small = Int(exactly: integer) {
        try container.encode(small, forKey: key)
      } else {
        try container.encode(String(integer), forKey: key)
      }
    }
    try container.encode(exponent, forKey: .exponent)
  }

  private static func decodeInteger(
    _ key: CodingKeys, from container: KeyedDecodingContainer<CodingKeys>
  ) throws -> Int128 {
    if let small = try? container.decode(Int.self, forKey: key) { return Int128(small) }
    let text = try container.decode(String.self, forKey: key)
    guard let integer = Int128(text) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container,
        debugDescription: "\"\(text)\" is not a decimal integer of at most 128 bits.")
    }
    return integer
  }
}
