public import HDL

/// A read of a memory: the word follows one cycle later and stays until the next one.
public struct MemoryRead: Bundle {
  /// Something is read.
  public let enable: Bit
  /// The word.
  public let address: UInt

  /// The width.
  public var layout: MemoryReadLayout { MemoryReadLayout(addressBits: address.bitWidth) }
}

/// Declares a `MemoryRead`.
public struct MemoryReadLayout: Layout {
  let addressBits: Int

  /// Declares both fields.
  public func make(_ field: FieldDeclarer) -> MemoryRead {
    MemoryRead(enable: field(.bit), address: field(.uint(addressBits)))
  }
}

/// A write of a memory.
public struct MemoryWrite: Bundle {
  /// Something is written.
  public let enable: Bit
  /// The word.
  public let address: UInt
  /// What it will be.
  public let data: Bits

  /// The widths.
  public var layout: MemoryWriteLayout {
    MemoryWriteLayout(addressBits: address.bitWidth, dataBits: data.bitWidth)
  }
}

/// Declares a `MemoryWrite`.
public struct MemoryWriteLayout: Layout {
  let addressBits: Int
  let dataBits: Int

  /// Declares the three fields.
  public func make(_ field: FieldDeclarer) -> MemoryWrite {
    MemoryWrite(
      enable: field(.bit), address: field(.uint(addressBits)), data: field(.bits(dataBits)))
  }
}

/// A memory with one port of each kind, shared by units of which one at a time has a request.
struct SharedMemory {
  /// The word read last.
  let word: Bits
  /// What is written.
  let write: MemoryWrite

  /// - Parameters:
  ///   - name: Name of the memory.
  ///   - depth: A power of two.
  ///   - reads: Those who read.
  ///   - writes: Those who write.
  ///   - readUnderWrite: What a read returns of a word written at the same edge.
  init(
    _ module: ModuleBuilder, _ name: String, depth: Int, _ reads: [MemoryRead],
    _ writes: [MemoryWrite], readUnderWrite: ReadUnderWrite = .undefined
  ) {
    var write = writes[writes.count - 1]
    for other in writes.dropLast().reversed() {
      write = MemoryWrite(
        enable: other.enable .| write.enable,
        address: mux(other.enable, other.address, write.address),
        data: mux(other.enable, other.data, write.data))
    }
    var read = reads[reads.count - 1]
    for other in reads.dropLast().reversed() {
      read = MemoryRead(
        enable: other.enable .| read.enable,
        address: mux(other.enable, other.address, read.address))
    }
    self.write = write
    let memory = module.memory(
      name, .bits(write.data.bitWidth), depth: depth, readUnderWrite: readUnderWrite)
    memory.write(
      address: write.address.named("\(name)WriteAddress"),
      data: write.data.named("\(name)WriteData"),
      enable: write.enable.named("\(name)WriteEnable"))
    word = memory.read(
      address: read.address.named("\(name)ReadAddress"),
      enable: read.enable.named("\(name)ReadEnable")
    ).named("\(name)Word")
  }
}
