/// What a campaign does.
public struct FuzzOptions: Sendable {
  /// Number of circuits.
  public var circuits: Int
  /// Seed of circuits and stimulus.
  public var seed: UInt64
  /// Number of the first circuit.
  public var start = 0
  /// How large the circuits are.
  public var size = CircuitSize.medium
  /// Cycles each circuit runs.
  public var cycles = 32
  /// Circuits that are built side by side.
  public var batchSize = 100
  /// Batches that are worked on at a time.
  public var jobs = 2
  /// Slang reads one batch of so many; 0 for none.
  public var slangInterval = 10
  /// Faulty circuits after which no more batches are begun.
  public var findingLimit = 5

  /// A campaign of so many circuits.
  public init(circuits: Int, seed: UInt64) {
    self.circuits = circuits
    self.seed = seed
  }
}
