import Configuration
import FixedPoint
import Testing

@Suite("Sections of the model")
struct SectionTests {
  @Test("every key of every section is read back from its text")
  func everyKey() throws {
    var all = SamplerConfiguration.edge
    all.affinity.maximumPoints = 999
    all.affinity.perplexity = 17
    all.affinity.exp2Table = TableConfiguration(segmentBits: 3, degree: 1)
    all.affinity.log2Table = TableConfiguration(segmentBits: 2, degree: 2)
    all.affinity.reciprocalTable = TableConfiguration(segmentBits: 1, degree: 2)
    all.affinity.formats = AffinityFormats(
      distance: try format(false, 30, -6), logBeta: try format(true, 7, 9),
      betaMantissa: try format(false, 1, 12), exponent: try format(false, 4, 8),
      weight: try format(false, 1, 18), weightFactor: try format(false, 1, 15),
      moment: try format(false, 0, 19), normalizedSum: try format(false, 1, 13),
      log2: try format(false, 5, 11), reciprocal: try format(false, 1, 15),
      entropy: try format(false, 6, 13), conditional: try format(false, 1, 19),
      joint: try format(false, 1, 17))
    all.search = SearchConfiguration(
      strategy: .fireworks, mutation: .rand1, population: 12, generations: 9,
      differentialWeight: 128, crossoverRate: 5, minimumLogBeta: -20, maximumLogBeta: -4,
      tolerance: 3, bisectionBits: 2)
    all.embedding = EmbeddingConfiguration(
      lanes: 32, iterations: 7, exaggeration: 5, exaggeratedIterations: 6, learningRateBits: 4,
      initialMomentum: 3, finalMomentum: 2, initialMomentumIterations: 1, gainIncrement: 50,
      gainDecay: 200, gainFloor: 4, startBits: 5,
      reciprocalTable: TableConfiguration(segmentBits: 4, degree: 2),
      formats: EmbeddingFormats(
        position: try format(true, 9, 18), pairPosition: try format(true, 7, 8),
        squaredDistance: try format(false, 16, 12), normalizedDistance: try format(false, 1, 10),
        weight: try format(false, 1, 16), squaredWeight: try format(false, 1, 18),
        attraction: try format(false, 1, 18), normalization: try format(false, 1, 15),
        gradient: try format(true, 5, 20), gain: try format(false, 6, 9),
        velocity: try format(true, 5, 18)))
    all.memory = MemoryConfiguration(
      backEnd: .axi4, device: "12", channels: 16, addressBits: 33)
    try all.validate()
    let read = try SamplerConfiguration(yaml: all.yaml, source: "a.yaml")
    #expect(read == all)
    // No key has the value of the preset, so each of them was read.
    let preset = SamplerConfiguration.edge.yaml.split(separator: "\n")
    let written = all.yaml.split(separator: "\n")
    #expect(preset.count == written.count)
    for (mine, theirs) in zip(written.dropFirst(7), preset.dropFirst(7))
    where mine == theirs && !mine.hasSuffix(":") {
      #expect(mine == "    degree: 2" || mine == "      degree: 2", "\(mine)")
    }
  }

  private func format(_ signed: Bool, _ integer: Int, _ fraction: Int) throws -> FixedPointFormat {
    try FixedPointFormat(signed: signed, integerBits: integer, fractionBits: fraction)
  }

  @Test(
    "a text that is no format is refused",
    arguments: ["UQ", "UQ1", "UQ1.", "UQ.1", "UQ1.2.3", "uq1.2", "UQ1.+2", "UQ 1.2", "UQ64.64"])
  func notations(text: String) {
    let error = #expect(throws: ConfigurationError.self) {
      try SamplerConfiguration(
        yaml: "affinity: {formats: {weight: \"\(text)\"}}", source: "a")
    }
    #expect(
      error?.description
        == "a: affinity.formats.weight is \"\(text)\"; write a format such as UQ1.20 or SQ6.10")
  }

  @Test("the presets have as many channels of Wide I/O as give a beat a clock")
  func channels() {
    #expect(SamplerConfiguration.presets.map(\.memory.channels) == [1, 4, 8])
    #expect(SamplerConfiguration.presets.allSatisfy { $0.memory.backEnd == .port })
    #expect(SamplerConfiguration.presets.allSatisfy { $0.memory.device == "wide-io-200" })
  }

  @Test("a format that leaves out patterns of its bits is refused")
  func partialRange() throws {
    var configuration = SamplerConfiguration.edge
    configuration.affinity.formats.weight = try FixedPointFormat(
      minimum: 0, maximum: 1 << 20, exponent: -20)
    let error = #expect(throws: ConfigurationError.self) { try configuration.validate() }
    #expect(
      error?.description
        == "affinity.formats.weight is UQ1.20; choose UQ with 1 integer bit and 6 to 26 fraction "
        + "bits")
  }
}
