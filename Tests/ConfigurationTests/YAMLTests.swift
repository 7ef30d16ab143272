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
        affinity:
          maximumPoints: 1024
          perplexity: 30
          exp2Table:
            segmentBits: 5
            degree: 2
          log2Table:
            segmentBits: 6
            degree: 1
          reciprocalTable:
            segmentBits: 7
            degree: 1
          formats:
            distance: UQ28.-8
            logBeta: SQ6.10
            betaMantissa: UQ1.11
            exponent: UQ5.10
            weight: UQ1.20
            weightFactor: UQ1.16
            moment: UQ0.16
            normalizedSum: UQ1.14
            log2: UQ5.12
            reciprocal: UQ1.14
            entropy: UQ5.12
            conditional: UQ0.20
            joint: UQ0.18
        search:
          strategy: differentialEvolution
          mutation: currentToBest1
          population: 8
          generations: 40
          differentialWeight: 192
          crossoverRate: 230
          minimumLogBeta: -24
          maximumLogBeta: -8
          tolerance: 8
          bisectionBits: 3
        embedding:
          lanes: 8
          iterations: 500
          exaggeration: 4
          exaggeratedIterations: 100
          learningRateBits: 6
          initialMomentum: 512
          finalMomentum: 819
          initialMomentumIterations: 100
          gainIncrement: 51
          gainDecay: 205
          gainFloor: 3
          startBits: 4
          reciprocalTable:
            segmentBits: 6
            degree: 1
          formats:
            position: SQ8.20
            pairPosition: SQ8.9
            squaredDistance: UQ17.14
            normalizedDistance: UQ1.12
            weight: UQ1.14
            squaredWeight: UQ1.22
            attraction: UQ0.18
            normalization: UQ1.16
            gradient: SQ6.18
            gain: UQ7.8
            velocity: SQ6.20
        memory:
          backEnd: port
          device: wide-io-200
          channels: 4
          addressBits: 40

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

  static let sections = "preset, name, distance, affinity, search, embedding, memory"

  static let wrong = [
    Wrong("", " holds no mapping; write keys such as `preset: small`"),
    Wrong("# only a comment\n", " holds no mapping; write keys such as `preset: small`"),
    Wrong("small", " holds no mapping; write keys such as `preset: small`"),
    Wrong("- small", " holds no mapping; write keys such as `preset: small`"),
    Wrong("1: 2", ": there is no key 1; the keys are \(sections)"),
    Wrong("lanes: 64", ": there is no key lanes; the keys are \(sections)"),
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
    Wrong("affinity: {formats: UQ1.20}", ": affinity.formats is \"UQ1.20\"; write its keys"),
    Wrong(
      "affinity: {formats: {weight: 1.20}}",
      ": affinity.formats.weight is 1.2; write a format such as UQ1.20 or SQ6.10"),
    Wrong(
      "affinity: {formats: {weight: Q1.20}}",
      ": affinity.formats.weight is \"Q1.20\"; write a format such as UQ1.20 or SQ6.10"),
    Wrong(
      "affinity: {formats: {weight: SQ1.20}}",
      ": affinity.formats.weight is SQ1.20; choose UQ with 1 integer bit and 6 to 26 fraction bits"),
    Wrong(
      "affinity: {exp2Table: {segments: 3}}",
      ": there is no key affinity.exp2Table.segments; the keys are affinity.exp2Table.segmentBits, "
        + "affinity.exp2Table.degree"),
    Wrong(
      "affinity: {exp2Table: {segmentBits: 11}}",
      ": affinity.exp2Table.segmentBits is 11, but affinity.formats.exponent has only 10 fraction "
        + "bits; choose no more segment bits than these"),
    Wrong(
      "search: {strategy: luck}",
      ": search.strategy is \"luck\"; write one of differentialEvolution, bisection, fireworks"),
    Wrong(
      "search: {population: 3}", ": search.population is 3; choose a value from 4 to 64"),
    Wrong(
      "search: {minimumLogBeta: -8}",
      ": search.minimumLogBeta is -8 and search.maximumLogBeta is -8; choose a smaller minimum"),
    Wrong(
      "search: {minimumLogBeta: -33}",
      ": search.minimumLogBeta is -33, which affinity.formats.logBeta (SQ6.10) does not hold; "
        + "choose a value from -32 to 31"),
    Wrong(
      "embedding: {formats: {velocity: SQ6.19}}",
      ": embedding.formats.velocity has 19 fraction bits and embedding.formats.position has 20; "
        + "choose the same"),
    Wrong(
      "embedding: {formats: {pairPosition: SQ8.13, position: SQ8.12, velocity: SQ4.12}}",
      ": embedding.formats.pairPosition has 13 fraction bits, more than "
        + "embedding.formats.position (12); choose fewer"),
    Wrong(
      "embedding: {formats: {gradient: SQ8.28}}",
      ": embedding.formats.gradient is SQ8.28 with 36 bits; choose at most 32"),
    Wrong(
      "embedding: {lanes: 12}", ": embedding.lanes is 12; choose a power of two from 1 to 64"),
    Wrong(
      "embedding: {lanes: 128}", ": embedding.lanes is 128; choose a value from 1 to 64"),
    Wrong(
      "embedding: {formats: {squaredDistance: UQ20.12}}",
      ": embedding.formats.squaredDistance is UQ20.12 with 32 bits; choose at most 31"),
    Wrong(
      "affinity: {formats: {distance: UQ33.0}}",
      ": affinity.formats.distance is UQ33.0 with 33 bits; choose at most 32"),
    Wrong(
      "memory: {backEnd: axi}", ": memory.backEnd is \"axi\"; write one of port, dram, axi4"),
    Wrong("memory: {device: 12}", ": memory.device is 12; write a name"),
    Wrong(
      "memory: {device: wide io}",
      ": memory.device is \"wide io\"; choose a name of 1 to 64 letters, digits, -, _ and ."),
    Wrong(
      "memory: {device: ''}",
      ": memory.device is \"\"; choose a name of 1 to 64 letters, digits, -, _ and ."),
    Wrong(
      "memory: {channels: 3}", ": memory.channels is 3; choose a power of two from 1 to 16"),
    Wrong(
      "memory: {channels: 32}", ": memory.channels is 32; choose a value from 1 to 16"),
    Wrong(
      "memory: {addressBits: 20}", ": memory.addressBits is 20; choose a value from 32 to 64"),
    Wrong(
      "memory: {address: 20}",
      ": there is no key memory.address; the keys are memory.backEnd, memory.device, "
        + "memory.channels, memory.addressBits"),
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
