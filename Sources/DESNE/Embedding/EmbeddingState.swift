/// Everything that gradient descent carries from step to step.
public struct EmbeddingState: Hashable, Sendable {
  /// The map.
  public var positions: [SIMD2<Double>]
  /// The last change of every position.
  public var velocities: [SIMD2<Double>]
  /// The gain of every coordinate: 1 at the start, at least 0.01.
  public var gains: [SIMD2<Double>]
  /// Steps done so far; decides on exaggeration and momentum.
  public var iteration: Int

  /// A state at rest.
  public init(positions: [SIMD2<Double>], iteration: Int = 0) {
    self.positions = positions
    velocities = Array(repeating: SIMD2(0, 0), count: positions.count)
    gains = Array(repeating: SIMD2(1, 1), count: positions.count)
    self.iteration = iteration
  }

  /// A start uniform in plus and minus `spread` in steps of `spread` / 2^15: exact in every type.
  ///
  /// A lone point starts at the origin.
  public static func initial(count: Int, spread: Double, seed: UInt64) -> EmbeddingState {
    guard count > 1 else {
      return EmbeddingState(positions: Array(repeating: SIMD2(0, 0), count: count))
    }
    var random = Xorshift64(seed: seed)
    func coordinate() -> Double {
      Double(Int(random.next() >> 48) - 32_768) / 32_768 * spread
    }
    return EmbeddingState(
      positions: (0..<count).map { _ in
        let x = coordinate()
        return SIMD2(x, coordinate())
      })
  }
}
