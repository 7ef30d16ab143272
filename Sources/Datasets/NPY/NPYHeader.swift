/// The header of a NumPy array file, versions 1 to 3.
struct NPYHeader: Hashable, Sendable {
  /// The element type as NumPy writes it, such as `|u1`.
  var elementType: String
  /// Whether the first index runs fastest.
  var isFortranOrder: Bool
  /// Sizes, outermost first.
  var shape: [Int]
  /// Where the elements start in the file.
  var byteCount: Int

  /// Reads the header at the start of a file.
  init(_ bytes: [UInt8], path: String) throws(DatasetError) {
    let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    guard bytes.count >= 10 else {
      throw .truncatedHeader(path: path, format: "NPY", found: bytes.count, needed: 10)
    }
    guard bytes.starts(with: magic) else {
      throw .npyMagic(path: path, found: bytes.prefix(6))
    }
    guard (1...3).contains(bytes[6]) && bytes[7] == 0 else {
      throw .npyVersion(path: path, major: bytes[6], minor: bytes[7])
    }
    // Version 1 has a 16-bit length, the later ones 32 bits; little-endian.
    let start = bytes[6] == 1 ? 10 : 12
    guard bytes.count >= start else {
      throw .truncatedHeader(path: path, format: "NPY", found: bytes.count, needed: start)
    }
    let length = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard bytes.count - start >= length else {
      throw .truncatedHeader(
        path: path, format: "NPY", found: bytes.count, needed: start + length)
    }
    var parser = NPYDictionaryParser(bytes[start..<start + length])
    guard let entries = parser.parse() else {
      throw .npyDictionary(path: path, found: bytes[start..<start + length])
    }
    self.elementType = entries.elementType
    self.isFortranOrder = entries.isFortranOrder
    self.shape = entries.shape
    self.byteCount = start + length
  }
}

extension DatasetError {
  fileprivate static func npyMagic(path: String, found: ArraySlice<UInt8>) -> DatasetError {
    DatasetError(
      .wrongFormat, path: path, found: "the first bytes \(quoted(found))",
      expected: "those of NPY, 0x93 and 'NUMPY'", fix: "pass a file that numpy.save wrote")
  }

  fileprivate static func npyVersion(path: String, major: UInt8, minor: UInt8) -> DatasetError {
    DatasetError(
      .unsupported, path: path, found: "NPY version \(major).\(minor)",
      expected: "1.0, 2.0 or 3.0", fix: "save the array again with numpy.save")
  }

  fileprivate static func npyDictionary(path: String, found: ArraySlice<UInt8>) -> DatasetError {
    DatasetError(
      .corrupt, path: path, found: "the NPY header \(quoted(found))",
      expected: "the keys descr, fortran_order and shape",
      fix: "save the array again with numpy.save")
  }
}
