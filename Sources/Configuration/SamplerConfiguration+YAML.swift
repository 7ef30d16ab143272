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
    let fields = ConfigurationField.all
    var sections: [String] = []
    for field in fields where sections.last != field.path[0] { sections.append(field.path[0]) }
    try Self.refuseUnknown(values, ["preset", "name"] + sections, source)
    let presetName = try Self.value(values, "preset", String.self, source) ?? "edge"
    do {
      self = try .preset(presetName)
    } catch {
      throw ConfigurationError("\(source): \(error)")
    }
    name = try Self.value(values, "name", String.self, source) ?? name
    try read(values, fields, depth: 0, source)
    do {
      try validate()
    } catch {
      throw ConfigurationError("\(source): \(error)")
    }
  }

  /// Takes over one mapping: the fields of it, and the mappings inside it, by their keys in order.
  private mutating func read(
    _ values: [String: Any], _ fields: [ConfigurationField], depth: Int, _ source: String
  ) throws {
    var index = 0
    while index < fields.count {
      let field = fields[index]
      let key = field.path[depth]
      let prefix = field.path[..<depth].map { $0 + "." }.joined()
      let inside = fields[index...].prefix { $0.path[depth] == key }
      index = inside.endIndex
      if field.path.count == depth + 1 {
        guard let found = values[key] else { continue }
        guard field.read(found, into: &self) else {
          throw ConfigurationError(
            "\(source): \(field.name) is \(Self.text(of: found)); write \(field.wanted)")
        }
      } else if let section = try Self.value(
        values, key, [String: Any].self, source, prefix: prefix)
      {
        var known: [String] = []
        for field in inside where known.last != field.path[depth + 1] {
          known.append(field.path[depth + 1])
        }
        try Self.refuseUnknown(section, known, source, prefix: prefix + key + ".")
        try read(section, Array(inside), depth: depth + 1, source)
      }
    }
  }

  /// The configuration as YAML that `init(yaml:source:)` reads back.
  public var yaml: String {
    var text = "name: \(Self.scalar(name))\n"
    var open: [String] = []
    for field in ConfigurationField.all {
      let mappings = Array(field.path.dropLast())
      let common = zip(open, mappings).prefix { $0 == $1 }.count
      for depth in common..<max(common, mappings.count) {
        text += Self.indent(depth) + "\(mappings[depth]):\n"
      }
      open = mappings
      text += Self.indent(mappings.count)
      text += "\(field.path[mappings.count]): \(field.text(self))\n"
    }
    return text
  }

  private static func indent(_ depth: Int) -> String { String(repeating: "  ", count: depth) }

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
  static func scalar(_ text: String) -> String {
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

  /// Text without the ends of its lines.
  static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
      .joined(separator: " ")
  }
}
