public import Configuration
public import DESNE

/// Entropy errors over log2 beta for a search to find its way in: curves as rows of distances give
/// them, and others that no row would give but that an engine must treat as the model does.
///
/// The reciprocal and the exponent of an evaluation are what a search only carries along; those of a
/// made-up curve differ from one log2 beta to the next, so that a mix-up shows.
public struct EvaluationCurve: Sendable {
  /// The forms.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// Falls as log2 beta grows, through 0 between the bounds.
    case falling
    /// Falls, with its 0 beyond a bound.
    case beyondBounds
    /// Falls in steps: many equal errors.
    case steps
    /// Nothing but the largest and the smallest error, but for a narrow ramp.
    case saturated
    /// The same everywhere.
    case flat
    /// Two magnitudes with both signs in no order.
    case ties
    /// Falls and rises again without reaching 0.
    case valley
    /// Falls with noise.
    case noisy
    /// What the model finds for a random row of distances.
    case row
  }

  /// The form.
  public let kind: Kind
  private let middle: Int
  private let slope: Int
  private let level: Int
  private let stepBits: Int
  private let limit: Int
  private let salt: UInt64
  private let stage: AffinityStage?
  private let distances: [UInt32]

  /// Draws a curve of a form.
  public init(
    _ kind: Kind, configuration: SamplerConfiguration, random: inout Xorshift64
  ) {
    self.kind = kind
    let formats = configuration.affinity.formats
    let fractionBits = formats.logBeta.fractionBits
    let low = configuration.search.minimumLogBeta << fractionBits
    let width = (configuration.search.maximumLogBeta << fractionBits) - low
    let limit = Int(formats.entropy.maximum)
    self.limit = limit
    salt = random.next()
    let place = random.next(below: width + 1)
    switch kind {
    case .beyondBounds: middle = salt & 1 == 0 ? low - 1 - place : low + width + 1 + place
    default: middle = low + place
    }
    // From an error of 1 at 256 steps of log2 beta to one of 64 at each.
    slope = 1 << random.next(below: 15)
    stepBits = 1 + random.next(below: fractionBits + 2)
    level = random.next(below: limit >> random.next(below: 12) + 1)
    guard kind == .row else {
      stage = nil
      distances = []
      return
    }
    let points = 2 + random.next(below: min(configuration.affinity.maximumPoints - 1, 40))
    stage = AffinityStage(configuration.affinity, pointCount: points)
    let shift = random.next(below: formats.distance.bitWidth)
    distances =
      [0]
      + (2..<points).map { _ in
        UInt32(random.next() & UInt64(formats.distance.maximum)) >> UInt32(shift)
      }
  }

  /// What the affinity unit says of a log2 beta.
  public func evaluation(at logBeta: Int) -> RowEvaluation {
    if let stage { return stage.evaluate(distances, logBeta: logBeta) }
    let mixed = hash(logBeta)
    return RowEvaluation(
      logBeta: logBeta, weightSum: 0, moment: 0, log2: 0, reciprocal: Int(mixed >> 40),
      sumExponent: Int(mixed >> 20 & 0xffff), meanExponent: 0, entropy: 0,
      error: min(max(error(at: logBeta), -limit), limit))
  }

  private func error(at logBeta: Int) -> Int {
    let above = logBeta - middle
    let fall = -(above * slope) >> 8
    switch kind {
    case .falling, .beyondBounds, .row: return fall
    case .steps: return -((above >> stepBits) << stepBits * slope) >> 8
    case .saturated: return abs(above) <= stepBits ? -above : above < 0 ? limit : -limit
    case .flat: return salt & 2 == 0 ? level : -level
    case .ties:
      let mixed = hash(logBeta)
      let magnitude = level + Int(mixed & 1)
      return mixed & 2 == 0 ? magnitude : -magnitude
    case .valley: return level + abs(fall)
    case .noisy: return fall + Int(hash(logBeta) & 0xff) - 128
    }
  }

  /// Bits that follow from log2 beta and the curve alone.
  private func hash(_ logBeta: Int) -> UInt64 {
    Xorshift64(seed: UInt64(bitPattern: Int64(logBeta)) ^ salt).state
  }
}
