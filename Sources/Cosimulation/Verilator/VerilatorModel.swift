public import Foundation
public import Verilog

/// A compiled Verilator model: a shared library in the cache, ready to be loaded.
public struct VerilatorModel: Sendable, Hashable {
  /// The shared library; its name is the hash of everything it was made from.
  public var library: URL
  /// The design it was made from.
  public var design: VerilogDesign
  /// The options it was made with.
  public var options: VerilatorOptions
  /// Whether the library was in the cache and nothing was built.
  public var wasCached: Bool
  /// Lint warnings of Verilator, where they were not errors; empty for clean Verilog.
  public var warnings: String
}
