import CDESNEKernels

/// Exact squared Euclidean distances of a set of images, computed when asked for.
///
/// Nothing of size n x n is kept: rows cost O(n d) each, on demand. All values are integers, so they
/// are the same on every machine and for every number of threads.
public struct SquaredDistances: Sendable {
  /// Bytes of an image at most: beyond, a distance may not fit in 32 bits.
  public static let maximumBytesPerImage = 66_051

  /// Number of images.
  public let count: Int
  /// Bytes of an image.
  public let bytesPerImage: Int
  private let images: [UInt8]

  /// Takes images of one size.
  ///
  /// - Parameters:
  ///   - images: The bytes of all images, one after the other.
  ///   - bytesPerImage: Bytes of an image, 1 to 66,051.
  /// - Throws: `DESNEError` if the bytes are no whole number of images of an allowed size.
  public init(images: [UInt8], bytesPerImage: Int) throws(DESNEError) {
    guard bytesPerImage <= Self.maximumBytesPerImage else {
      throw DESNEError(
        "an image has \(bytesPerImage) bytes, but the squared distances of a map take 32 bits, which "
          + "hold those of \(Self.maximumBytesPerImage) bytes at most; scale the images down")
    }
    try DESNEError.check("bytesPerImage", bytesPerImage, 1...Self.maximumBytesPerImage)
    guard images.count.isMultiple(of: bytesPerImage) else {
      throw DESNEError(
        "\(images.count) bytes are no whole number of images of \(bytesPerImage) bytes")
    }
    self.images = images
    self.bytesPerImage = bytesPerImage
    count = images.count / bytesPerImage
  }

  /// The distance between two images.
  ///
  /// - Precondition: Both numbers are in `0..<count`.
  /// - Complexity: O(d).
  public subscript(first: Int, second: Int) -> UInt32 {
    var result: UInt32 = 0
    fill(rows: first..<first + 1, columns: second..<second + 1, into: &result, stride: 1)
    return result
  }

  /// The distances of one image to all, itself included.
  ///
  /// - Precondition: `index` is in `0..<count`.
  /// - Complexity: O(n d).
  public func row(_ index: Int) -> [UInt32] {
    [UInt32](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      if let base = buffer.baseAddress {
        fill(rows: index..<index + 1, columns: 0..<count, into: base, stride: count)
      }
      initializedCount = count
    }
  }

  /// All distances, row after row: `count * count * 4` bytes.
  ///
  /// - Parameter threads: Threads to use; 0 is one per core.
  /// - Complexity: O(n² d).
  public func matrix(threads: Int = 0) -> [UInt32] {
    [UInt32](unsafeUninitializedCapacity: count * count) { buffer, initializedCount in
      initializedCount = count * count
      guard let base = buffer.baseAddress else { return }
      let memory = SharedMemory(base: base)
      let rowsPerPiece = 16
      Workers.perform((count + rowsPerPiece - 1) / rowsPerPiece, threads: threads) { piece in
        let rows = piece * rowsPerPiece..<min(count, (piece + 1) * rowsPerPiece)
        fill(
          rows: rows, columns: 0..<count, into: memory.base + rows.lowerBound * count,
          stride: count)
      }
    }
  }

  /// Writes a rectangle of distances, row after row at a fixed stride.
  func fill(
    rows: Range<Int>, columns: Range<Int>, into out: UnsafeMutablePointer<UInt32>, stride: Int
  ) {
    precondition(
      rows.lowerBound >= 0 && rows.upperBound <= count && columns.lowerBound >= 0
        && columns.upperBound <= count, "no such image among \(count)")
    images.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      nms_squared_distances(
        base + rows.lowerBound * bytesPerImage, rows.count,
        base + columns.lowerBound * bytesPerImage, columns.count, bytesPerImage, out, stride)
    }
  }
}
