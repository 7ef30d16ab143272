import Accelerator
import Configuration
import Cosimulation
import DESNE
import Datasets
import Foundation
import HDL
import Simulation
import Verification
import Verilog

/// Runs a program to its end and returns what it printed.
private func run(_ program: String, _ arguments: [String], in folder: URL) throws -> String {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program)
  process.arguments = arguments
  process.currentDirectoryURL = folder
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = FileHandle.standardError
  try process.run()
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else {
    throw SimulationError("\(program) ended with exit code \(process.terminationStatus)")
  }
  return String(decoding: data, as: UTF8.self)
}

/// A C++ testbench around the same verilated model, built as a C++ programmer would.
private struct Harness {
  let program: URL
  let folder: URL

  init(_ design: VerilogDesign) throws {
    let toolchain = Toolchain()
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("nms-bench-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for file in design.files {
      try Data(file.text.utf8).write(to: folder.appendingPathComponent(file.name))
    }
    _ = try run(
      try toolchain.require(.verilator),
      [
        "--cc", "--no-timing", "--assert", "--output-split", "0", "--output-split-cfuncs", "20000",
        // What gives wrong values is off on both sides.
        "-fno-const-bit-op-tree", "-fno-dfg", "-fno-subst-const",
        "--prefix", "Vm", "--Mdir", "generated", "--top-module", design.topModule,
      ] + design.files.map(\.name), in: folder)
    let generated = folder.appendingPathComponent("generated")
    let sources = try FileManager.default.contentsOfDirectory(atPath: generated.path)
      .filter { $0.hasSuffix(".cpp") }.sorted()
    let harness = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Harness/distance_harness.cpp")
    let unit = (sources + [harness.path]).map { "#include \"\($0)\"\n" }.joined()
    try Data(unit.utf8).write(to: generated.appendingPathComponent("unit.cpp"))
    let include = Self.includeFolder
    program = folder.appendingPathComponent("harness")
    _ = try run(
      try toolchain.require(.cxx),
      [
        "-std=c++17", "-O2", "-march=x86-64-v3", "-w", "-pthread", "-DVM_COVERAGE=0", "-DVM_SC=0",
        "-DVM_TRACE=0", "-I", ".", "-I", include, "-I", include + "/vltstd", "unit.cpp",
        include + "/verilated.cpp", include + "/verilated_threads.cpp", "-o", program.path,
      ], in: generated)
  }

  private static var includeFolder: String {
    if let root = ProcessInfo.processInfo.environment["VERILATOR_ROOT"] { return root + "/include" }
    return "/usr/share/verilator/include"
  }

  /// Cycles a second of the quickest of several runs.
  func rate(_ data: URL, runs: Int) throws -> Double {
    let words = try run(program.path, [data.path, "\(runs)"], in: folder).split(separator: " ")
    guard words.count == 3, let cycles = Double(words[0]), let seconds = Double(words[1]) else {
      throw SimulationError("the C++ harness printed \(words)")
    }
    return cycles / seconds
  }
}

/// Images as the harness reads them.
private func writeData(
  _ images: [UInt8], bytesPerImage: Int, _ sizes: DistanceConfiguration, to file: URL
) throws {
  let matrix = SquaredDistanceMatrix(images: images, bytesPerImage: bytesPerImage)
  var data = Data()
  let head = [matrix.count, bytesPerImage, sizes.queries, sizes.lanes, sizes.distanceBits]
  for value in head {
    withUnsafeBytes(of: Int32(value).littleEndian) { data.append(contentsOf: $0) }
  }
  data.append(contentsOf: images)
  for value in matrix.values {
    withUnsafeBytes(of: UInt32(value).littleEndian) { data.append(contentsOf: $0) }
  }
  try data.write(to: file)
}

/// Our testbench, with every distance and handshake checked, beside the C++ harness.
func benchmarkCosimulation() async throws {
  let folder = ProcessInfo.processInfo.environment["NMS_DATA"] ?? "../shared/data"
  let path = folder + "/fashion-mnist"
  let isReal = FileManager.default.fileExists(atPath: path)
  let images = try Dataset.open(isReal ? path : "digits").prefix(256)
  print("     images: \(images.name), \(images.count) of \(images.shape.byteCount) bytes")
  for lanes in [16, 64] {
    var sizes = try SamplerConfiguration.preset("small").distance
    sizes.lanes = lanes
    let design = try DistanceCosimulation.design(sizes)
    let harness = try Harness(emitVerilog(design).design)
    defer { try? FileManager.default.removeItem(at: harness.folder) }
    let data = harness.folder.appendingPathComponent("data")
    try writeData(images.pixels, bytesPerImage: images.shape.byteCount, sizes, to: data)
    let testbench = DistanceTestbench(
      configuration: sizes, images: images.pixels, bytesPerImage: images.shape.byteCount,
      stimulus: .init(seed: 1, hasStalls: false))
    let simulator = try await SimulationEngine.verilator.simulator(of: design, isTracing: false)
    // Interleaved, so that a disturbance meets both.
    var ours = 0.0
    var theirs = 0.0
    for _ in 0..<5 {
      var cycles = 0
      let time = try best(of: 3) {
        let report = try testbench.run(on: simulator)
        guard report.isClean else { throw SimulationError("the unit is wrong: \(report)") }
        cycles = report.cycles
      }
      ours = max(ours, Double(cycles) / time)
      theirs = max(theirs, try harness.rate(data, runs: 3))
    }
    print("     T = 8, L = \(lanes): \(Int(ours)) cycles/s, C++ harness \(Int(theirs)) cycles/s")
    printFigure(
      "cosimulation over the C++ harness, L = \(lanes)", ours / theirs, "x", goal: ">= 0.85",
      ours / theirs >= 0.85)
  }
}
