public import HDL
public import Simulation

/// A check of a module alone, for changes in it that the testbench of the whole does not see.
public struct ModuleCheck: Sendable {
  /// The sound module.
  public let design: Design
  /// Runs on a simulator of the module, from a reset on, and tells what differs; nil where nothing
  /// does. What it throws counts as a difference.
  public let run: @Sendable (any Simulator) throws -> String?

  /// Creates a check.
  public init(design: Design, run: @escaping @Sendable (any Simulator) throws -> String?) {
    self.design = design
    self.run = run
  }
}
