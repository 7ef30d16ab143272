import Cosimulation
import Foundation
import Testing

/// Cancels the running test without Yosys; where `CI` is set it fails instead.
func requireYosys() throws {
  let toolchain = Toolchain()
  guard toolchain.path(of: .yosys) == nil else { return }
  if ProcessInfo.processInfo.environment["CI"] != nil { _ = try toolchain.require(.yosys) }
  try Test.cancel("yosys is not installed: \(Tool.yosys.installCommand)")
}
