import Configuration
import Testing

@Suite("YAML of a configuration")
struct YAMLTests {
  @Test("a preset is read back as it was written", arguments: SamplerConfiguration.presets)
  func roundTrip(preset: SamplerConfiguration) throws {
    #expect(try SamplerConfiguration(yaml: preset.yaml, source: "a.yaml") == preset)
  }

  @Test("the text of a preset is as documented")
  func text() throws {
    #expect(
      SamplerConfiguration.edge.yaml == """
        name: edge
        distance:
          lanes: 64
          queries: 16
          chunkBeats: 64
          blockCandidates: 256
          maximumDimensions: 4096

        """)
  }

  @Test(
    "any allowed name is read back, also where YAML would take it for something else",
    arguments: [
      "a: b", "yes", "null", "~", "12", "0x10", "1.5", "# no", "'quoted'", "\"", "\\n", "- item",
      "{a}", "[", " leading", "trailing ", "a #b", "größe", "&anchor", "*alias", "!tag",
      "2001-01-01",
      "%", "@", "a,b", "a: ", ":", "?", "|", ">",
    ])
  func names(name: String) throws {
    let configuration = SamplerConfiguration(
      name: name, distance: SamplerConfiguration.edge.distance)
    try configuration.validate()
    #expect(try SamplerConfiguration(yaml: configuration.yaml, source: "a.yaml") == configuration)
  }

  @Test("keys left out keep the value of the preset")
  func partial() throws {
    let read = try SamplerConfiguration(
      yaml: "preset: small\nname: mine\ndistance:\n  lanes: 32\n", source: "a.yaml")
    var expected = try SamplerConfiguration.preset("small")
    expected.name = "mine"
    expected.distance.lanes = 32
    #expect(read == expected)
  }

  @Test(
    "without a preset the rest comes from edge",
    arguments: ["distance: {queries: 3}", "{distance: {queries: 3}}", "distance:\n  queries: 0x3"])
  func partialOverEdge(yaml: String) throws {
    var expected = SamplerConfiguration.edge
    expected.distance.queries = 3
    #expect(try SamplerConfiguration(yaml: yaml, source: "a.yaml") == expected)
  }

  @Test("the preset alone is the preset", arguments: SamplerConfiguration.presets)
  func presetOnly(preset: SamplerConfiguration) throws {
    let read = try SamplerConfiguration(yaml: "preset: \(preset.name)", source: "a.yaml")
    #expect(read == preset)
  }

  /// A text and the whole sentence against it, after the name of the file.
  struct Wrong: Sendable, CustomTestStringConvertible {
    var yaml: String
    var message: String

    init(_ yaml: String, _ message: String) {
      self.yaml = yaml
      self.message = message
    }

    var testDescription: String { yaml.isEmpty ? "an empty text" : yaml }
  }

  static let wrong = [
    Wrong("", " holds no mapping; write keys such as `preset: small`"),
    Wrong("# only a comment\n", " holds no mapping; write keys such as `preset: small`"),
    Wrong("small", " holds no mapping; write keys such as `preset: small`"),
    Wrong("- small", " holds no mapping; write keys such as `preset: small`"),
    Wrong("1: 2", ": there is no key 1; the keys are preset, name, distance"),
    Wrong("lanes: 64", ": there is no key lanes; the keys are preset, name, distance"),
    Wrong(
      "distance: {lane: 64}",
      ": there is no key distance.lane; the keys are distance.lanes, distance.queries, "
        + "distance.chunkBeats, distance.blockCandidates, distance.maximumDimensions"),
    Wrong("preset: huge", ": there is no preset \"huge\"; choose one of small, edge, large"),
    Wrong("preset: 3", ": preset is 3; write a name, in quotes if need be"),
    Wrong("preset:", ": preset is empty; write a name, in quotes if need be"),
    Wrong("name: 12", ": name is 12; write a name, in quotes if need be"),
    Wrong("name: [a, b]", ": name is a list; write a name, in quotes if need be"),
    Wrong("name: {b: 1, a: 2}", ": name is a mapping; write a name, in quotes if need be"),
    Wrong("name: ''", ": the configuration name \"\" has 0 characters; use 1 to 64"),
    Wrong("distance: 64", ": distance is 64; write its keys"),
    Wrong("distance:", ": distance is empty; write its keys"),
    Wrong(
      "distance: {lanes: many}", ": distance.lanes is \"many\"; write a whole number"),
    Wrong(
      "distance: {lanes: \"64\"}", ": distance.lanes is \"64\"; write a whole number"),
    Wrong("distance: {lanes: 64.5}", ": distance.lanes is 64.5; write a whole number"),
    Wrong("distance: {lanes: true}", ": distance.lanes is true; write a whole number"),
    Wrong("distance: {lanes: }", ": distance.lanes is empty; write a whole number"),
    Wrong(
      "distance: {lanes: |-\n  two\n  lines\n}",
      " is not YAML: line 1, column 19: found character that cannot start any token "
        + "while scanning for the next token"),
    Wrong(
      "distance:\n  lanes: |-\n    two\n    lines\n",
      ": distance.lanes is \"two lines\"; write a whole number"),
    Wrong(
      "distance: {lanes: 48}",
      ": distance.lanes is 48; choose a power of two from 2 to 256"),
    Wrong(
      "preset: small\ndistance: {queries: 0}",
      ": distance.queries is 0; choose a value from 1 to 64"),
    Wrong(
      "a: b: c", " is not YAML: line 1, column 5: mapping values are not allowed in this context"),
    Wrong(
      "distance: [1, 2",
      " is not YAML: line 2, column 1: did not find expected ',' or ']' while parsing a flow sequence"
    ),
    Wrong("name: a\nname: b", " is not YAML: the same mapping has \"name\" more than once"),
    Wrong("name: *nowhere", " is not YAML: line 1, column 7: found undefined alias"),
  ]

  @Test("what cannot be read is refused in one whole sentence", arguments: wrong)
  func refusal(wrong: Wrong) {
    let error = #expect(throws: ConfigurationError.self) {
      try SamplerConfiguration(yaml: wrong.yaml, source: "folder/a.yaml")
    }
    #expect(error?.description == "folder/a.yaml" + wrong.message)
  }
}
