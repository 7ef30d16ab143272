public import DESNE
public import MemorySystem

/// What a run of a sampler gave and how it differs from the model.
public struct SamplerReport: Sendable, Codable {
  /// A difference.
  public struct Mismatch: Sendable, Codable, Hashable {
    /// The clock cycle.
    public var cycle: Int
    /// What differs, and where.
    public var signal: String
    /// What the model says.
    public var expected: Int
    /// What the hardware gave.
    public var got: Int

    /// One line for a report.
    public var text: String { "cycle \(cycle): \(signal): expected \(expected), got \(got)" }
  }

  /// Cycles of a phase, and the fewest that its work takes.
  public struct Phase: Sendable, Codable, Hashable {
    /// Its name.
    public var name: String
    /// Cycles that the sampler counted.
    public var cycles: Int
    /// The lower bound.
    public var bound: Int
  }

  /// The engine.
  public var engine: String
  /// What was sampled.
  public var source: String
  /// Images.
  public var points: Int
  /// Bytes of an image.
  public var bytesPerImage: Int
  /// Iterations of the embedding.
  public var iterations: Int
  /// The exemplars that the sampler chose.
  public var exemplars: [Int]
  /// Clock cycles from the start to the interrupt.
  public var cycles: Int
  /// Phase by phase.
  public var phases: [Phase]
  /// Beats read.
  public var readBeats: Int
  /// Beats written.
  public var writtenBeats: Int
  /// Positions compared.
  public var positions: Int
  /// Distances, probabilities, counters and exemplars compared.
  public var values: Int
  /// What the sampler counted as out of range.
  public var saturations: SaturationCounters
  /// Points that missed the perplexity.
  public var missedPoints: Int
  /// Differences, at most `SamplerTestbench.mostMismatches`.
  public var mismatches: [Mismatch]
  /// What broke the rules of the bus or of the memory's port.
  public var violations: [String]
  /// Commands of the DRAM, with that back end: at the pins, and equal to the sampler's counters in a run
  /// without a mismatch.
  public var commands: Commands?

  /// Commands of a run, all channels together.
  public struct Commands: Sendable, Codable, Hashable {
    /// The device of each channel.
    public var device: String
    /// Channels.
    public var channels: Int
    /// From the start of the run to its end.
    public var total: CommandCounts
    /// Phase by phase; the total has a few clocks more, before the first.
    public var phases: [Phase]

    /// Commands of a phase.
    public struct Phase: Sendable, Codable, Hashable {
      /// Its name.
      public var name: String
      /// Its commands.
      public var counts: CommandCounts
    }
  }

  /// Nothing differs and no rule was broken.
  public var isClean: Bool { mismatches.isEmpty && violations.isEmpty }
}
