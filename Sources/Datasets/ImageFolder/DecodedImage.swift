/// One image out of a file, channels pixel by pixel.
struct DecodedImage: Hashable, Sendable {
  var shape: ImageShape
  var interleaved: [UInt8]

  /// Whether a file of this name is read as an image.
  static func isImage(_ name: String) -> Bool {
    let name = name.lowercased()
    return [".png", ".pgm", ".ppm", ".pnm"].contains { name.hasSuffix($0) }
  }

  /// Decodes a file by its first bytes.
  init(_ bytes: [UInt8], path: String) throws(DatasetError) {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
      self = try PNGFile.decode(bytes, path: path)
    } else if bytes.first == UInt8(ascii: "P") {
      var parser = PNMParser(bytes, path: path)
      self = try parser.decode()
    } else {
      throw .imageKind(path: path, found: bytes.prefix(8))
    }
  }

  init(shape: ImageShape, interleaved: [UInt8]) {
    self.shape = shape
    self.interleaved = interleaved
  }
}

extension DatasetError {
  fileprivate static func imageKind(path: String, found: ArraySlice<UInt8>) -> DatasetError {
    DatasetError(
      .wrongFormat, path: path, found: "the first bytes \(quoted(found))",
      expected: "a PNG, PGM or PPM image", fix: "convert the image or take it out of the folder")
  }

  static func imageSide(path: String, height: Int, width: Int) -> DatasetError {
    DatasetError(
      .tooLarge, path: path, found: "an image of \(height) x \(width)",
      expected: "1 to \(ReadingLimits.imageSide) rows and columns", fix: "scale the image down")
  }
}
