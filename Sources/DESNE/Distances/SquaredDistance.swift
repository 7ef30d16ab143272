/// The squared Euclidean distance of two images: the exact sum of squared byte differences.
///
/// Plain integers, no fixed point: 784 bytes give at most 25.6 bits, 3,072 at most 27.6
/// (`algorithm.md`, step 1: distances are exact).
///
/// - Precondition: both images have `count` bytes, at most 2^24.
/// - Complexity: O(`count`).
@inlinable
public func squaredDistance(
  _ first: UnsafePointer<UInt8>, _ second: UnsafePointer<UInt8>, count: Int
) -> UInt64 {
  var total: UInt64 = 0
  var start = 0
  while start < count {
    // 65,025 * 65,536 bytes < 2^32: a block's sum stays in 32 bits, which vectorises well.
    let end = min(start + 65_536, count)
    var sum: UInt32 = 0
    for index in start..<end {
      let difference = Int32(first[index]) &- Int32(second[index])
      sum = sum &+ UInt32(bitPattern: difference &* difference)
    }
    total += UInt64(sum)
    start = end
  }
  return total
}

/// All squared distances between images of one size, both halves and the zero diagonal.
public struct SquaredDistanceMatrix: Sendable {
  /// Number of images.
  public let count: Int
  /// `count` x `count` distances, row after row.
  public let values: [UInt64]

  /// Compares all pairs.
  ///
  /// - Parameters:
  ///   - images: `count` images of `bytesPerImage` bytes, one after the other.
  ///   - bytesPerImage: Bytes of an image, at least 1.
  /// - Precondition: `images.count` is a multiple of `bytesPerImage`.
  /// - Complexity: O(n² d).
  public init(images: [UInt8], bytesPerImage: Int) {
    let count = images.count / bytesPerImage
    var values = [UInt64](repeating: 0, count: count * count)
    images.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      for row in 0..<count {
        for column in row + 1..<max(count, row + 1) {
          let value = squaredDistance(
            base + row * bytesPerImage, base + column * bytesPerImage, count: bytesPerImage)
          values[row * count + column] = value
          values[column * count + row] = value
        }
      }
    }
    self.count = count
    self.values = values
  }

  /// The distance between two images.
  public subscript(first: Int, second: Int) -> UInt64 { values[first * count + second] }
}
