/// The bytes of one port, written and read in place: least significant byte first, bits above the
/// width zero.
///
/// All engines keep ports in little-endian memory, so one type serves a native slot (a multiple of
/// eight bytes), Verilator's 1, 2, 4, 8 or 4n bytes, and the shadow copy of a piped engine. Reads
/// and writes are plain memory accesses: they reach the speed of a C++ harness.
public struct PortStorage: @unchecked Sendable {
  /// First byte.
  public let bytes: UnsafeMutableRawPointer
  /// Bytes reserved for the port.
  public let byteCount: Int
  /// Width in bits.
  public let bitWidth: Int

  /// Describes `byteCount` bytes at `bytes` that hold a value of `bitWidth` bits.
  ///
  /// - Precondition: the memory outlives every use of the value.
  public init(bytes: UnsafeMutableRawPointer, byteCount: Int, bitWidth: Int) {
    self.bytes = bytes
    self.byteCount = byteCount
    self.bitWidth = bitWidth
  }

  /// The value of a port of at most 64 bits; the low 64 bits of a wider one.
  @inlinable
  public var value: UInt64 {
    get {
      switch byteCount {
      case 1: UInt64(bytes.load(as: UInt8.self))
      case 2: UInt64(bytes.load(as: UInt16.self))
      case 4: UInt64(bytes.load(as: UInt32.self))
      default: bytes.loadUnaligned(as: UInt64.self)
      }
    }
    nonmutating set {
      let masked = bitWidth >= 64 ? newValue : newValue & ((1 << UInt64(bitWidth)) - 1)
      switch byteCount {
      case 1: bytes.storeBytes(of: UInt8(truncatingIfNeeded: masked), as: UInt8.self)
      case 2: bytes.storeBytes(of: UInt16(truncatingIfNeeded: masked), as: UInt16.self)
      case 4: bytes.storeBytes(of: UInt32(truncatingIfNeeded: masked), as: UInt32.self)
      default:
        bytes.storeBytes(of: masked, as: UInt64.self)
        if byteCount > 8 {
          (bytes + 8).initializeMemory(as: UInt8.self, repeating: 0, count: byteCount - 8)
        }
      }
    }
  }

  /// The value of a one-bit port: one byte, whatever the engine reserves for it.
  @inlinable
  public var isSet: Bool {
    @inline(__always) get { bytes.load(as: UInt8.self) != 0 }
    @inline(__always) nonmutating set { bytes.storeBytes(of: newValue ? 1 : 0, as: UInt8.self) }
  }

  /// Copies `count` bytes from `source` into the low bytes of a wide port and leaves the others.
  ///
  /// - Precondition: `offset + count <= byteCount`, and bits above the width in `source` are zero.
  @inlinable
  public func copy(from source: UnsafeRawPointer, count: Int, offset: Int = 0) {
    // A call costs more than sixteen bytes do. They go as one vector: a model that reads them as one
    // would wait for two halves.
    if count == 16 {
      let vector = source.loadUnaligned(as: SIMD16<UInt8>.self)
      (bytes + offset).storeBytes(of: vector, as: SIMD16<UInt8>.self)
      return
    }
    (bytes + offset).copyMemory(from: source, byteCount: count)
  }

  /// The bits `low ..< low + width` of the port, for a field of at most 57 bits.
  ///
  /// - Precondition: `width <= 57` and `low + width <= bitWidth`.
  @inlinable
  public func field(low: Int, width: Int) -> UInt64 {
    let firstByte = low >> 3
    var word: UInt64 = 0
    let available = min(8, byteCount - firstByte)
    if available == 8 {
      word = bytes.loadUnaligned(fromByteOffset: firstByte, as: UInt64.self)
    } else {
      for k in 0..<available {
        word |= UInt64(bytes.load(fromByteOffset: firstByte + k, as: UInt8.self)) << UInt64(8 * k)
      }
    }
    return (word >> UInt64(low & 7)) & ((1 << UInt64(width)) - 1)
  }
}
