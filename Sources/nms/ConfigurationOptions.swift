import ArgumentParser
import Configuration
import Foundation

/// The options that choose a configuration.
struct ConfigurationOptions: ParsableArguments {
  @Option(help: "A YAML file with the configuration.")
  var config: String?

  @Option(
    help:
      "A named configuration: small, edge or large. Default: edge to generate, small to compare.")
  var preset: String?

  mutating func validate() throws {
    if config != nil, preset != nil {
      throw ValidationError(
        "--config and --preset exclude each other; a file can name its preset with `preset: small`")
    }
    if let preset, !SamplerConfiguration.presets.map(\.name).contains(preset) {
      let names = SamplerConfiguration.presets.map(\.name).joined(separator: ", ")
      throw ValidationError("there is no preset '\(preset)'; choose one of \(names)")
    }
  }

  /// The chosen configuration.
  ///
  /// - Throws: `ConfigurationError` for a file that is missing or wrong.
  func load(default name: String = "edge") throws -> SamplerConfiguration {
    guard let config else { return try .preset(preset ?? name) }
    guard let data = FileManager.default.contents(atPath: config) else {
      throw ConfigurationError(
        "cannot read \(config); give the path of a YAML file that exists and may be read")
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw ConfigurationError("\(config) is not UTF-8 text; save it as UTF-8")
    }
    return try SamplerConfiguration(yaml: text, source: config)
  }
}
