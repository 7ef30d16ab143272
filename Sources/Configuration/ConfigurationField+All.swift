import FixedPoint

extension ConfigurationField {
  /// All keys below the name, in the order of the text.
  static var all: [ConfigurationField] {
    distance + affinity + affinityFormats + search + embedding + embeddingFormats + memory
  }

  /// The sizes of the distance unit, which checks them itself.
  private static var distance: [ConfigurationField] {
    [
      integer("distance", "lanes", \.distance.lanes),
      integer("distance", "queries", \.distance.queries),
      integer("distance", "chunkBeats", \.distance.chunkBeats),
      integer("distance", "blockCandidates", \.distance.blockCandidates),
      integer("distance", "maximumDimensions", \.distance.maximumDimensions),
    ]
  }

  private static var affinity: [ConfigurationField] {
    [
      integer("affinity", "maximumPoints", \.affinity.maximumPoints, 2...65_536),
      integer("affinity", "perplexity", \.affinity.perplexity, 2...4_096),
    ]
      + table("affinity", "exp2Table", \.affinity.exp2Table)
      + table("affinity", "log2Table", \.affinity.log2Table)
      + table("affinity", "reciprocalTable", \.affinity.reciprocalTable)
  }

  private static var affinityFormats: [ConfigurationField] {
    func format(
      _ key: String, _ path: WritableKeyPath<AffinityFormats, FixedPointFormat>,
      signed: Bool = false, _ integerBits: ClosedRange<Int>, _ fractionBits: ClosedRange<Int>
    ) -> ConfigurationField {
      let formats: WritableKeyPath = \SamplerConfiguration.affinity.formats
      let path = formats.appending(path: path)
      return ConfigurationField(
        path: ["affinity", "formats", key],
        kind: .format(
          path,
          FormatRange(isSigned: signed, integerBits: integerBits, fractionBits: fractionBits)))
    }
    return [
      format("distance", \.distance, 8...40, -24...0),
      format("logBeta", \.logBeta, signed: true, 4...8, 4...12),
      format("betaMantissa", \.betaMantissa, 1...1, 4...16),
      format("exponent", \.exponent, 3...6, 2...14),
      format("weight", \.weight, 1...1, 6...26),
      format("weightFactor", \.weightFactor, 1...1, 6...26),
      format("moment", \.moment, 0...0, 6...32),
      format("normalizedSum", \.normalizedSum, 1...1, 4...16),
      format("log2", \.log2, 5...5, 4...20),
      format("reciprocal", \.reciprocal, 1...1, 4...24),
      format("entropy", \.entropy, 5...6, 4...20),
      format("conditional", \.conditional, 0...1, 6...26),
      format("joint", \.joint, 0...1, 6...22),
    ]
  }

  private static var search: [ConfigurationField] {
    [
      choice("search", "strategy", \.search.strategy),
      choice("search", "mutation", \.search.mutation),
      integer("search", "population", \.search.population, 4...64),
      integer("search", "generations", \.search.generations, 1...1_024),
      integer("search", "differentialWeight", \.search.differentialWeight, 1...511),
      integer("search", "crossoverRate", \.search.crossoverRate, 0...256),
      integer("search", "minimumLogBeta", \.search.minimumLogBeta),
      integer("search", "maximumLogBeta", \.search.maximumLogBeta),
      integer("search", "tolerance", \.search.tolerance, 0...65_535),
      integer("search", "bisectionBits", \.search.bisectionBits, 1...4),
    ]
  }

