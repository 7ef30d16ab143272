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

  @Test("the controller of a memory is in a sampler that has one, a module for each of its parts")
  func backEnd() async throws {
    var configuration = try SamplerConfiguration.preset("small")
    configuration.memory.backEnd = .dram
    configuration.memory.channels = 2
    let modules = try SamplerCosimulation.design(configuration).modules.map(\.name)
    #expect(modules.filter { $0.hasPrefix("DRAMController_wide_io_200_channels2") }.count == 1)
    for part in ["DRAMChannel_wide_io_200", "DRAMScheduler_wide_io_200", "DRAMCounters"] {
      #expect(modules.filter { $0.hasPrefix(part) }.count == 1, "\(part)")
    }
  }

  @Test("the blocks of a memory follow the device, the channels and the width of the bus")
  func memoryBlocks() throws {
    var configuration = try SamplerConfiguration.preset("edge")
    configuration.memory.addressBits = 36
    let units = try UnitArea.memoryUnits(configuration, device: "lpddr4-3200")
    #expect(
      units.map(\.name) == [
        "DRAM scheduler", "DRAM channel", "DRAM counters", "DRAM controller, 4 channels",
        "AXI4 manager",
      ])
    let designs = try units.map { try $0.block.design(of: $0.configuration) }
    #expect(
      designs.map(\.top.name) == [
        "DRAMScheduler_lpddr4_3200", "DRAMChannel_lpddr4_3200", "DRAMCounters_channels4",
        "DRAMController_lpddr4_3200_channels4_bits512", "AXI4Memory_bits512_address36",
      ])
    // Each of the DRAM's is in the next, but for the counters.
    let modules = designs.map { Set($0.modules.map(\.name)) }
    #expect(modules[0].isSubset(of: modules[1]) && modules[1].isSubset(of: modules[3]))
    // A bus takes no beat of more than 128 bytes.
    configuration.distance.lanes = 256
    configuration.distance.queries = 64
    configuration.distance.blockCandidates = 64
    configuration.memory.channels = 4
    #expect(try UnitArea.memoryUnits(configuration).count == 4)
  }

  @Test("a memory that is not known or makes no beat is refused before anything is mapped")
  func wrongMemory() async throws {
    var configuration = try SamplerConfiguration.preset("edge")
    await #expect(throws: ConfigurationError.self) {
      try await UnitArea.memory(configuration, device: "no-such-memory")
    }
    configuration.memory.channels = 1
    // A beat is two bursts, each in a channel of its own.
    await #expect(throws: ConfigurationError.self) {
      try await UnitArea.memory(configuration, device: "lpddr4-3200")
    }
  }

  @Test("counters of commands and the manager of a bus are mapped as they are described")
  func mappedBlocks() async throws {
    _ = try Toolchain().require(.yosys)
    let configuration = try SamplerConfiguration.preset("small")
    let counters = try await UnitArea(
      "counters", of: MemoryBlock.counters.design(of: configuration))
    // Eight counters of 32 bits, and some registers for what they count.
    #expect(counters.registers >= 8 * 32 && counters.registers < 16 * 32)
    let manager = try await UnitArea("manager", of: MemoryBlock.axi4.design(of: configuration))
    #expect(manager.registers > 0 && manager.luts > 0 && manager.depth > 0)
    #expect([counters, manager].allSatisfy { $0.multipliers == 0 && $0.blockRAMs == 0 })
  }
}
