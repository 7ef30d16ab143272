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
