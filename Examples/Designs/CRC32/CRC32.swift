package import HDL

/// The CRC-32 of Ethernet, gzip and PNG (IEEE 802.3), several bytes a cycle.
///
/// Bytes arrive least significant first, those of a beat whose `keep` bit is 1. The beat that is
/// marked last ends a message: its checksum stands at `checksum` from the next cycle until it is
/// taken, and the next message may begin in the cycle in which it is.
package struct CRC32: Module {
  package let bytesPerCycle: Int

  package init(bytesPerCycle: Int) { self.bytesPerCycle = bytesPerCycle }

  package struct Ports {
    let message: Stream<Beat>
    let checksum: Stream<Bits>
  }

  package func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      message: declare.sink(BeatLayout(bytes: bytesPerCycle)),
      checksum: declare.source(.bits(32)))
  }

  package func body(_ module: ModuleBuilder, _ ports: Ports) {
    let (message, checksum) = (ports.message, ports.checksum)
    // The remainder starts with all ones and leaves complemented, so that leading and trailing
    // zeros of a message count.
    let remainder = module.register("remainder", .bits(32), reset: 0xffff_ffff)
    let result = module.register("result", .bits(32))
    let isDone = module.register("isDone", .bit, reset: 0)

    var next = remainder
    for index in 0..<bytesPerCycle {
      let byte = message.payload.data[8 * index..<8 * index + 8]
      let updated = Self.remainder(next, dividedOn: byte, stage: index).named("updated\(index)")
      next = mux(message.payload.keep[index], updated, next)
    }
    next = next.named("next")

    module.when(checksum.fires()) { isDone.set(to: 0) }
    module.when(message.fires()) {
      remainder.assign(next)
      module.when(message.payload.isLast) {
        remainder.set(to: 0xffff_ffff)
        result.assign(.!next)
        isDone.set(to: 1)
      }
    }
    message.ready.assign(.!isDone .| checksum.ready)
    checksum.payload.assign(result)
    checksum.valid.assign(isDone)
  }

  /// The remainder after eight more bits of the message. Both are reflected: the highest power of x
  /// is in bit 0.
  private static func remainder(_ remainder: Bits, dividedOn byte: Bits, stage: Int) -> Bits {
    let polynomial = 0xedb8_8320
    var bits = (0..<32).map { remainder[$0] }
    for index in 0..<8 {
      let feedback = (bits[0] .^ byte[index]).named("feedback\(stage)_\(index)")
      bits = (0..<32).map { place in
        guard place < 31 else { return feedback }
        return polynomial >> place & 1 == 1 ? bits[place + 1] .^ feedback : bits[place + 1]
      }
    }
    return remainder.module.concatenate(bits.reversed())
  }
}

/// Some bytes of a message.
package struct Beat: Bundle {
  /// The first byte in the least significant place.
  let data: Bits
  /// Bit n tells whether byte n belongs to the message.
  let keep: Bits
  let isLast: Bit

  package var layout: BeatLayout { BeatLayout(bytes: keep.bitWidth) }
}

package struct BeatLayout: Layout {
  let bytes: Int

  package func make(_ field: FieldDeclarer) -> Beat {
    Beat(data: field(.bits(8 * bytes)), keep: field(.bits(bytes)), isLast: field(.bit))
  }
}
