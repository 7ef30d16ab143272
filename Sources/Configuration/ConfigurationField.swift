import FixedPoint

/// One key of a configuration's text: where it stands, what it may be, and the value it stands for.
/// Text and checks come from the same list.
struct ConfigurationField {
  /// The keys from the outermost mapping on, such as `affinity`, `formats`, `weight`.
  var path: [String]
  /// What the key holds.
  var kind: Kind

  enum Kind {
    case integer(WritableKeyPath<SamplerConfiguration, Int>, ClosedRange<Int>?)
    case format(WritableKeyPath<SamplerConfiguration, FixedPointFormat>, FormatRange)
    /// A word of letters, digits, `-`, `_` and `.`.
    case name(WritableKeyPath<SamplerConfiguration, String>)
    case choice(
      [String], get: (SamplerConfiguration) -> String,
      set: (inout SamplerConfiguration, String) -> Void
    )
  }

  /// The formats that a signal may have: a sign or none, and ranges of integer and fraction bits.
  struct FormatRange {
    var isSigned: Bool
    var integerBits: ClosedRange<Int>
    var fractionBits: ClosedRange<Int>

    func contains(_ format: FixedPointFormat) -> Bool {
      format.isSigned == isSigned && format.isFullRange
        && integerBits.contains(format.integerBits) && fractionBits.contains(format.fractionBits)
    }

    var text: String {
      let letter = isSigned ? "SQ" : "UQ"
      let integers =
        integerBits.count == 1
        ? "\(integerBits.lowerBound) integer bit\(integerBits.lowerBound == 1 ? "" : "s")"
        : "\(integerBits.lowerBound) to \(integerBits.upperBound) integer bits"
      return
        "\(letter) with \(integers) and \(fractionBits.lowerBound) to \(fractionBits.upperBound) "
        + "fraction bits"
    }
  }

  /// The path as messages write it.
  var name: String { path.joined(separator: ".") }

  /// The value as YAML writes it.
  func text(_ configuration: SamplerConfiguration) -> String {
    switch kind {
    case .integer(let path, _): "\(configuration[keyPath: path])"
    case .format(let path, _): configuration[keyPath: path].notation
    case .name(let path): SamplerConfiguration.scalar(configuration[keyPath: path])
    case .choice(_, let get, _): get(configuration)
    }
  }

  /// What a value of the wrong type is answered with.
  var wanted: String {
    switch kind {
    case .integer: "a whole number"
    case .format: "a format such as UQ1.20 or SQ6.10"
    case .name: "a name"
    case .choice(let names, _, _): "one of " + names.joined(separator: ", ")
    }
  }

  /// Takes over what YAML holds.
  ///
  /// - Returns: Whether it has the right type.
  func read(_ value: Any, into configuration: inout SamplerConfiguration) -> Bool {
    switch kind {
    case .integer(let path, _):
      guard let number = value as? Int else { return false }
      configuration[keyPath: path] = number
    case .format(let path, _):
      guard let text = value as? String, let format = FixedPointFormat(notation: text) else {
        return false
      }
      configuration[keyPath: path] = format
    case .name(let path):
      guard let text = value as? String else { return false }
      configuration[keyPath: path] = text
    case .choice(let names, _, let set):
      guard let name = value as? String, names.contains(name) else { return false }
      set(&configuration, name)
    }
    return true
  }

  /// Checks the value against its range.
  ///
  /// - Throws: `ConfigurationError` with the key, the value and the range.
  func check(_ configuration: SamplerConfiguration) throws {
    switch kind {
    case .integer(let path, let range):
      let value = configuration[keyPath: path]
      guard let range, !range.contains(value) else { return }
      throw ConfigurationError(
        "\(name) is \(value); choose a value from \(range.lowerBound) to \(range.upperBound)")
    case .format(let path, let range):
      let format = configuration[keyPath: path]
      guard !range.contains(format) else { return }
      throw ConfigurationError("\(name) is \(format.notation); choose \(range.text)")
    case .name(let path):
      let text = configuration[keyPath: path]
      let isName = text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) || (0x61...0x7a).contains($0)
          || [0x2d, 0x2e, 0x5f].contains($0)
      }
      guard !isName || !(1...64).contains(text.utf8.count) else { return }
      throw ConfigurationError(
        "\(name) is \"\(SamplerConfiguration.oneLine(text))\"; choose a name of 1 to 64 letters, digits, -, _ and ."
      )
    case .choice: return
    }
  }
}
