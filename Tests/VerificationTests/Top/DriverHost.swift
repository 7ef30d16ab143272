import Accelerator
import Configuration
import Cosimulation
import Foundation
import RegisterMap
import Simulation
import TestSupport

@testable import Verification

/// The example driver, compiled as a library whose registers are those of a simulated sampler.
final class DriverHost {
  /// The one whose registers C code reads and writes at present.
  nonisolated(unsafe) fileprivate static var current: DriverHost?

  private let simulator: any Simulator
  private let bus: AXI4LiteManager
  private var memory: any BeatMemory
  private let map: RegisterMap
  /// The memory as the driver sees it.
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private let beatBytes: Int
  private(set) var failures: [String] = []

  /// - Parameter beats: Beats of the memory.
  init(on simulator: any Simulator, _ configuration: SamplerConfiguration, beats: Int) throws {
    self.simulator = simulator
    map = SamplerRegisters(configuration).map
    bus = try AXI4LiteManager(simulator)
    beatBytes = configuration.distance.lanes
    let memory = try configuration.samplerMemory(
      simulator, beats: 0..<beats, hasStalls: true, seed: 7)
    guard let memory = memory as? any BeatMemory else {
      throw DriverLibrary.Failure(text: "the driver's host has no memory of DRAM")
    }
    self.memory = memory
    bytes = .allocate(capacity: beats * beatBytes)
    // What the driver does not write must not matter.
    bytes.initialize(repeating: 0xa5)
    simulator.setReset(true)
    for _ in 0..<2 {
      try simulator.settle()
      try simulator.step()
    }
    simulator.setReset(false)
  }

  deinit { bytes.deallocate() }

  /// Where the bus has beat 0 of the memory; 0 without a bus.
  var memoryAddress: UInt64 { (memory as? AXI4SubordinateMemory)?.base ?? 0 }

  /// Writes to registers, in order.
  private(set) var writes: [(offset: Int, value: UInt32)] = []

  /// Calls the driver: numbers in the order of `DriverLibrary.shim`.
  ///
  /// - Parameter address: Where the driver is told that beat 0 is; nil for where it is.
  func choose(
    _ library: DriverLibrary, images: [UInt8], numbers: [UInt32], seed: UInt64,
    address: UInt64? = nil
  ) -> (result: Int32, exemplars: [UInt32]) {
    writes = []
    DriverHost.current = self
    defer { DriverHost.current = nil }
    library.connect(
      read: { offset in DriverHost.current?.read(offset) ?? .max },
      write: { offset, value in DriverHost.current?.write(value, offset) })
    var exemplars = [UInt32](repeating: .max, count: Int(numbers[2]))
    let result = library.drive(
      bytes.baseAddress, address ?? memoryAddress, images, numbers, seed, &exemplars)
    return (result, exemplars)
  }

  private func address(of name: String) -> Int? {
    map.registers.first { $0.name == name }?.offset
  }

  private func read(_ offset: UInt32) -> UInt32 {
    // Time passes while software waits.
    if Int(offset) == address(of: "events") { advance(500) }
    bus.enqueueRead(from: UInt64(offset))
    finish("a read of \(offset)")
    if bus.reads.last?.response != .okay { failures.append("a read of \(offset) is refused") }
    // All ones end every loop of the driver.
    return failures.isEmpty ? UInt32(truncatingIfNeeded: bus.reads.last?.data ?? 0) : .max
  }

  private func write(_ value: UInt32, _ offset: UInt32) {
    writes.append((Int(offset), value))
    if Int(offset) == address(of: "control"), value & 1 == 1 {
      for beat in 0..<memory.store.beatCount {
        memory.store.load(Array(bytes[beat * beatBytes..<(beat + 1) * beatBytes])[...], at: beat)
      }
    }
    bus.enqueueWrite(UInt64(value), to: UInt64(offset))
    finish("a write of \(offset)")
    if bus.writes.last?.response != .okay { failures.append("a write of \(offset) is refused") }
  }

  private func finish(_ what: String) {
    for _ in 0..<1_000 where !bus.isDone { advance(1) }
    if !bus.isDone { failures.append("\(what) is not answered") }
  }

  private var cycles = 0

  private func advance(_ count: Int) {
    cycles += count
    if cycles > 3_000_000 { failures.append("the driver waits for ever") }
    guard failures.isEmpty else { return }
    do {
      for _ in 0..<count {
        bus.drive()
        memory.drive()
        try simulator.settle()
        bus.observe()
        memory.observe()
        try simulator.step()
      }
    } catch {
      failures.append("\(error)")
    }
    failures += memory.violations
  }
}

