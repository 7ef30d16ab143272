public import HDL
internal import MemoryDevices

/// The pins of one channel of a DRAM, as its controller has them; one command a clock.
///
/// Data of both edges of a clock stand side by side, the earlier in the low bits.
public struct DRAMPorts {
  /// The command.
  public let command: DRAMCommand
  /// The controller drives the data pins: from CWL clocks after a write on, for a burst.
  public let writeEnable: Bit
  /// Data to write.
  public let writeData: Bits
  /// A bit a byte; one whose bit is 1 is not written.
  public let writeMask: Bits
  /// Data that were read: from CL clocks after a read on, for a burst.
  public let readData: Bits

  init(_ declare: PortDeclarer, _ device: MemoryDevice) {
    let bits = device.burstBytes * 8 / device.burstClocks
    command = declare.output(of: DRAMCommandLayout(device))
    writeEnable = declare.output(.bit)
    writeData = declare.output(.bits(bits))
    writeMask = declare.output(.bits(bits / 8))
    readData = declare.input(.bits(bits))
  }
}

/// What a scheduler is asked for, for whoever compares it with a model.
public struct DRAMRequestObservation {
  /// A burst is asked for; it stays until it is taken.
  public let valid: Bit
  /// It is taken.
  public let ready: Bit
  /// Which.
  public let payload: BurstRequest

  init(_ declare: PortDeclarer, _ device: MemoryDevice, tagBits: Int) {
    valid = declare.output(.bit)
    ready = declare.output(.bit)
    payload = declare.output(of: BurstRequestLayout(device, tagBits: tagBits))
  }
}

/// A burst that is to be read or written, by its number within its channel.
struct ChannelRequest: Bundle {
  /// Written, else read.
  let isWrite: Bit
  /// Its number.
  let burst: UInt

  var layout: ChannelRequestLayout { ChannelRequestLayout(numberBits: burst.bitWidth) }
}

/// Declares a `ChannelRequest`.
struct ChannelRequestLayout: Layout {
  let numberBits: Int

  func make(_ field: FieldDeclarer) -> ChannelRequest {
    ChannelRequest(isWrite: field(.bit), burst: field(.uint(numberBits)))
  }
}
