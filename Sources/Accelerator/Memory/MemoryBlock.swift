public import Configuration
public import HDL
internal import MemoryDevices

/// What may stand behind the port of the memory, and parts of it, for what looks at them one by one.
public enum MemoryBlock: CaseIterable, Sendable {
  /// The bank scheduler of a channel, with tags as wide as a channel's.
  case scheduler
  /// A channel of DRAM: its scheduler with the buffers of its bursts.
  case channel
  /// All channels of DRAM behind the port: the back end `dram`.
  case controller
  /// The counters of the channels' commands.
  case counters
  /// The manager of a bus: the back end `axi4`.
  case axi4

  /// Elaborates the block alone, of the sizes that a configuration gives it with either back end.
  ///
  /// - Precondition: the configuration is valid, also by `validateSampler()`, with the back end that
  ///   the block belongs to.
  /// - Throws: `ConfigurationError` for a DRAM that is not known, `ElaborationError` never for a valid
  ///   configuration.
  public func design(of configuration: SamplerConfiguration) throws -> Design {
    let shapes = SamplerShapes(configuration)
    let memory = configuration.memory
    if self == .axi4 {
      return try elaborate(
        AXI4Memory(beatBits: shapes.beatBits, addressBits: memory.addressBits))
    }
    let device: MemoryDevice
    do { device = try MemoryDevice.named(memory.device) } catch {
      throw ConfigurationError("memory.device: \(error)")
    }
    let geometry = DRAMGeometry(
      device: device, channels: memory.channels, beatBits: shapes.beatBits)
    return switch self {
    case .scheduler: try elaborate(DRAMScheduler(device, tagBits: DRAMChannel.tagBits))
    case .channel: try elaborate(DRAMChannel(geometry: geometry))
    case .counters:
      try elaborate(
        DRAMCounters(
          device: device, channels: memory.channels, counterBits: SamplerRegisters.counterBits))
    case .controller, .axi4: try elaborate(DRAMController(geometry: geometry))
    }
  }
}
