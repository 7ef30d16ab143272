package import Accelerator
import DESNE
public import HDL
public import MemoryDevices
public import MemorySystem
public import Simulation

/// Runs traffic through a DRAM scheduler in any engine, and compares every clock with the model; a
/// protocol checker and a scoreboard of requests see the pins alone.
public struct SchedulerTestbench {
  /// Sentences of each kind that are kept.
  public static let mostSentences = 20
  /// Bits of a tag: enough that none comes again while it waits.
  public static let tagBits = 12

  private let device: MemoryDevice
  private let traffic: MemoryTraffic.Pattern
  private let seed: UInt64
  private let cycles: Int
  private let comparesModel: Bool
  private let stopsAtFailure: Bool

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - device: The memory.
  ///   - traffic: What the requests look like.
  ///   - seed: Seed of random requests.
  ///   - cycles: Clocks with requests; those until the last is served come after.
  ///   - comparesModel: Whether the model runs beside.
  ///   - stopsAtFailure: Whether the run ends at the first thing that is wrong.
  public init(
    device: MemoryDevice, traffic: MemoryTraffic.Pattern, seed: UInt64, cycles: Int,
    comparesModel: Bool = true, stopsAtFailure: Bool = false
  ) {
    self.device = device
    self.traffic = traffic
    self.seed = seed
    self.cycles = cycles
    self.comparesModel = comparesModel
    self.stopsAtFailure = stopsAtFailure
  }

  /// The design that runs: a scheduler of the device.
  public static func design(_ device: MemoryDevice) throws -> Design {
    try elaborate(DRAMScheduler(device, tagBits: tagBits))
  }

  /// A scheduler with a mistake built in.
  package static func design(_ device: MemoryDevice, fault: DRAMSchedulerFault) throws -> Design {
    try elaborate(DRAMScheduler(device, tagBits: tagBits, fault: fault))
  }

  /// Runs until the last request is served, or for so long that it will not be.
  ///
  /// - Parameters:
  ///   - simulator: An engine with a `design(_:)` of the device.
  ///   - progress: Called now and then with the share of the work done.
  /// - Throws: `SimulationError` from the engine.
  public func run(
    on simulator: any Simulator, progress: (Double) -> Void = { _ in }
  ) throws(SimulationError) -> SchedulerReport {
    var session = try SchedulerSession(
      simulator, device, traffic, seed: seed, comparesModel: comparesModel)
    try session.reset()
    for cycle in 0..<cycles where !(stopsAtFailure && session.hasFailed) {
      try session.cycle(isOffering: true)
      if cycle & 0xFFFF == 0xFFFF { progress(Double(cycle) / Double(cycles)) }
    }
    // The last request waits for its turn, for a refresh, and for those before it.
    for _ in 0..<20_000 where !session.isFinished && !(stopsAtFailure && session.hasFailed) {
      try session.cycle(isOffering: false)
    }
    return session.report(engine: simulator.engineName)
  }
}
