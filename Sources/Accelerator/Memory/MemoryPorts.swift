public import HDL

/// What the sampler asks its memory for: some successive beats, to be read or written.
///
/// A beat is as wide as the distance unit's: `distance.lanes` bytes, byte 0 in the low bits.
public struct MemoryRequest: Bundle {
  /// The beats are written, else read.
  public let isWrite: Bit
  /// The first beat, counted in beats from the start of the memory.
  public let address: UInt
  /// Number of beats, minus 1. All lie in one block of `mostBeats` beats, aligned to its size.
  public let lastBeat: UInt

  /// Most beats of a request.
  public static let mostBeats = 8

  /// Bits of a beat's address.
  public static let addressBits = 32

  /// The widths, which are the same everywhere.
  public var layout: MemoryRequestLayout { MemoryRequestLayout() }
}

/// Declares a `MemoryRequest`.
public struct MemoryRequestLayout: Layout {
  /// Creates it.
  public init() {}

  /// Declares the three fields.
  public func make(_ field: FieldDeclarer) -> MemoryRequest {
    MemoryRequest(
      isWrite: field(.bit), address: field(.uint(MemoryRequest.addressBits)),
      lastBeat: field(.uint(MemoryRequest.mostBeats.trailingZeroBitCount)))
  }
}

/// The memory as the sampler sees it, as ports of the sampler.
///
/// Requests take effect in their order: what is written is seen by every later read. The beats of a
/// writing request come after it, in order, and those that are read come back in the order of the
/// requests. The sampler takes every beat it has asked for without waiting for anything else of the
/// memory, so a memory may hold all up while a beat waits.
public struct MemoryPorts {
  /// What is asked for.
  public let request: Stream<MemoryRequest>
  /// Beats to write.
  public let write: Stream<Bits>
  /// Beats that were read.
  public let read: Stream<Bits>

  /// The side that asks: the sampler's.
  ///
  /// - Parameter beatBits: Bits of a beat.
  init(_ declare: PortDeclarer, beatBits: Int) {
    request = declare.source(MemoryRequestLayout())
    write = declare.source(.bits(beatBits))
    read = declare.sink(.bits(beatBits))
  }

  /// The side that is asked: that of a module with a memory behind it.
  ///
  /// - Parameter beatBits: Bits of a beat.
  init(answering declare: PortDeclarer, beatBits: Int, isMonitored: Bool = true) {
    request = declare.sink(MemoryRequestLayout(), isMonitored: isMonitored)
    write = declare.sink(.bits(beatBits), isMonitored: isMonitored)
    read = declare.source(.bits(beatBits), isMonitored: isMonitored)
  }
}

/// Beats in a row that a block of the sampler wants to read.
struct ReadCommand: Bundle {
  /// The first beat.
  let address: UInt
  /// Number of beats, minus 1.
  let lastBeat: UInt

  var layout: ReadCommandLayout { ReadCommandLayout() }
}

/// Declares a `ReadCommand`.
struct ReadCommandLayout: Layout {
  /// Bits of a number of beats: an image may have 2^24 bytes, in beats of 2 at least.
  static let beatBits = 24

  func make(_ field: FieldDeclarer) -> ReadCommand {
    ReadCommand(
      address: field(.uint(MemoryRequest.addressBits)), lastBeat: field(.uint(Self.beatBits)))
  }
}

/// A beat that a block of the sampler wants to write.
struct WriteBeat: Bundle {
  /// Where it goes.
  let address: UInt
  /// Its bytes.
  let data: Bits

  var layout: WriteBeatLayout { WriteBeatLayout(beatBits: data.bitWidth) }
}

/// Declares a `WriteBeat`.
struct WriteBeatLayout: Layout {
  let beatBits: Int

  func make(_ field: FieldDeclarer) -> WriteBeat {
    WriteBeat(address: field(.uint(MemoryRequest.addressBits)), data: field(.bits(beatBits)))
  }
}
