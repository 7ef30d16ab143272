/// Which part of a dataset with separate training and test files is meant.
public enum DatasetSplit: String, CaseIterable, Codable, Hashable, Sendable {
  /// The part a classifier learns from.
  case train
  /// The part that is held back.
  case test
}
