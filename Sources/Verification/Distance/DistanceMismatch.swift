/// A difference between hardware and model, with all that is needed to find it again.
public struct DistanceMismatch: Sendable, Hashable, Codable {
  /// Clock edges since reset.
  public var cycle: Int
  /// What differed: `distance`, or the name of a handshake signal.
  public var signal: String
  /// Index of the query image in the data, for a distance.
  public var queryImage: Int?
  /// Index of the candidate image in the data, for a distance.
  public var candidateImage: Int?
  /// What the model says.
  public var expected: UInt64
  /// What the hardware gave.
  public var got: UInt64

  /// One line for the report.
  public var text: String {
    var text = "cycle \(cycle): \(signal)"
    if let queryImage, let candidateImage {
      text += " of images \(queryImage) and \(candidateImage)"
    }
    return text + ": expected \(expected), got \(got)"
  }
}

/// What a cosimulation of the distance unit found.
public struct DistanceReport: Sendable, Hashable, Codable {
  /// `native`, `verilator` or `icarus`.
  public var engine: String
  /// Images compared.
  public var images: Int
  /// Bytes of an image.
  public var bytesPerImage: Int
  /// Query images a pass (T).
  public var queries: Int
  /// Bytes a beat (L).
  public var lanes: Int
  /// Passes run.
  public var passes: Int
  /// Distances compared with the model.
  public var distances: Int
  /// Clock edges from reset to the one that took the last result.
  public var cycles: Int
  /// The same by the unit's formula, for streams that never pause.
  public var formulaCycles: Int
  /// Whether the streams paused at random.
  public var hasStalls: Bool
  /// Share of cycles with a beat, from the first beat of a candidate to the last.
  public var laneUtilization: Double
  /// Bytes of candidates and queries read, in units of the whole set.
  public var dataSetReads: Double
  /// The first mismatches, at most `DistanceTestbench.mostMismatches`.
  public var mismatches: [DistanceMismatch]

  /// Whether hardware and model agree, cycles included.
  public var isClean: Bool { mismatches.isEmpty && (hasStalls || cycles == formulaCycles) }
}
