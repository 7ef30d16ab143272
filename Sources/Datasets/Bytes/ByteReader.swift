/// Bytes read front to back, in as many parts as the format needs.
protocol ByteReader: AnyObject {
  /// The next `count` bytes, or fewer if the end comes first.
  func read(upTo count: Int) throws(DatasetError) -> [UInt8]
}

/// Bytes as they are in the file.
final class PlainReader: ByteReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func read(upTo count: Int) -> [UInt8] {
    let end = position + min(count, bytes.count - position)
    defer { position = end }
    return Array(bytes[position..<end])
  }
}

/// The reader for a file's bytes, told by the two first bytes that every gzip stream has.
func makeByteReader(_ bytes: [UInt8], path: String) throws(DatasetError) -> any ByteReader {
  guard GzipReader.isGzip(bytes) else { return PlainReader(bytes) }
  return try GzipReader(bytes, path: path)
}
