public import Configuration

/// All rows of a run through the affinity stage and the search.
public struct AffinityRun: Sendable {
  /// The stage.
  public let stage: AffinityStage
  /// The search.
  public let search: FixedSearch
  /// Number of points.
  public let count: Int

  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration, count: Int) {
    self.count = count
    stage = AffinityStage(configuration.affinity, pointCount: count)
    search = FixedSearch(configuration.search, affinity: configuration.affinity)
  }

  /// What one row gives.
  public struct Row: Sendable {
    /// The least distance.
    public var minimum: UInt64
    /// What the search found.
    public var result: SearchResult
    /// p_j|i without the point itself.
    public var conditional: [UInt32]
    /// What was out of range.
    public var saturations: SaturationCounters
  }

  /// One row.
  ///
  /// - Parameters:
  ///   - distances: Exact squared distances of the point to all points; at least two.
  ///   - point: The row's number.
  ///   - seed: The run's seed.
  ///   - probe: What watches.
  public func row(
    _ distances: [UInt64], point: Int, seed: UInt64,
    probe: FixedModelProbe = FixedModelProbe()
  ) -> Row {
    var saturations = SaturationCounters()
    probe.distances?(point, distances)
    let (prepared, minimum) = stage.prepare(
      row: distances, point: point, saturations: &saturations.distances)
    probe.preparedRow?(point, minimum, prepared)
    let observe = probe.generation.map { observe in
      { (generation: SearchGeneration) in observe(point, generation) }
    }
    let result = search.run(
      random: FixedSearch.stream(seed: seed, point: point), observe: observe
    ) { stage.evaluate(prepared, logBeta: $0) }
    probe.bandwidth?(point, result)
    let (exponents, weights) = stage.weights(prepared, logBeta: result.best.logBeta)
    probe.weights?(point, exponents, weights)
    let conditional = stage.conditional(
      weights: weights, evaluation: result.best, saturations: &saturations.conditional)
    probe.conditional?(point, conditional)
    return Row(
      minimum: minimum, result: result, conditional: conditional, saturations: saturations)
  }

  /// All rows, and the joint probabilities.
  ///
  /// - Parameters:
  ///   - rows: Exact squared distances of a point to all points, `count` of them.
  ///   - seed: The run's seed.
  ///   - threads: Threads to use, 0 is one per core; the result is the same for any number.
  ///   - probe: What watches.
  /// - Complexity: O(n²) a pass of the search.
  public func affinities(
    rows: @Sendable (Int) -> [UInt64], seed: UInt64, threads: Int = 1,
    probe: FixedModelProbe = FixedModelProbe()
  ) -> FixedAffinities {
    guard count > 1 else {
      return FixedAffinities(
        count: count, minimums: [UInt64](repeating: 0, count: count), bandwidths: [],
        conditional: [UInt32](repeating: 0, count: count), joint: [],
        saturations: SaturationCounters())
    }
    if probe.watchesRows {
      return joined(
        (0..<count).map { row(rows($0), point: $0, seed: seed, probe: probe) }, probe)
    }
    return joined(
      Parallel.map(count, threads: threads) { row(rows($0), point: $0, seed: seed) }, probe)
  }

  /// The joint probabilities from the rows.
  private func joined(_ rows: [Row], _ probe: FixedModelProbe) -> FixedAffinities {
    var saturations = SaturationCounters()
    for row in rows { saturations.add(row.saturations) }
    let formats = stage.configuration.formats
    // (p_j|i + p_i|j) / 2 is the sum with one fraction bit more.
    let places = formats.conditional.fractionBits + 1 - formats.joint.fractionBits
    let range = IntegerRange(formats.joint)
    var conditional: [UInt32] = []
    conditional.reserveCapacity(count * count)
    for (point, row) in rows.enumerated() {
      conditional += row.conditional[..<point]
      conditional.append(0)
      conditional += row.conditional[point...]
    }
    var joint: [UInt32] = []
    joint.reserveCapacity(count * (count - 1) / 2)
    for row in 0..<count {
      let start = joint.count
      for column in row + 1..<max(count, row + 1) {
        let sum =
          Int(conditional[row * count + column]) + Int(conditional[column * count + row])
        joint.append(
          UInt32(range.saturated(sum.shiftedRight(rounding: places), &saturations.joint)))
      }
      probe.joint?(row, joint[start...])
    }
    return FixedAffinities(
      count: count, minimums: rows.map(\.minimum), bandwidths: rows.map(\.result),
      conditional: conditional, joint: joint, saturations: saturations)
  }
}
