import Accelerator
import HDL
import MemoryDevices
import TestSupport
import Testing
import Verilog

@Suite("DRAMScheduler")
struct SchedulerElaborationTests {
  @Test(
    "every linter is silent about its Verilog", arguments: Tool.linters, MemoryDevice.builtInNames)
  func lint(tool: Tool, name: String) throws {
    guard tool.isExpected else { try Test.cancel("\(tool) is not installed") }
    let design = try elaborate(DRAMScheduler(MemoryDevice.named(name), tagBits: 4))
    #expect(design.modules.count == 10)
    #expect(try tool.complaints(about: emitVerilog(design).design) == "")
  }

  /// Devices at the ends of what a file may say.
  static let corners: [(name: String, change: @Sendable (inout MemoryDevice) -> Void)] = [
    (
      "one bank",
      {
        $0.organization.banks = 1; $0.organization.bankGroups = 1
      }
    ),
    (
      "a group a bank",
      {
        $0.organization.banks = 8; $0.organization.bankGroups = 8
      }
    ),
    (
      "64 banks",
      {
        $0.organization.banks = 64; $0.organization.bankGroups = 16
      }
    ),
    ("one row", { $0.organization.rows = 1 }), ("one burst a row", { $0.organization.columns = 8 }),
    (
      "activates without a distance",
      {
        $0.timing.tRRD_S = 1
        $0.timing.tRRD_L = 1
        $0.timing.tFAW = 1
      }
    ),
    ("one activate a window", { $0.timing.windowActivates = 1 }),
    (
      "a window of one clock for one activate",
      {
        $0.timing.windowActivates = 1; $0.timing.tFAW = 1
      }
    ),
    ("no refresh postponed", { $0.timing.postponedRefreshes = 0 }),
    (
      "the shortest timing",
      {
        $0.timing.tRCD = 1
        $0.timing.tRP = 1
        $0.timing.tRPab = 1
        $0.timing.tRAS = 1
        $0.timing.tRC = 1
        $0.timing.tRTP = 1
        $0.timing.tRFC = 1
      }
    ),
  ]

  @Test("every linter is silent at the ends of what a device may be", arguments: Tool.linters)
  func corners(tool: Tool) throws {
    guard tool.isExpected else { try Test.cancel("\(tool) is not installed") }
    for corner in Self.corners {
      var device = try MemoryDevice.named("ddr4-2400")
      corner.change(&device)
      try device.validate()
      let design = try elaborate(DRAMScheduler(device, tagBits: 1))
      #expect(try tool.complaints(about: emitVerilog(design).design) == "", "\(corner.name)")
    }
  }
}
