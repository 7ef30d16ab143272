import Accelerator
import Configuration
import MemoryDevices
import MemorySystem
import Simulation

/// The DRAM behind the pins of a sampler, with its commands counted phase by phase.
struct DRAMMemory: SamplerMemory {
  private(set) var channels: DRAMChannels
  let device: MemoryDevice
  let channelCount: Int
  /// What each phase's commands were, by the phase's number in the register `status`, since the sampler
  /// began its last run.
  private(set) var phases = [CommandCounts](repeating: CommandCounts(), count: 8)

  private let observedPhase: PortStorage
  private let beats: Int
  private var phase = 0
  /// The counts when the phase began.
  private var before = CommandCounts()

  /// - Throws: `SimulationError` where a port is missing, or where the memory is too small.
  init(
    _ simulator: any Simulator, _ configuration: SamplerConfiguration, beats: Int, seed: UInt64
  ) throws(SimulationError) {
    do { device = try MemoryDevice.named(configuration.memory.device) } catch {
      throw SimulationError("\(error)")
    }
    channelCount = configuration.memory.channels
    channels = try DRAMChannels(
      simulator, device, count: channelCount, beatBytes: configuration.distance.lanes, seed: seed)
    self.beats = beats
    guard let index = simulator.ports.firstIndex(where: { $0.name == "observedPhase" }) else {
      throw SimulationError("the simulated design has no port observedPhase")
    }
    observedPhase = simulator.storage(ofPort: index)
    guard beats * configuration.distance.lanes <= channels.byteCount else {
      throw SimulationError(
        "the run needs \(beats * configuration.distance.lanes) bytes of memory, but \(channelCount) "
          + "channels of \(device.name) have \(channels.byteCount)")
    }
  }

  var violations: [String] { channels.violations }
  var readBeats: Int { 0 }
  var writtenBeats: Int { 0 }
  /// The sampler waits for its controller before it says that it stopped.
  var isIdle: Bool { true }

  /// What stands in the memory at first is random.
  mutating func fill() {}

  mutating func load(_ bytes: ArraySlice<UInt8>, at beat: Int) { channels.load(bytes, at: beat) }

  func bits(_ place: (beat: Int, bit: Int), width: Int) -> UInt64 {
    channels.bits(place, width: width)
  }

  mutating func reset() {
    channels.reset()
    (phase, before) = (0, CommandCounts())
    phases = .init(repeating: CommandCounts(), count: phases.count)
  }

  mutating func drive() { channels.drive() }

  mutating func observe() {
    let now = Int(observedPhase.value)
    if now != phase {
      let counts = channels.counts
      // A run begins.
      if phase == 0 { phases = .init(repeating: CommandCounts(), count: phases.count) }
      phases[phase].add(counts.subtracting(before))
      (phase, before) = (now, counts)
    }
    channels.observe()
  }

  /// The commands of the last run, from its start to its end.
  var runCounts: CommandCounts {
    phases[1...].reduce(into: CommandCounts()) { $0.add($1) }
  }
}
