/// What a synchronous read returns of a word that is written at the same clock edge.
public enum ReadUnderWrite: Sendable, Hashable, CaseIterable {
  /// The old word.
  case readFirst
  /// The new word; where a mask leaves a lane alone, the old lane.
  case writeFirst
  /// Whatever the memory finds cheapest: the design does not look at it. All simulators return the
  /// old word; hardware may return anything.
  case undefined
}
