import Configuration
import Testing

@Suite("Ranges of a configuration")
struct RangeTests {
  /// A value of one field and what is said against it.
  struct Wrong: Sendable, CustomTestStringConvertible {
    var key: String
    var value: Int
    var message: String

    var testDescription: String { "\(key) \(value)" }

    static func all(_ key: String, _ values: [Int], _ allowed: String) -> [Wrong] {
      values.map {
        Wrong(key: key, value: $0, message: "distance.\(key) is \($0); choose \(allowed)")
      }
    }
  }

  static let wrong =
    Wrong.all(
      "lanes", [.min, -2, 0, 1, 3, 255, 257, 512, .max], "a power of two from 2 to 256")
    + Wrong.all("queries", [-1, 0, 65, .max], "a value from 1 to 64")
    + Wrong.all(
      "chunkBeats", [0, 1, 3, 4_095, 8_192, .max], "a power of two from 2 to 4096")
    + Wrong.all(
      "blockCandidates", [0, 1, 6, 4_097, 8_192, .min], "a power of two from 2 to 4096")
    + Wrong.all(
      "maximumDimensions", [-1, 0, 16_777_217, .max], "a value from 1 to 16777216")

  private func sizes(_ key: String, _ value: Int) throws -> DistanceConfiguration {
    var sizes = SamplerConfiguration.edge.distance
    switch key {
    case "lanes": sizes.lanes = value
    case "queries": sizes.queries = value
    case "chunkBeats": sizes.chunkBeats = value
    case "blockCandidates": sizes.blockCandidates = value
    default: sizes.maximumDimensions = value
    }
    return sizes
  }

  @Test("a value out of range is named with its range", arguments: wrong)
  func refusal(wrong: Wrong) throws {
    let sizes = try sizes(wrong.key, wrong.value)
    let error = #expect(throws: ConfigurationError.self) { try sizes.validate() }
    #expect(error?.description == wrong.message)
    // The whole configuration refuses it with the same words.
    let whole = SamplerConfiguration(name: "any", distance: sizes)
    let outer = #expect(throws: ConfigurationError.self) { try whole.validate() }
    #expect(outer == error)
  }

  @Test(
    "values at the ends of their ranges are allowed",
    arguments: [
      ("lanes", 2), ("lanes", 256), ("queries", 1), ("queries", 64), ("queries", 3),
      ("chunkBeats", 2), ("chunkBeats", 4_096), ("blockCandidates", 2),
      ("blockCandidates", 4_096), ("maximumDimensions", 1), ("maximumDimensions", 16_777_216),
    ])
  func ends(key: String, value: Int) throws {
    try sizes(key, value).validate()
  }

  @Test(
    "a name of 1 to 64 printable characters is allowed, others are told why not",
    arguments: [
      ("a", nil), (String(repeating: "n", count: 64), nil), ("größe 1: \"weit\"", nil),
      ("", "the configuration name \"\" has 0 characters; use 1 to 64"),
      (
        String(repeating: "n", count: 65),
        "the configuration name \"\(String(repeating: "n", count: 65))\" has 65 characters; "
          + "use 1 to 64"
      ),
      (
        "two\nlines",
        "the configuration name has a control character; use 1 to 64 that can be printed"
      ),
    ] as [(String, String?)])
  func names(name: String, message: String?) throws {
    let configuration = SamplerConfiguration(
      name: name, distance: SamplerConfiguration.edge.distance)
    guard let message else { return try configuration.validate() }
    let error = #expect(throws: ConfigurationError.self) { try configuration.validate() }
    #expect(error?.description == message)
  }
}
