/// The IDX format: a magic number, big-endian 32-bit sizes, then bytes; plain or in gzip.
enum IDXFile {
  private static let imageMagic: [UInt8] = [0, 0, 8, 3]
  private static let labelMagic: [UInt8] = [0, 0, 8, 1]

  /// The images of an `idx3-ubyte` file: unsigned bytes in three dimensions.
  static func images(
    _ bytes: [UInt8], path: String
  ) throws(DatasetError) -> (shape: ImageShape, pixels: [UInt8]) {
    let reader = try makeByteReader(bytes, path: path)
    let sizes = try readHeader(reader, magic: imageMagic, path: path)
    let pixels = try readBody(reader, dimensions: sizes, path: path)
    return (ImageShape(height: sizes[1], width: sizes[2]), pixels)
  }

  /// The labels of an `idx1-ubyte` file.
  static func labels(_ bytes: [UInt8], path: String) throws(DatasetError) -> [UInt8] {
    let reader = try makeByteReader(bytes, path: path)
    let sizes = try readHeader(reader, magic: labelMagic, path: path)
    return try readBody(reader, dimensions: sizes, path: path)
  }

  private static func readHeader(
    _ reader: any ByteReader, magic: [UInt8], path: String
  ) throws(DatasetError) -> [Int] {
    let isImages = magic == imageMagic
    let length = isImages ? 16 : 8
    let header = try reader.read(upTo: length)
    // The magic number is judged first: a label file may be shorter than an image header.
    if header.count >= 4 && !header.starts(with: magic) {
      throw .idxMagic(path: path, found: Array(header[..<4]), isImages: isImages)
    }
    guard header.count == length else {
      throw .truncatedHeader(
        path: path, format: isImages ? "IDX images" : "IDX labels", found: header.count,
        needed: length)
    }
    return stride(from: 4, to: length, by: 4).map { start in
      header[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
    }
  }

  private static func readBody(
    _ reader: any ByteReader, dimensions: [Int], path: String
  ) throws(DatasetError) -> [UInt8] {
    guard !dimensions.contains(0) else {
      throw .zeroDimension(path: path, dimensions: dimensions)
    }
    guard let promised = ReadingLimits.product(dimensions) else {
      throw .tooLarge(path: path, dimensions: dimensions)
    }
    let body = try reader.read(upTo: promised)
    guard body.count == promised else {
      throw .truncated(path: path, found: body.count, promised: promised)
    }
    // One more byte also makes gzip verify its checksum.
    guard try reader.read(upTo: 1).isEmpty else {
      throw .trailingBytes(path: path, promised: promised)
    }
    return body
  }
}

extension DatasetError {
  fileprivate static func idxMagic(
    path: String, found: [UInt8], isImages: Bool
  ) -> DatasetError {
    let kind =
      switch found {
      case [0, 0, 8, 3]: " of images"
      case [0, 0, 8, 1]: " of labels"
      default: ""
      }
    let number = found.map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
    return DatasetError(
      .wrongFormat, path: path, found: "the IDX magic number 0x\(number)\(kind)",
      expected: isImages ? "0x00000803 of images" : "0x00000801 of labels",
      fix: "pass the \(isImages ? "idx3" : "idx1") file")
  }
}
