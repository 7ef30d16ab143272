public import Cosimulation

/// How hard to try.
public struct ProofOptions: Sendable, Hashable {
  /// Cycles after reset within which everything is tried, and the longest induction.
  public var depth: Int
  /// Whether to prove for ever, by induction; otherwise up to `depth` only.
  public var isInductive: Bool
  /// Seconds for each question to the solver; `nil` for as long as it takes.
  public var timeLimit: Int?
  /// Where Yosys is.
  public var toolchain: Toolchain

  /// Creates options.
  ///
  /// - Precondition: `depth` is at least 1.
  public init(
    depth: Int = 20, isInductive: Bool = true, timeLimit: Int? = nil,
    toolchain: Toolchain = Toolchain()
  ) {
    self.depth = depth
    self.isInductive = isInductive
    self.timeLimit = timeLimit
    self.toolchain = toolchain
  }
}
