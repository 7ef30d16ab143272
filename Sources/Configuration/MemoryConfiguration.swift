/// What stands behind the memory port of the sampler.
public struct MemoryConfiguration: Codable, Hashable, Sendable {
  /// What the emitted sampler has in place of a memory.
  public enum BackEnd: String, CaseIterable, Codable, Hashable, Sendable {
    /// Nothing: the requests are ports of the sampler.
    case port
    /// A controller with the command pins of DRAM: the logic die of a stack.
    case dram
    /// The master of an AXI4 bus: an FPGA with a controller of its own.
    case axi4
  }

  /// What the emitted sampler has in place of a memory.
  public var backEnd: BackEnd
  /// The DRAM of the back end `dram`, by the name of its description: 1 to 64 letters, digits, `-`,
  /// `_` and `.`.
  public var device: String
  /// Channels of the back end `dram`, which work side by side: a power of two, 1 to 16. Successive
  /// bursts go to successive channels.
  public var channels: Int
  /// Bits of a byte address of the back end `axi4`: 32 to 64.
  public var addressBits: Int

  /// Creates a section from its parts; `validate()` tells whether they are allowed.
  public init(
    backEnd: BackEnd = .port, device: String = "wide-io-200", channels: Int = 4,
    addressBits: Int = 40
  ) {
    self.backEnd = backEnd
    self.device = device
    self.channels = channels
    self.addressBits = addressBits
  }

  /// The section of the presets: as many channels of Wide I/O, 16 bytes a clock each, as give a beat
  /// of the distance unit a clock.
  static func preset(_ distance: DistanceConfiguration) -> MemoryConfiguration {
    MemoryConfiguration(channels: min(max(distance.lanes / 16, 1), 16))
  }
}
