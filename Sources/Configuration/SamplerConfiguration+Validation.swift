extension SamplerConfiguration {
  /// Checks every value against its range.
  ///
  /// - Throws: `ConfigurationError` that names the first value out of range and the range.
  public func validate() throws {
    guard !name.isEmpty, name.count <= 64 else {
      throw ConfigurationError(
        "the configuration name \"\(name)\" has \(name.count) characters; use 1 to 64")
    }
    guard !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      throw ConfigurationError(
        "the configuration name has a control character; use 1 to 64 that can be printed")
    }
    try distance.validate()
    for field in ConfigurationField.all { try field.check(self) }
    try validateTables()
    let width = affinity.formats.distance.bitWidth
    guard width <= 32 else {
      throw ConfigurationError(
        "affinity.formats.distance is \(affinity.formats.distance.notation) with \(width) bits; "
          + "choose at most 32")
    }
    try validateSearch()
    try validateEmbedding()
    guard memory.channels.nonzeroBitCount == 1 else {
      throw ConfigurationError(
        "memory.channels is \(memory.channels); choose a power of two from 1 to 16")
    }
  }

  /// A table has at most one segment for each input.
  private func validateTables() throws {
    let formats = affinity.formats
    let tables = [
      ("affinity.exp2Table", affinity.exp2Table, "affinity.formats.exponent", formats.exponent),
      ("affinity.exp2Table", affinity.exp2Table, "affinity.formats.logBeta", formats.logBeta),
      (
        "affinity.log2Table", affinity.log2Table, "affinity.formats.normalizedSum",
        formats.normalizedSum
      ),
      (
        "affinity.reciprocalTable", affinity.reciprocalTable, "affinity.formats.normalizedSum",
        formats.normalizedSum
      ),
      (
        "embedding.reciprocalTable", embedding.reciprocalTable,
        "embedding.formats.normalizedDistance", embedding.formats.normalizedDistance
      ),
      (
        "embedding.reciprocalTable", embedding.reciprocalTable,
        "embedding.formats.normalization", embedding.formats.normalization
      ),
    ]
    for (name, table, input, format) in tables where table.segmentBits > format.fractionBits {
      throw ConfigurationError(
        "\(name).segmentBits is \(table.segmentBits), but \(input) has only "
          + "\(format.fractionBits) fraction bits; choose no more segment bits than these")
    }
  }

  private func validateSearch() throws {
    guard search.minimumLogBeta < search.maximumLogBeta else {
      throw ConfigurationError(
        "search.minimumLogBeta is \(search.minimumLogBeta) and search.maximumLogBeta is "
          + "\(search.maximumLogBeta); choose a smaller minimum")
    }
    let format = affinity.formats.logBeta
    let limit = 1 << (format.integerBits - 1)
    for (name, value) in [
      ("minimumLogBeta", search.minimumLogBeta), ("maximumLogBeta", search.maximumLogBeta),
    ] where !(-limit..<limit).contains(value) {
      throw ConfigurationError(
        "search.\(name) is \(value), which affinity.formats.logBeta (\(format.notation)) does not "
          + "hold; choose a value from \(-limit) to \(limit - 1)")
    }
  }

  private func validateEmbedding() throws {
    let formats = embedding.formats
    guard embedding.lanes & (embedding.lanes - 1) == 0 else {
      throw ConfigurationError(
        "embedding.lanes is \(embedding.lanes); choose a power of two from 1 to 64")
    }
    guard formats.velocity.fractionBits == formats.position.fractionBits else {
      throw ConfigurationError(
        "embedding.formats.velocity has \(formats.velocity.fractionBits) fraction bits and "
          + "embedding.formats.position has \(formats.position.fractionBits); choose the same")
    }
    guard formats.pairPosition.fractionBits <= formats.position.fractionBits else {
      throw ConfigurationError(
        "embedding.formats.pairPosition has \(formats.pairPosition.fractionBits) fraction bits, "
          + "more than embedding.formats.position (\(formats.position.fractionBits)); choose fewer")
    }
    guard formats.squaredDistance.bitWidth <= 31 else {
      throw ConfigurationError(
        "embedding.formats.squaredDistance is \(formats.squaredDistance.notation) with "
          + "\(formats.squaredDistance.bitWidth) bits; choose at most 31")
    }
    guard formats.gradient.bitWidth <= 32 else {
      throw ConfigurationError(
        "embedding.formats.gradient is \(formats.gradient.notation) with "
          + "\(formats.gradient.bitWidth) bits; choose at most 32")
    }
  }
}

extension DistanceConfiguration {
  /// Checks every value against its range.
  ///
  /// - Throws: `ConfigurationError` that names the first value out of range and the range.
  public func validate() throws {
    try Self.check("distance.lanes", lanes, 2...256, isPowerOfTwo: true)
    try Self.check("distance.queries", queries, 1...64)
    try Self.check("distance.chunkBeats", chunkBeats, 2...4_096, isPowerOfTwo: true)
    try Self.check("distance.blockCandidates", blockCandidates, 2...4_096, isPowerOfTwo: true)
    try Self.check("distance.maximumDimensions", maximumDimensions, 1...(1 << 24))
  }

  private static func check(
    _ name: String, _ value: Int, _ range: ClosedRange<Int>, isPowerOfTwo: Bool = false
  ) throws {
    guard range.contains(value), !isPowerOfTwo || value & (value - 1) == 0 else {
      throw ConfigurationError(
        "\(name) is \(value); choose \(isPowerOfTwo ? "a power of two from" : "a value from") "
          + "\(range.lowerBound) to \(range.upperBound)")
    }
  }
}
