public import HDL
public import Simulation

/// A check of a module alone, for changes in it, or in modules inside, that the testbench of the whole
/// does not see.
public struct ModuleCheck: Sendable {
  /// The sound module.
  public let design: Design
  /// Whether it has every input that the module can get, one after the other, and the module is a
  /// pipeline without feedback: what it does not see then changes nothing.
  public let isExhaustive: Bool
  /// Runs on a simulator of the module, from a reset on, and tells what differs; nil where nothing
  /// does. What it throws counts as a difference.
  public let run: @Sendable (any Simulator) throws -> String?

  /// Creates a check.
  public init(
    design: Design, isExhaustive: Bool = false,
    run: @escaping @Sendable (any Simulator) throws -> String?
  ) {
    self.design = design
    self.isExhaustive = isExhaustive
    self.run = run
  }
}
