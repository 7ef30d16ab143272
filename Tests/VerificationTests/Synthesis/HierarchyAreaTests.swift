import Accelerator
import Configuration
import Cosimulation
import Foundation
import Testing

@testable import Verification

@Suite("Area of a design, module by module")
struct HierarchyAreaTests {
  @Test("cells of a module count as often as it stands in the design")
  func sums() throws {
    let statistics = """
      {"modules": {
        "\\\\leaf": {"num_cells_by_type": {"LUT4": 3, "CCU2C": 2, "TRELLIS_FF": 5}},
        "\\\\middle": {"num_cells_by_type": {"leaf": 2, "TRELLIS_DPR16X4": 1, "DP16KD": 1}},
        "\\\\top": {"num_cells_by_type": {"leaf": 1, "middle": 3, "MULT18X18D": 4}}
      }}
      """
    let area = try HierarchyArea(statistics: Data(statistics.utf8), top: "top")
    #expect(area.blocks.map(\.name) == ["leaf", "middle"])
    let leaf = try #require(area.modules.first { $0.name == "leaf" })
    let middle = try #require(area.modules.first { $0.name == "middle" })
    let top = try #require(area.modules.first { $0.name == "top" })
    #expect((leaf.instances, middle.instances, top.instances) == (7, 3, 1))
    #expect(leaf.whole == .init(luts: 7, registers: 5, multipliers: 0, blockRAMs: 0))
    #expect(middle.own == .init(luts: 4, registers: 0, multipliers: 0, blockRAMs: 1))
    #expect(middle.whole == .init(luts: 18, registers: 10, multipliers: 0, blockRAMs: 1))
    #expect(top.whole == .init(luts: 61, registers: 35, multipliers: 4, blockRAMs: 3))
  }

  @Test("a block in pieces takes no less than in one piece, and little more")
  func pieces() async throws {
    _ = try Toolchain().require(.yosys)
    let configuration = try SamplerConfiguration.preset("small")
    let pieces = try await HierarchyArea(of: SamplerBlock.front.design(of: configuration))
    let whole = try #require(pieces.modules.first { $0.name == pieces.top }).whole
    let area = try await UnitArea.block(.front, of: configuration)
    #expect(pieces.modules.count == 5)
    #expect(area.registers <= whole.registers && area.luts <= whole.luts)
    #expect(whole.registers * 100 <= area.registers * 105)
    #expect(whole.luts * 100 <= area.luts * 130)
    #expect(area.blockRAMs == whole.blockRAMs)
  }
}
