import Foundation
import HDL
import TestSupport
import Testing
import Verilog

/// What Yosys maps each kind of memory to.
@Suite("Block RAM")
struct BlockRAMTests {
  /// A memory, a family and the cells it comes to.
  struct Case: Sendable, CustomStringConvertible {
    var design: MemoryDesign
    var family: String
    var cells: [String: Int]
    /// Bits of registers, from transparency logic, at most.
    var registers = 0

    var description: String { "\(design.name) on \(family)" }
  }

  private static let open = ReadUnderWrite.undefined

  static let cases: [Case] = {
    let simple = MemoryDesign(
      name: "SimpleDualPort", width: 32, depth: 1024, readUnderWrite: open, writers: [false],
      readers: 1)
    let odd = MemoryDesign(
      name: "OddDepth", width: 16, depth: 1000, readUnderWrite: open, writers: [false],
      readers: 1)
    let masked = MemoryDesign(
      name: "ByteMasks", width: 32, depth: 1024, laneWidth: 8, readUnderWrite: open,
      writers: [true], readers: 1)
    let nines = MemoryDesign(
      name: "LanesOfNine", width: 36, depth: 512, laneWidth: 9, readUnderWrite: open,
      writers: [true], readers: 1)
    let new = MemoryDesign(
      name: "WriteFirst", width: 32, depth: 1024, readUnderWrite: .writeFirst, writers: [false],
      readers: 1)
    let filled = MemoryDesign(
      name: "Initial", width: 16, depth: 1024, initialCount: 100, readUnderWrite: open,
      writers: [false], readers: 1)
    let table = MemoryDesign(
      name: "Table", width: 16, depth: 1024, initialCount: 1024, readers: 1, isTable: true)
    let dual = MemoryDesign(
      name: "TrueDualPort", width: 16, depth: 1024, readUnderWrite: open,
      readWriters: [.init(underWrite: .writeFirst), .init(underWrite: .writeFirst)])
    let dualOpen = MemoryDesign(
      name: "TrueDualPortUndefined", width: 18, depth: 1024, laneWidth: 9, readUnderWrite: open,
      readWriters: [
        .init(underWrite: open, isMasked: true), .init(underWrite: open, isMasked: true),
      ])
    let file = MemoryDesign(
      name: "RegisterFile", width: 32, depth: 32, writers: [false], asynchronousReaders: 2)
    return [
      Case(design: simple, family: "ecp5", cells: ["DP16KD": 2]),
      Case(design: simple, family: "ice40", cells: ["SB_RAM40_4K": 8]),
      Case(design: odd, family: "ecp5", cells: ["DP16KD": 1], registers: 1),
      Case(design: odd, family: "ice40", cells: ["SB_RAM40_4K": 4], registers: 1),
      Case(design: masked, family: "ecp5", cells: ["DP16KD": 2]),
      Case(design: masked, family: "ice40", cells: ["SB_RAM40_4K": 8]),
      Case(design: nines, family: "ecp5", cells: ["DP16KD": 1]),
      Case(design: new, family: "ecp5", cells: ["DP16KD": 2], registers: 33),
      Case(design: new, family: "ice40", cells: ["SB_RAM40_4K": 8], registers: 33),
      Case(design: filled, family: "ecp5", cells: ["DP16KD": 1]),
      Case(design: filled, family: "ice40", cells: ["SB_RAM40_4K": 4]),
      Case(design: table, family: "ecp5", cells: ["DP16KD": 1]),
      Case(design: table, family: "ice40", cells: ["SB_RAM40_4K": 4]),
      Case(design: dual, family: "ecp5", cells: ["DP16KD": 1]),
      Case(design: dualOpen, family: "ecp5", cells: ["DP16KD": 1]),
      Case(design: file, family: "ecp5", cells: ["TRELLIS_DPR16X4": 32]),
    ]
  }()

  @Test("is what Yosys makes of it", arguments: cases)
  func cells(_ item: Case) throws {
    if !Tool.yosys.isExpected { try Test.cancel("yosys is not installed") }
    let emitted = emitVerilog(try elaborate(item.design)).design
    let folder = try TemporaryFolder()
    for file in emitted.files { try folder.write(file.name, file.text) }
    let files = emitted.files.map(\.name).joined(separator: " ")
    let outcome = try Command.run(
      [
        "yosys", "-q", "-p",
        "read_verilog \(files); synth_\(item.family) -run begin:map_gates "
          + "-top \(item.design.name); tee -o cells.txt stat -width",
      ], in: folder.url)
    try #require(outcome.status == 0, "\(outcome.text)")
    let text = try String(
      contentsOf: folder.url.appendingPathComponent("cells.txt"), encoding: .utf8)
    var counts: [String: Int] = [:]
    var registers = 0
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ")
      guard parts.count == 2, let count = Int(parts[1]) else { continue }
      counts[String(parts[0])] = count
      if parts[0].contains("dff"), let width = parts[0].split(separator: "_").last {
        registers += count * (Int(width) ?? 1)
      }
    }
    for (cell, count) in item.cells { #expect(counts[cell] == count, "\(cell) in\n\(text)") }
    #expect(registers <= item.registers, "\(text)")
  }
}
