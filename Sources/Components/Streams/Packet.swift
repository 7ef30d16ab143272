public import HDL

/// A payload of a stream of packets, with a mark on the last of each.
public struct Packet<Content: HardwareData>: Bundle {
  /// What moves.
  public let data: Content
  /// Whether it is the last of its packet.
  public let isLast: Bit

  /// A payload and its mark.
  public init(data: Content, isLast: Bit) {
    self.data = data
    self.isLast = isLast
  }

  /// What it is declared with.
  public var layout: PacketLayout<Content.DataLayout> { PacketLayout(data.layout) }
}

/// Declares a payload of a stream of packets.
public struct PacketLayout<Content: Layout>: Layout where Content.Value: HardwareData {
  /// What moves.
  public let data: Content

  /// The layout of such payloads.
  public init(_ data: Content) { self.data = data }

  /// Declares the payload, then the mark.
  public func make(_ field: FieldDeclarer) -> Packet<Content.Value> {
    Packet(data: field(of: data), isLast: field(.bit))
  }

  /// `bits8_packet`.
  public var layoutName: String { "\(data.layoutName)_packet" }
}

/// Several payloads of a packet side by side.
public struct WidePacket<Content: HardwareData>: Bundle {
  /// The payloads, the first first; those at and beyond `count` have no meaning.
  public let lanes: Row<Content>
  /// How many there are, 1 to the number of lanes.
  public let count: UInt
  /// Whether the packet ends with them.
  public let isLast: Bit

  /// Payloads, their number and the mark.
  public init(lanes: Row<Content>, count: UInt, isLast: Bit) {
    self.lanes = lanes
    self.count = count
    self.isLast = isLast
  }

  /// What it is declared with.
  public var layout: WidePacketLayout<Content.DataLayout> {
    WidePacketLayout(lanes.elements[0].layout, ratio: lanes.elements.count)
  }
}

/// Declares several payloads of a packet.
public struct WidePacketLayout<Content: Layout>: Layout where Content.Value: HardwareData {
  /// What a lane holds.
  public let data: Content
  /// Number of lanes, at least 1.
  public let ratio: Int

  /// The layout of `ratio` lanes; of 1 where fewer are asked for.
  public init(_ data: Content, ratio: Int) {
    self.data = data
    self.ratio = max(1, ratio)
  }

  /// Declares the lanes, then their number, then the mark.
  public func make(_ field: FieldDeclarer) -> WidePacket<Content.Value> {
    WidePacket(
      lanes: field(of: RowLayout(data, count: ratio)), count: field(.uint(addressBits(ratio + 1))),
      isLast: field(.bit))
  }

  /// `4xbits8_packet`.
  public var layoutName: String { "\(ratio)x\(data.layoutName)_packet" }
}