  private static var embedding: [ConfigurationField] {
    func field(
      _ key: String, _ path: WritableKeyPath<EmbeddingConfiguration, Int>, _ range: ClosedRange<Int>
    ) -> ConfigurationField {
      let section: WritableKeyPath = \SamplerConfiguration.embedding
      return integer("embedding", key, section.appending(path: path), range)
    }
    return [
      field("lanes", \.lanes, 1...64),
      field("iterations", \.iterations, 1...65_535),
      field("exaggeration", \.exaggeration, 1...16),
      field("exaggeratedIterations", \.exaggeratedIterations, 0...65_535),
      field("learningRateBits", \.learningRateBits, 0...12),
      field("initialMomentum", \.initialMomentum, 0...1_023),
      field("finalMomentum", \.finalMomentum, 0...1_023),
      field("initialMomentumIterations", \.initialMomentumIterations, 0...65_535),
      field("gainIncrement", \.gainIncrement, 0...256),
      field("gainDecay", \.gainDecay, 1...256),
      field("gainFloor", \.gainFloor, 1...256),
      field("startBits", \.startBits, 0...12),
    ] + table("embedding", "reciprocalTable", \.embedding.reciprocalTable)
  }

  private static var embeddingFormats: [ConfigurationField] {
    func format(
      _ key: String, _ path: WritableKeyPath<EmbeddingFormats, FixedPointFormat>,
      signed: Bool = false, _ integerBits: ClosedRange<Int>, _ fractionBits: ClosedRange<Int>
    ) -> ConfigurationField {
      let formats: WritableKeyPath = \SamplerConfiguration.embedding.formats
      let path = formats.appending(path: path)
      return ConfigurationField(
        path: ["embedding", "formats", key],
        kind: .format(
          path,
          FormatRange(isSigned: signed, integerBits: integerBits, fractionBits: fractionBits)))
    }
    return [
      format("position", \.position, signed: true, 4...12, 12...20),
      format("pairPosition", \.pairPosition, signed: true, 4...12, 2...13),
      format("squaredDistance", \.squaredDistance, 4...25, 0...24),
      format("normalizedDistance", \.normalizedDistance, 1...1, 4...16),
      format("weight", \.weight, 1...1, 6...20),
      format("squaredWeight", \.squaredWeight, 1...1, 6...24),
      format("attraction", \.attraction, 0...1, 6...26),
      format("normalization", \.normalization, 1...1, 6...20),
      format("gradient", \.gradient, signed: true, 2...8, 8...28),
      format("gain", \.gain, 1...8, 8...12),
      format("velocity", \.velocity, signed: true, 2...12, 12...20),
    ]
  }

  private static var memory: [ConfigurationField] {
    [
      choice("memory", "backEnd", \.memory.backEnd),
      ConfigurationField(path: ["memory", "device"], kind: .name(\.memory.device)),
      integer("memory", "channels", \.memory.channels, 1...16),
      integer("memory", "addressBits", \.memory.addressBits, 32...64),
    ]
  }

  private static func integer(
    _ section: String, _ key: String, _ path: WritableKeyPath<SamplerConfiguration, Int>,
    _ range: ClosedRange<Int>? = nil
  ) -> ConfigurationField {
    ConfigurationField(path: [section, key], kind: .integer(path, range))
  }

  private static func choice<Choice>(
    _ section: String, _ key: String, _ path: WritableKeyPath<SamplerConfiguration, Choice>
  ) -> ConfigurationField
  where Choice: RawRepresentable & CaseIterable, Choice.RawValue == String {
    ConfigurationField(
      path: [section, key],
      kind: .choice(
        Choice.allCases.map(\.rawValue), get: { $0[keyPath: path].rawValue },
        set: { configuration, name in
          if let value = Choice(rawValue: name) { configuration[keyPath: path] = value }
        }))
  }

  private static func table(
    _ section: String, _ key: String,
    _ path: WritableKeyPath<SamplerConfiguration, TableConfiguration>
  ) -> [ConfigurationField] {
    [
      ConfigurationField(
        path: [section, key, "segmentBits"],
        kind: .integer(path.appending(path: \.segmentBits), 0...14)),
      ConfigurationField(
        path: [section, key, "degree"], kind: .integer(path.appending(path: \.degree), 0...2)),
    ]
  }
}
