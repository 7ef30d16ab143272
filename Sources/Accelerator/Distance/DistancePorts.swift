import Configuration
public import HDL

/// A stream of beats, one byte a lane, byte 0 in the low bits.
public struct ByteStream {
  /// The writer has a beat.
  public let valid: Bit
  /// The unit takes it at the clock edge.
  public let ready: Bit
  /// The bytes.
  public let data: Bits

  init(_ declare: PortDeclarer, lanes: Int) {
    valid = declare.input(.bit)
    ready = declare.output(.bit)
    data = declare.input(.bits(8 * lanes))
  }
}

/// The stream of commands, one a pass.
public struct DistanceCommand {
  /// The writer has a command.
  public let valid: Bit
  /// The unit takes it at the clock edge.
  public let ready: Bit
  /// Beats of this chunk of an image, minus 1.
  public let lastBeat: UInt
  /// Bytes of the chunk's last beat that belong to the image, minus 1.
  public let lastLane: UInt
  /// Query images, minus 1. Distances of the rows above are 0.
  public let lastQuery: UInt
  /// Candidate images, minus 1.
  public let lastCandidate: UInt
  /// The chunk is the first of its images: sums start at 0.
  public let isFirst: Bit
  /// The chunk is the last of its images: sums are results.
  public let isLast: Bit

  init(_ declare: PortDeclarer, _ configuration: DistanceConfiguration) {
    valid = declare.input(.bit)
    ready = declare.output(.bit)
    lastBeat = declare.input(.uint(addressBits(configuration.chunkBeats)))
    lastLane = declare.input(.uint(addressBits(configuration.lanes)))
    lastQuery = declare.input(.uint(addressBits(configuration.queries)))
    lastCandidate = declare.input(.uint(addressBits(DistanceUnit.mostCandidates)))
    isFirst = declare.input(.bit)
    isLast = declare.input(.bit)
  }
}

/// The stream of results, one a candidate.
public struct DistanceResult {
  /// The unit has a result.
  public let valid: Bit
  /// The reader takes it at the clock edge.
  public let ready: Bit
  /// Squared distances to the queries, query 0 in the low bits, `distanceBits` each.
  public let distances: Bits
  /// It is the last of its pass.
  public let isLastCandidate: Bit

  init(_ declare: PortDeclarer, _ configuration: DistanceConfiguration) {
    valid = declare.output(.bit)
    ready = declare.input(.bit)
    distances = declare.output(.bits(configuration.queries * configuration.distanceBits))
    isLastCandidate = declare.output(.bit)
  }
}
