public import Foundation
public import Verilog

/// A design compiled by Icarus Verilog, ready to be run by `vvp`.
public struct IcarusProgram: Sendable, Hashable {
  /// The compiled file in the cache.
  public var file: URL
  /// Full path of `vvp`.
  public var interpreter: String
  /// The design it was made from.
  public var design: VerilogDesign
  /// Whether the file was in the cache and nothing was built.
  public var wasCached: Bool
  /// Warnings of the compiler, where they were not errors; empty for clean Verilog.
  public var warnings: String
}
