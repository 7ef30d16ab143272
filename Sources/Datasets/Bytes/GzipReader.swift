import CZlib

/// Bytes behind a gzip stream, or several in a row.
///
/// Nothing is expanded beyond what is asked for, so a small file cannot fill memory.
final class GzipReader: ByteReader {
  private let bytes: [UInt8]
  private let path: String
  private var position = 0
  private var isFinished = false
  /// On the heap since zlib keeps its address.
  private let stream: UnsafeMutablePointer<z_stream>

  /// Whether the bytes begin as a gzip stream does.
  static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  init(_ bytes: [UInt8], path: String) throws(DatasetError) {
    self.bytes = bytes
    self.path = path
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 16 above the window bits asks for the gzip wrapper and its checksum.
    let status = inflateInit2_(
      stream, 16 + MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw .gzipCorrupt(path: path, reason: "zlib status \(status)") }
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  func read(upTo count: Int) throws(DatasetError) -> [UInt8] {
    var output: [UInt8] = []
    var part = [UInt8](repeating: 0, count: min(count, 1 << 18))
    while output.count < count && !isFinished {
      let written = try inflatePart(into: &part, limit: min(part.count, count - output.count))
      output.append(contentsOf: part[..<written])
    }
    return output
  }

  /// Expands up to `limit` bytes and returns how many.
  private func inflatePart(into part: inout [UInt8], limit: Int) throws(DatasetError) -> Int {
    // zlib counts in 32 bits.
    let available = min(bytes.count - position, 1 << 30)
    let (status, written) = part.withUnsafeMutableBufferPointer { output in
      bytes.withUnsafeBufferPointer { input in
        // zlib does not write through next_in; its type only lacks the const.
        stream.pointee.next_in = input.baseAddress.map {
          UnsafeMutablePointer(mutating: $0 + position)
        }
        stream.pointee.avail_in = UInt32(available)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(limit)
        let status = inflate(stream, Z_NO_FLUSH)
        return (status, limit - Int(stream.pointee.avail_out))
      }
    }
    position += available - Int(stream.pointee.avail_in)
    switch status {
    case Z_OK:
      break
    case Z_STREAM_END:
      try beginNextMember()
    case Z_BUF_ERROR:
      throw .gzipTruncated(path: path)
    default:
      let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib status \(status)"
      throw .gzipCorrupt(path: path, reason: reason)
    }
    return written
  }

  private func beginNextMember() throws(DatasetError) {
    let rest = bytes[position...]
    if rest.isEmpty {
      isFinished = true
    } else if rest.starts(with: [0x1F, 0x8B]) {
      inflateReset(stream)
    } else {
      throw .gzipTrailing(path: path, byteCount: rest.count)
    }
  }
}
