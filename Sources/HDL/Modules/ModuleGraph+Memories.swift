extension ModuleGraph {
  /// One memory with at most two write ports, written at the clock edge.
  public struct Memory: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// Width of a word in bits.
    public let bitWidth: Int
    /// Number of words.
    public let depth: Int
    /// Bits of a word that one bit of a mask stands for; the whole word in a memory without masks.
    public let laneWidth: Int
    /// Words before the first clock edge, address 0 first, each in as many 64-bit words as it needs,
    /// least significant first; words beyond them are 0. `nil` for contents nobody may rely upon.
    public let initialWords: [UInt64]?
    /// The ports in order of creation, at most two. They never write one lane of one word at one
    /// edge: the enable of the first says so.
    public internal(set) var writePorts: [WritePort] = []
    /// Whether a synthesiser may let a read that meets a write return what it likes.
    public internal(set) var leavesCollisionsOpen = false
    /// The table whose entries it holds, under the table's name.
    let table: Int?
    /// What reads return of writes at the same edge, unless they say something else.
    let readUnderWrite: ReadUnderWrite
    let locationID: Int32
    /// Whether a write was described and refused, which is a message of its own.
    var hasRefusedWrite = false

    /// 64-bit words that hold one word.
    public var wordCount: Int { (bitWidth + 63) / 64 }

    /// Bits of a mask.
    public var laneCount: Int { bitWidth / laneWidth }

    /// Whether every address of its width is one of a word.
    public var coversAddresses: Bool { depth == 1 << addressBits(depth) }

    init(
      name: String, bitWidth: Int, depth: Int, laneWidth: Int? = nil,
      initialWords: [UInt64]? = nil, table: Int? = nil,
      readUnderWrite: ReadUnderWrite = .readFirst, locationID: Int32
    ) {
      self.name = name
      self.bitWidth = bitWidth
      self.depth = depth
      self.laneWidth = laneWidth ?? bitWidth
      self.initialWords = initialWords
      self.table = table
      self.readUnderWrite = readUnderWrite
      self.locationID = locationID
    }

    /// Whether both are the same hardware.
    func hasSameStructure(as other: Memory) -> Bool {
      name == other.name && bitWidth == other.bitWidth && depth == other.depth
        && laneWidth == other.laneWidth && initialWords == other.initialWords
        && writePorts == other.writePorts && leavesCollisionsOpen == other.leavesCollisionsOpen
    }
  }

  /// One write port of a memory.
  public struct WritePort: Sendable, Hashable {
    /// Address, as wide as the depth needs.
    public let address: NodeID
    /// A word.
    public let data: NodeID
    /// A one-bit node.
    public internal(set) var enable: NodeID
    /// A bit for each lane, the least significant first, or `Graph.none` for a port that writes
    /// whole words.
    public let mask: NodeID
  }

  /// One synchronous read port: at a clock edge with `enable` the word at `address` as it was
  /// before the edge, with what `forwards` says of the edge itself; without, the value held.
  public struct ReadPort: Sendable, Hashable {
    /// The node that holds the word read.
    public let node: NodeID
    /// Index into `memories`.
    public let memory: Int
    /// Address, as wide as the depth needs.
    public let address: NodeID
    /// A one-bit node.
    public let enable: NodeID
    /// The write port that shares its address, by position, where both are one port.
    public let writePort: Int?
    /// What it returns of a word that its own write port writes at the same edge.
    let underOwnWrite: ReadUnderWrite
    /// What it returns of a word that another port writes at the same edge.
    let underOtherWrites: ReadUnderWrite
    /// Writes that show in the word read at the same edge.
    public internal(set) var forwards: [Forward] = []
  }

  /// A write whose lanes a read port returns at the same edge.
  public struct Forward: Sendable, Hashable {
    /// The write port, by position in its memory.
    public let writePort: Int
    /// A one-bit node: the port writes where the read port reads.
    public let match: NodeID
  }
}
