public import FixedPoint

/// The formats of all signals by their names, for reports and studies of widths.
extension SamplerConfiguration {
  /// Names of all signals with a format, such as `affinity.formats.weight`, in the order of the text.
  public static var signalNames: [String] {
    ConfigurationField.all.filter {
      if case .format = $0.kind { true } else { false }
    }.map(\.name)
  }

  /// The format of a signal; nil for a name that is none.
  public func format(ofSignal name: String) -> FixedPointFormat? {
    guard let path = Self.path(ofSignal: name) else { return nil }
    return self[keyPath: path]
  }

  /// The same configuration with another format of a signal.
  ///
  /// - Throws: `ConfigurationError` for a name that is none, or if the result is not valid.
  public func replacingFormat(
    ofSignal name: String, with format: FixedPointFormat
  ) throws -> SamplerConfiguration {
    guard let path = Self.path(ofSignal: name) else {
      throw ConfigurationError(
        "there is no signal \(name); choose one of " + Self.signalNames.joined(separator: ", "))
    }
    var result = self
    result[keyPath: path] = format
    // Velocities are as fine as positions.
    if name == "embedding.formats.position",
      let velocity = try? FixedPointFormat(
        signed: true, integerBits: embedding.formats.velocity.integerBits,
        fractionBits: format.fractionBits)
    {
      result.embedding.formats.velocity = velocity
    }
    try result.validate()
    return result
  }

  private static func path(
    ofSignal name: String
  ) -> WritableKeyPath<SamplerConfiguration, FixedPointFormat>? {
    for field in ConfigurationField.all where field.name == name {
      if case .format(let path, _) = field.kind { return path }
    }
    return nil
  }
}
