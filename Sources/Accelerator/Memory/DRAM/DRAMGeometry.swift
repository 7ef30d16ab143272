internal import HDL
internal import MemoryDevices

/// How the beats of a memory port lie in the bursts of some channels of a DRAM.
///
/// Either some beats make a burst or some bursts make a beat. Successive bursts go to successive channels;
/// those of one beat go to neighbouring ones at once.
struct DRAMGeometry: Hashable {
  /// The DRAM.
  let device: MemoryDevice
  /// Channels side by side: a power of two, at least `parts`.
  let channels: Int
  /// Bits of a beat.
  let beatBits: Int

  /// Bits of a burst.
  var burstBits: Int { device.burstBytes * 8 }
  /// Bits on the data pins in a clock.
  var clockBits: Int { burstBits / device.burstClocks }
  /// Beats in a burst, 1 if a beat is as large or larger.
  var lanes: Int { max(1, burstBits / beatBits) }
  /// Bursts in a beat, 1 if a burst is as large or larger.
  var parts: Int { max(1, beatBits / burstBits) }
  /// Groups of channels that one beat goes to.
  var groups: Int { channels / parts }
  /// Bits of a beat in one burst.
  var laneBits: Int { min(beatBits, burstBits) }

  /// Bits of a number of a burst within a channel.
  var burstNumberBits: Int {
    let shape = device.organization
    return addressBits(shape.banks * shape.rows * device.burstsPerRow)
  }

  /// The name in the names of modules: the device's.
  var deviceName: String { String(device.name.map { $0.isLetter || $0.isNumber ? $0 : "_" }) }
}
