/// How often each signal was beyond its format and took the format's end instead: what the status
/// registers of the hardware count.
public struct SaturationCounters: Codable, Hashable, Sendable {
  /// Distances to a row's minimum.
  public var distances = 0
  /// Conditional probabilities: 1 where the format ends below it.
  public var conditional = 0
  /// Joint probabilities times the number of points.
  public var joint = 0
  /// Coordinates as the pairs see them.
  public var pairPositions = 0
  /// Squared distances of pairs, and products of probability and weight.
  public var pairs = 0
  /// Gradients.
  public var gradients = 0
  /// Gains.
  public var gains = 0
  /// Velocities.
  public var velocities = 0
  /// Coordinates of the map.
  public var positions = 0

  /// No signal was out of range.
  public init() {}

  /// All of them.
  public var total: Int {
    distances + conditional + joint + pairPositions + pairs + gradients + gains + velocities
      + positions
  }

  /// Adds those of another part of the run.
  public mutating func add(_ other: SaturationCounters) {
    distances += other.distances
    conditional += other.conditional
    joint += other.joint
    pairPositions += other.pairPositions
    pairs += other.pairs
    gradients += other.gradients
    gains += other.gains
    velocities += other.velocities
    positions += other.positions
  }
}