/// The driver and a shim, compiled by the C compiler and loaded.
struct DriverLibrary {
  typealias Read = @convention(c) (UInt32) -> UInt32
  typealias Write = @convention(c) (UInt32, UInt32) -> Void
  private typealias Connect = @convention(c) (Read, Write) -> Void
  private typealias Drive =
    @convention(c) (
      UnsafeMutablePointer<UInt8>?, UInt64, UnsafePointer<UInt8>, UnsafePointer<UInt32>, UInt64,
      UnsafeMutablePointer<UInt32>
    ) -> Int32

  /// What stands in for the bus.
  static let shim = """
    #include "sampler.h"
    static uint32_t (*read_register)(uint32_t);
    static void (*write_register)(uint32_t, uint32_t);
    uint32_t sampler_get(const struct sampler *sampler, uint32_t offset) {
      (void)sampler;
      return read_register(offset);
    }
    void sampler_put(const struct sampler *sampler, uint32_t offset, uint32_t value) {
      (void)sampler;
      write_register(offset, value);
    }
    void connect_registers(uint32_t (*reader)(uint32_t), void (*writer)(uint32_t, uint32_t));
    void connect_registers(uint32_t (*reader)(uint32_t), void (*writer)(uint32_t, uint32_t)) {
      read_register = reader;
      write_register = writer;
    }
    int drive(uint8_t *memory, uint64_t address, const uint8_t *images, const uint32_t *n,
              uint64_t seed, uint32_t *exemplars);
    int drive(uint8_t *memory, uint64_t address, const uint8_t *images, const uint32_t *n,
              uint64_t seed, uint32_t *exemplars) {
      const struct sampler sampler = {0, memory, address};
      const struct sampler_run run = {images, n[0], n[1], n[2], n[3], n[4], n[5], seed,
                                      n[6],   n[7], n[8]};
      return sampler_choose(&sampler, &run, exemplars);
    }

    """

  private static let flags = [
    "-x", "c", "-std=c99", "-pedantic", "-O1", "-Wall", "-Wextra", "-Wconversion", "-Werror",
  ]
  private static let source = Package.root.appendingPathComponent("Examples/Driver")

  private let connectFunction: Connect
  private let driveFunction: Drive

  /// Compiles the driver with a header; what the compiler says otherwise.
  static func complaints(header: String) throws -> String {
    let folder = try TemporaryFolder()
    try folder.write("sampler_registers.h", header)
    let outcome = try Command.run(
      [try Toolchain().require(.cxx)] + flags
        + ["-I.", "-c", source.appendingPathComponent("sampler.c").path, "-o", "sampler.o"],
      in: folder.url)
    return outcome.status == 0 ? outcome.text : outcome.text + "status \(outcome.status)"
  }

  /// Compiles and loads the driver with a header and the shim.
  init(header: String, in folder: TemporaryFolder) throws {
    try folder.write("sampler_registers.h", header)
    try folder.write("shim.c", Self.shim)
    let library = folder.path("driver.so")
    let outcome = try Command.run(
      [try Toolchain().require(.cxx)] + Self.flags
        + [
          "-DSAMPLER_SIMULATED", "-fPIC", "-shared", "-I.", "-I\(Self.source.path)", "shim.c",
          Self.source.appendingPathComponent("sampler.c").path, "-o", library,
        ], in: folder.url)
    guard outcome.status == 0, outcome.text.isEmpty else { throw Failure(text: outcome.text) }
    guard let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL),
      let connect = dlsym(handle, "connect_registers"), let drive = dlsym(handle, "drive")
    else { throw Failure(text: "the driver cannot be loaded") }
    connectFunction = unsafeBitCast(connect, to: Connect.self)
    driveFunction = unsafeBitCast(drive, to: Drive.self)
  }

  struct Failure: Error {
    var text: String
  }

  func connect(read: Read, write: Write) { connectFunction(read, write) }

  func drive(
    _ memory: UnsafeMutablePointer<UInt8>?, _ address: UInt64, _ images: [UInt8],
    _ numbers: [UInt32], _ seed: UInt64, _ exemplars: inout [UInt32]
  ) -> Int32 {
    driveFunction(memory, address, images, numbers, seed, &exemplars)
  }
}
