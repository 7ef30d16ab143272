public import HDL

/// What a `PointWalk` visits; all but `start` stays until the last element has come.
public struct WalkRequest: Bundle {
  /// A walk begins.
  public let start: Bit
  /// The first place of the segment.
  public let first: UInt
  /// The last place of the segment.
  public let last: UInt
  /// The side of the list that is read.
  public let side: Bit
  /// Points are their places; the list is not looked at.
  public let isIdentity: Bit
  /// A point every other cycle.
  public let isPaced: Bit

  /// The width.
  public var layout: WalkRequestLayout { WalkRequestLayout(pointBits: first.bitWidth) }
}

/// Declares a `WalkRequest`.
public struct WalkRequestLayout: Layout {
  let pointBits: Int

  /// Declares all fields.
  public func make(_ field: FieldDeclarer) -> WalkRequest {
    WalkRequest(
      start: field(.bit), first: field(.uint(pointBits)), last: field(.uint(pointBits)),
      side: field(.bit), isIdentity: field(.bit), isPaced: field(.bit))
  }
}

/// A point visited; in the same cycle the memories have what they were asked for by `fetch`.
public struct WalkElement: Bundle {
  /// There is one.
  public let isValid: Bit
  /// The point.
  public let point: UInt
  /// Its place in the list.
  public let place: UInt
  /// It is the first of its segment.
  public let isFirst: Bit
  /// It is the last of its segment.
  public let isLast: Bit

  /// The width.
  public var layout: WalkElementLayout { WalkElementLayout(pointBits: point.bitWidth) }
}

/// Declares a `WalkElement`.
public struct WalkElementLayout: Layout {
  let pointBits: Int

  /// Declares all fields.
  public func make(_ field: FieldDeclarer) -> WalkElement {
    WalkElement(
      isValid: field(.bit), point: field(.uint(pointBits)), place: field(.uint(pointBits)),
      isFirst: field(.bit), isLast: field(.bit))
  }
}
