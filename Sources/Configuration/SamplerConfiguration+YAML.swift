import Foundation
import Yams

extension SamplerConfiguration {
  /// Reads a configuration from YAML text. Keys left out keep the value of the preset named by the
  /// key `preset` (`edge` without it); unknown keys are refused.
  ///
  /// ```yaml
  /// preset: small
  /// name: mine
  /// distance:
  ///   lanes: 32
  /// ```
  ///
  /// - Parameters:
  ///   - yaml: The text.
  ///   - source: The file name for messages.
  /// - Throws: `ConfigurationError` that names the file and what is wrong in it.
  public init(yaml: String, source: String) throws {
    let root: Any?
    do {
      root = try Yams.load(yaml: yaml)
    } catch {
      throw ConfigurationError("\(source) is not YAML: \(Self.sentence(of: error))")
    }
    guard let values = root as? [String: Any] else {
      throw ConfigurationError("\(source) holds no mapping; write keys such as `preset: small`")
    }
    try Self.refuseUnknown(values, ["preset", "name", "distance"], source)
    let presetName = try Self.value(values, "preset", String.self, source) ?? "edge"
    do {
      self = try .preset(presetName)
    } catch {
      throw ConfigurationError("\(source): \(error)")
    }
    name = try Self.value(values, "name", String.self, source) ?? name
    if let section = try Self.value(values, "distance", [String: Any].self, source) {
      let fields: [(String, WritableKeyPath<DistanceConfiguration, Int>)] = [
        ("lanes", \.lanes), ("queries", \.queries), ("chunkBeats", \.chunkBeats),
        ("blockCandidates", \.blockCandidates), ("maximumDimensions", \.maximumDimensions),
      ]
      try Self.refuseUnknown(section, fields.map(\.0), source, prefix: "distance.")
      for (key, path) in fields {
        if let value = try Self.value(section, key, Int.self, source, prefix: "distance.") {
          distance[keyPath: path] = value
        }
      }
    }
    do {
      try validate()
    } catch {
      throw ConfigurationError("\(source): \(error)")
    }
  }

  /// The configuration as YAML that `init(yaml:source:)` reads back.
  public var yaml: String {
    """
    name: \(Self.scalar(name))
    distance:
      lanes: \(distance.lanes)
      queries: \(distance.queries)
      chunkBeats: \(distance.chunkBeats)
      blockCandidates: \(distance.blockCandidates)
      maximumDimensions: \(distance.maximumDimensions)

    """
  }

  private static func value<Value>(
    _ values: [String: Any], _ key: String, _ type: Value.Type, _ source: String,
    prefix: String = ""
  ) throws -> Value? {
    guard let found = values[key] else { return nil }
    guard let value = found as? Value else {
      let wanted =
        type == Int.self
        ? "a whole number" : type == String.self ? "a name, in quotes if need be" : "its keys"
      throw ConfigurationError("\(source): \(prefix)\(key) is \(text(of: found)); write \(wanted)")
    }
    return value
  }

  private static func refuseUnknown(
    _ values: [String: Any], _ known: [String], _ source: String, prefix: String = ""
  ) throws {
    if let unknown = values.keys.sorted().first(where: { !known.contains($0) }) {
      throw ConfigurationError(
        "\(source): there is no key \(prefix)\(oneLine(unknown)); the keys are "
          + known.map { prefix + $0 }.joined(separator: ", "))
    }
  }

  /// Text as it stands in YAML: plain where that is read back as the same text, else in quotes.
  private static func scalar(_ text: String) -> String {
    let plain = (try? Yams.load(yaml: "text: \(text)")) as? [String: Any]
    if plain?["text"] as? String == text { return text }
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(escaped)\""
  }

  /// A value of the wrong type, as a message names it.
  private static func text(of value: Any) -> String {
    switch value {
    case is NSNull: "empty"
    case is [AnyHashable: Any]: "a mapping"
    case is [Any]: "a list"
    case let text as String: "\"\(oneLine(text))\""
    default: oneLine("\(value)")
    }
  }

  /// Where the parser stopped and why, without the excerpt that it draws over several lines.
  private static func sentence(of error: any Error) -> String {
    switch error {
    case YamlError.scanner(let context, let problem, let mark, _),
      YamlError.parser(let context, let problem, let mark, _),
      YamlError.composer(let context, let problem, let mark, _):
      let background = context.map { " \(oneLine($0.text))" } ?? ""
      return "line \(mark.line), column \(mark.column): \(problem)\(background)"
    case YamlError.duplicatedKeysInMapping(let duplicates, _):
      let keys = duplicates.sorted().map { "\"\(oneLine($0))\"" }.joined(separator: ", ")
      return "the same mapping has \(keys) more than once"
    default: return oneLine("\(error)")
    }
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
      .joined(separator: " ")
  }
}
