import DESNE
public import Datasets

/// Exact squared Euclidean distances of images: sums of squared differences of bytes.
///
/// Up to 16,384 images all distances are kept, four bytes each; beyond, or where a distance may not
/// fit 32 bits, each is computed when asked for.
public struct ImageDistances: Sendable {
  /// Most images whose distances are all kept: 1 GiB.
  public static let storedLimit = 16_384

  /// Number of images.
  public let count: Int
  private let bytesPerImage: Int
  private let pixels: [UInt8]
  private let matrix: [UInt32]

  /// Compares images.
  ///
  /// - Complexity: O(n² d) where distances are kept, else O(1).
  public init(_ images: Dataset) {
    self.init(images, storedLimit: Self.storedLimit)
  }

  init(_ images: Dataset, storedLimit: Int) {
    count = images.count
    bytesPerImage = images.shape.byteCount
    pixels = images.pixels
    let distances =
      count <= storedLimit
      ? try? SquaredDistances(images: pixels, bytesPerImage: bytesPerImage) : nil
    matrix = distances?.matrix() ?? []
  }

  /// The squared distance of two images.
  ///
  /// - Precondition: Both are in `0..<count`.
  @inline(__always)
  public subscript(first: Int, second: Int) -> UInt64 {
    if !matrix.isEmpty { return UInt64(matrix[first * count + second]) }
    return pixels.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return 0 }
      return squaredDistance(
        base + first * bytesPerImage, base + second * bytesPerImage, count: bytesPerImage)
    }
  }

  /// The member with the smallest sum of squared distances to all members, the first of equals.
  ///
  /// The sum of squared distances to a set grows with the distance to its mean, so this is also the
  /// member nearest to the mean image.
  ///
  /// - Parameter members: At least one image.
  /// - Complexity: O(m²) distances.
  public func medoid(of members: [Int]) -> Int {
    precondition(!members.isEmpty, "nothing has no medoid")
    var sums = [UInt64](repeating: 0, count: members.count)
    for first in members.indices {
      for second in first + 1..<max(members.count, first + 1) {
        let distance = self[members[first], members[second]]
        sums[first] += distance
        sums[second] += distance
      }
    }
    var best = 0
    for place in members.indices.dropFirst()
    where (sums[place], members[place]) < (sums[best], members[best]) {
      best = place
    }
    return members[best]
  }
}
