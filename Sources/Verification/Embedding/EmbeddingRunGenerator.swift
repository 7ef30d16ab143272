import Configuration
import DESNE

/// Makes runs that reach every corner of the embedding unit: few points and many, groups that are whole
/// and groups of one, probabilities of all kinds.
struct EmbeddingRunGenerator {
  private let configuration: SamplerConfiguration
  private var random: Xorshift64

  /// The kinds of probabilities, which take turns.
  private enum Kind: CaseIterable {
    /// Any.
    case uniform
    /// As large as the format allows.
    case largest
    /// None.
    case zero
    /// A few large ones, the others small.
    case sparse
  }

  /// - Parameters:
  ///   - configuration: Sizes and formats.
  ///   - seed: Any value.
  init(_ configuration: SamplerConfiguration, seed: UInt64) {
    self.configuration = configuration
    random = Xorshift64(seed: seed)
  }

  /// The next run.
  ///
  /// - Parameter number: Its number, which chooses the number of points.
  mutating func run(_ number: Int) -> EmbeddingRun {
    let limit = configuration.affinity.maximumPoints
    let lanes = configuration.embedding.lanes
    let usual = min(limit, 4 * lanes + 24)
    let sizes = [
      1, 2, 3, lanes, lanes + 1, 2 * lanes - 1, 2 * lanes + 1, min(limit, 256),
      1 + random.next(below: usual), 1 + random.next(below: usual),
    ]
    let count = min(limit, max(1, sizes[number % sizes.count]))
    let largest = Int(configuration.affinity.formats.joint.maximum)
    let kind = Kind.allCases[random.next(below: Kind.allCases.count)]
    let joint = (0..<count * (count - 1) / 2).map { _ -> UInt32 in
      switch kind {
      case .uniform: UInt32(random.next(below: largest + 1))
      case .largest: UInt32(largest)
      case .zero: 0
      case .sparse:
        UInt32(random.next(below: random.next() >> 60 == 0 ? largest + 1 : 1 + largest / 64))
      }
    }
    let last = max(
      configuration.embedding.exaggeratedIterations,
      configuration.embedding.initialMomentumIterations)
    let most = count > 64 ? 3 : min(last + 4, 16)
    return EmbeddingRun(
      count: count, joint: joint, seed: random.next(),
      iterations: number % 7 == 3 ? 0 : 1 + random.next(below: most))
  }
}
