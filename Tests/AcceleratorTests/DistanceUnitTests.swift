import Accelerator
import Configuration
import HDL
import TestSupport
import Testing
import Verilog

@Suite("DistanceUnit")
struct DistanceUnitTests {
  @Test(
    "elaborates at every end of every range",
    arguments: Corner.presets + Corner.small + Corner.large)
  func elaboration(corner: Corner) throws {
    try corner.sizes.validate()
    let design = try elaborate(DistanceUnit(corner.sizes))
    #expect(
      design.top.name == "DistanceUnit_queries\(corner.sizes.queries)_lanes\(corner.sizes.lanes)")
    // The rows are one module, and the result buffer is the other child.
    #expect(design.modules.count == 3)
  }

  @Test("has the ports of its four streams", arguments: Corner.presets + [Corner(queries: 1)])
  func ports(corner: Corner) throws {
    let design = emitVerilog(try elaborate(DistanceUnit(corner.sizes))).design
    let ports = design.ports.map { "\($0.direction) \($0.name) \($0.bitWidth)" }
    let sizes = corner.sizes
    func bits(_ count: Int) -> Int {
      var width = 1
      while 1 << width < count { width += 1 }
      return width
    }
    #expect(
      ports == [
        "input command_valid 1", "output command_ready 1",
        "input command_lastBeat \(bits(sizes.chunkBeats))",
        "input command_lastLane \(bits(sizes.lanes))",
        "input command_lastQuery \(bits(sizes.queries))", "input command_lastCandidate 16",
        "input command_isFirst 1", "input command_isLast 1", "input query_valid 1",
        "output query_ready 1", "input query_data \(8 * sizes.lanes)", "input candidate_valid 1",
        "output candidate_ready 1", "input candidate_data \(8 * sizes.lanes)",
        "output result_valid 1", "input result_ready 1",
        "output result_distances \(sizes.queries * sizes.distanceBits)",
        "output result_isLastCandidate 1",
      ])
    #expect(design.clock == "clock")
    #expect(design.reset == "reset")
  }

  /// Beat register, difference, square, a register every two levels of the tree, accumulator,
  /// result register; and the cycle in which the beat is taken counts.
  @Test(
    "has the latency of its registers",
    arguments: [(2, 6), (4, 6), (8, 7), (16, 7), (32, 8), (64, 8), (128, 9), (256, 9)])
  func latency(lanes: Int, cycles: Int) {
    #expect(DistanceUnit.latency(lanes: lanes) == cycles)
  }

  @Test("a fault changes the hardware and shows in its name", arguments: DistanceFault.allCases)
  func faults(fault: DistanceFault) throws {
    let sizes = Corner().sizes
    let sound = emitVerilog(try elaborate(DistanceUnit(sizes))).design
    let faulty = emitVerilog(try elaborate(DistanceUnit(sizes, fault: fault))).design
    #expect(faulty.topModule == "\(sound.topModule)_\(fault.rawValue.replacing("-", with: "_"))")
    #expect(faulty.ports == sound.ports)
    #expect(
      faulty.files.map { $0.text.replacing(faulty.topModule, with: sound.topModule) }
        != sound.files.map(\.text))
    let marks = DistanceFault.allCases.map { $0.rawValue.replacing("-", with: "_") }
    #expect(!sound.files.contains { file in marks.contains { file.text.contains($0) } })
  }

  @Test("a fault can be built at every end of every range", arguments: DistanceFault.allCases)
  func faultyCorners(fault: DistanceFault) throws {
    for corner in Corner.small {
      let design = try elaborate(DistanceUnit(corner.sizes, fault: fault))
      #expect(design.modules.count == 3, "\(corner.name)")
    }
  }

  @Test("elaborating twice gives the same bytes")
  func repetition() throws {
    let first = emitVerilog(try elaborate(DistanceUnit(Corner.presets[0].sizes))).design
    let second = emitVerilog(try elaborate(DistanceUnit(Corner.presets[0].sizes))).design
    #expect(first == second)
  }

  @Test(
    "every linter is silent about its Verilog", arguments: Tool.linters,
    Corner.presets + Corner.small)
  func lint(tool: Tool, corner: Corner) throws {
    guard tool.isExpected else { try Test.cancel("\(tool) is not installed") }
    let design = emitVerilog(try elaborate(DistanceUnit(corner.sizes))).design
    #expect(try tool.complaints(about: design) == "")
  }

  @Test(
    "the linters are silent about the widest beat and the most queries", arguments: Tool.linters)
  func lintOfLarge(tool: Tool) throws {
    guard tool.isExpected else { try Test.cancel("\(tool) is not installed") }
    for corner in Corner.large.prefix(2) {
      let design = emitVerilog(try elaborate(DistanceUnit(corner.sizes))).design
      #expect(try tool.complaints(about: design) == "", "\(corner.name)")
    }
  }

  @Test("a linter does complain about a unit with a wire cut", arguments: Tool.linters)
  func lintOfDamage(tool: Tool) throws {
    guard tool.isExpected else { try Test.cancel("\(tool) is not installed") }
    var design = emitVerilog(try elaborate(DistanceUnit(Corner().sizes))).design
    let last = design.files.count - 1
    design.files[last].text = design.files[last].text.replacing(
      "assign command_ready =", with: "assign command_raedy =")
    #expect(try tool.complaints(about: design) != "")
  }
}
