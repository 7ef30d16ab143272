import Cosimulation
import Foundation
import HDL
import Simulation
import TestSupport
import Testing
import Verilog

/// Every kind of memory under random traffic, against a model that keeps lanes in arrays.
@Suite("Memories")
struct MemoryTests {
  static let designs = [
    MemoryDesign(name: "OldWord", width: 24, depth: 16, writers: [false], readers: 2),
    MemoryDesign(
      name: "NewWord", width: 16, depth: 12, readUnderWrite: .writeFirst, writers: [false],
      readers: 1),
    MemoryDesign(
      name: "ByteMasks", width: 32, depth: 16, laneWidth: 8, initialCount: 9,
      readUnderWrite: .undefined, writers: [true], readers: 1),
    MemoryDesign(
      name: "NewLanes", width: 36, depth: 16, laneWidth: 9, readUnderWrite: .writeFirst,
      writers: [true], readers: 1),
    MemoryDesign(
      name: "WideWord", width: 100, depth: 16, initialCount: 16, readUnderWrite: .writeFirst,
      writers: [false], readers: 1),
    MemoryDesign(
      name: "WideLanes", width: 81, depth: 10, laneWidth: 9, writers: [true], readers: 1),
    MemoryDesign(
      name: "TrueDualPort", width: 16, depth: 16, initialCount: 4, readUnderWrite: .undefined,
      readWriters: [.init(underWrite: .writeFirst), .init(underWrite: .writeFirst)]),
    MemoryDesign(
      name: "TrueDualPortMasks", width: 16, depth: 12, laneWidth: 4, readUnderWrite: .readFirst,
      readWriters: [
        .init(underWrite: .readFirst, isMasked: true),
        .init(underWrite: .writeFirst, isMasked: true),
      ]),
    MemoryDesign(
      name: "TwoWriters", width: 8, depth: 8, laneWidth: 4, readUnderWrite: .writeFirst,
      writers: [true, false], readers: 1, asynchronousReaders: 1),
    MemoryDesign(
      name: "MixedWriters", width: 8, depth: 6, laneWidth: 1, initialCount: 6,
      readUnderWrite: .writeFirst, writers: [false, true], readers: 2),
    MemoryDesign(
      name: "RegisterFile", width: 70, depth: 12, initialCount: 2, writers: [false],
      asynchronousReaders: 2),
    MemoryDesign(
      name: "Table", width: 72, depth: 13, initialCount: 11, readers: 1, asynchronousReaders: 1,
      isTable: true),
  ]

  @Test("follow the model in the native simulator", arguments: designs)
  func native(_ design: MemoryDesign) throws {
    try follow(design, NativeSimulator(try elaborate(design)))
  }

  @Test("follow the model on every other engine", arguments: Engine.allCases, designs)
  func engines(_ engine: Engine, _ design: MemoryDesign) async throws {
    try follow(design, try await engine.start(emitVerilog(try elaborate(design)).design))
  }

  @Test("pass every linter without a warning", arguments: TestSupport.Tool.linters, designs)
  func lint(_ tool: TestSupport.Tool, _ design: MemoryDesign) throws {
    if !tool.isExpected { try Test.cancel("\(tool.name) is not installed") }
    let complaints = try tool.complaints(about: emitVerilog(try elaborate(design)).design)
    #expect(complaints.isEmpty, "\(complaints)")
  }

  @Test("follow the model as Yosys reads them", arguments: designs)
  func asRead(_ design: MemoryDesign) async throws {
    try await followNetlist(design, "proc; opt_clean; memory_collect; memory_map; opt_clean")
  }

  /// Where a read that meets a write is left open, block RAM may differ from the simulators.
  @Test(
    "follow the model once mapped to the block RAM of an iCE40",
    arguments: designs.filter { $0.readUnderWrite != .undefined })
  func mapped(_ design: MemoryDesign) async throws {
    // Two write ports and asynchronous reads become registers there.
    try await followNetlist(
      design, "synth_ice40 -run begin:map_gates -top \(design.name)", cells: "ice40/cells_sim.v")
  }

