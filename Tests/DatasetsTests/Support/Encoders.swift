/// Small writers for files whose every byte a test chooses.
enum Encoders {
  static func bigEndian(_ numbers: [Int]) -> [UInt8] {
    numbers.flatMap { number in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
  }

  static func idxImages(_ sizes: [Int], _ pixels: [UInt8]) -> [UInt8] {
    bigEndian([0x803] + sizes) + pixels
  }

  static func idxLabels(_ count: Int, _ labels: [UInt8]) -> [UInt8] {
    bigEndian([0x801, count]) + labels
  }

  /// A version 1 NPY file with any header text.
  static func npy(_ header: String, _ body: [UInt8]) -> [UInt8] {
    [0x93] + Array("NUMPY".utf8) + [1, 0] + [UInt8(header.utf8.count), 0] + Array(header.utf8)
      + body
  }

  /// Records of CIFAR-10 whose pixels count up from the label.
  static func cifar(_ labels: [UInt8]) -> [UInt8] {
    labels.flatMap { label in
      [label] + (0..<3_072).map { UInt8(truncatingIfNeeded: Int(label) + $0) }
    }
  }

  /// A gzip stream of stored blocks, so that a test knows where each byte lies.
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    var rest = bytes[...]
    repeat {
      let block = rest.prefix(65_535)
      rest = rest.dropFirst(block.count)
      let length = UInt16(block.count)
      stream += [rest.isEmpty ? 1 : 0]
      for half in [length, ~length] { stream += [UInt8(half & 0xFF), UInt8(half >> 8)] }
      stream += block
    } while !rest.isEmpty
    let trailer = bigEndian([Int(crc32(bytes)), bytes.count])
    return stream + trailer[..<4].reversed() + trailer[4...].reversed()
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var remainder: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      remainder ^= UInt32(byte)
      for _ in 0..<8 {
        remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1
      }
    }
    return ~remainder
  }
}
