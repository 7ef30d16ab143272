/// A mistake built into the distance unit on purpose, to show that the comparison with the model
/// finds it. Generated RTL never has one.
public enum DistanceFault: String, CaseIterable, Hashable, Sendable {
  /// The mask of an image's last beat lets one byte too many through.
  case tailMask = "tail-mask"
  /// The first two query images are stored in each other's place.
  case swappedQuery = "swapped-query"
  /// The accumulator loses the carry into its bit 16, or its highest if it has no such bit.
  case droppedCarry = "dropped-carry"
}