  private func followNetlist(
    _ design: MemoryDesign, _ script: String, cells: String? = nil
  ) async throws {
    if !TestSupport.Tool.yosys.isExpected { try Test.cancel("yosys is not installed") }
    let emitted = emitVerilog(try elaborate(design)).design
    let folder = try TemporaryFolder()
    for file in emitted.files { try folder.write(file.name, file.text) }
    let files = emitted.files.map(\.name).joined(separator: " ")
    let outcome = try Command.run(
      [
        "yosys", "-q", "-p",
        "read_verilog \(files); hierarchy -check -top \(design.name); \(script); "
          + "write_verilog -noattr netlist.v",
      ], in: folder.url)
    try #require(outcome.status == 0, "\(outcome.text)")
    var netlist = try String(
      contentsOf: folder.url.appendingPathComponent("netlist.v"), encoding: .utf8)
    if let cells {
      let yosys = try Command.run(["which", "yosys"]).output
      let data = URL(fileURLWithPath: yosys.trimmingCharacters(in: .whitespacesAndNewlines))
        .resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("share/yosys")
      // Ports with default values are SystemVerilog; every port that matters is connected.
      netlist += "\n`define NO_ICE40_DEFAULT_ASSIGNMENTS 1\n"
      netlist += try String(contentsOf: data.appendingPathComponent(cells), encoding: .utf8)
    }
    var mapped = emitted
    mapped.files = [VerilogFile(name: "netlist.v", text: netlist)]
    try follow(design, try await Engine.icarus.start(mapped))
  }

  // MARK: Traffic

  private func follow(_ design: MemoryDesign, _ simulator: any Simulator) throws {
    let bench = TestBench(simulator)
    var model = MemoryModel(design)
    var stimulus = Stimulus(seed: 11)
    let names = portNames(design)
    let warmUp = design.depth + 1
    for cycle in 0..<400 {
      let accesses = names.enumerated().map { index, name in
        access(design, name, index, cycle < warmUp ? cycle : nil, &stimulus)
      }
      for (name, access) in zip(names, accesses) {
        if !name.hasPrefix("lookups") { bench.port("\(name)_enable").value = access.enable ? 1 : 0 }
        if name.hasPrefix("both") { bench.port("\(name)_write").value = access.write ? 1 : 0 }
        bench.port("\(name)_address").value = UInt64(access.address)
        guard name.hasPrefix("both") || name.hasPrefix("writers") else { continue }
        bench.set("\(name)_data", bytes(design.packed(access.data), design.width))
        if isMasked(design, name) {
          bench.port("\(name)_mask").value = access.mask.enumerated().reduce(0) {
            $0 | ($1.element ? 1 << UInt64($1.offset) : 0)
          }
        }
      }
      try simulator.settle()
      // Nothing is known of a word before it is written or read.
      if cycle >= warmUp {
        let outputs = model.outputs(accesses)
        for (name, expected) in zip(names.filter { !$0.hasPrefix("writers") }, outputs) {
          let found = bench.bytes("\(name)_q")
          let wanted = bytes(design.packed(expected), design.width)
          if found != wanted {
            Issue.record("\(name)_q in cycle \(cycle) is \(found), not \(wanted)")
            return
          }
        }
      }
      try simulator.step()
      model.step(accesses)
    }
  }

  private func portNames(_ design: MemoryDesign) -> [String] {
    design.writers.indices.map { "writers_\($0)" } + (0..<design.readers).map { "readers_\($0)" }
      + (0..<design.asynchronousReaders).map { "lookups_\($0)" }
      + design.readWriters.indices.map { "both_\($0)" }
  }

  private func isMasked(_ design: MemoryDesign, _ name: String) -> Bool {
    let index = Int(name.split(separator: "_")[1]) ?? 0
    return name.hasPrefix("both") ? design.readWriters[index].isMasked : design.writers[index]
  }

  /// Random traffic on few addresses; before it, the first port writes every word.
  private func access(
    _ design: MemoryDesign, _ name: String, _ index: Int, _ warmUp: Int?,
    _ stimulus: inout Stimulus
  ) -> MemoryModel.Access {
    let isWriter = name.hasPrefix("both") || name.hasPrefix("writers")
    var access = MemoryModel.Access()
    let spread = stimulus.next() >> 60 < 8 ? 4 : 1 << addressBits(design.depth)
    access.address = Int(stimulus.next() >> 32) % spread
    access.enable = stimulus.next() >> 62 != 0
    access.write = name.hasPrefix("writers") || stimulus.next() >> 63 == 1
    if isWriter {
      access.data = (0..<design.modelLanes).map { _ in
        stimulus.next() >> UInt64(64 - design.width / design.modelLanes)
      }
      access.mask = (0..<design.modelLanes).map { _ in
        stimulus.next() >> 63 == 1 || !isMasked(design, name)
      }
    }
    if let warmUp {
      access.address = warmUp % design.depth
      access.enable = true
      access.write = isWriter && index == 0
      access.mask = access.mask.map { _ in true }
      if name.hasPrefix("writers"), index > 0 { access.enable = false }
    }
    return access
  }

  private func bytes(_ words: [UInt64], _ width: Int) -> [UInt8] {
    (0..<(width + 7) / 8).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64($0 % 8 * 8)) }
  }
}
