import CNetworkKernels
public import Datasets

/// Names the class of the nearest training image in exact squared Euclidean distance of bytes; the
/// first of equally near ones decides.
public struct NearestNeighborClassifier: Sendable {
  private let images: Dataset
  private let labels: [UInt8]

  /// Keeps the images.
  ///
  /// - Throws: `TrainingError` without labels.
  /// - Precondition: An image has at most 65,536 bytes.
  public init(_ images: Dataset) throws(TrainingError) {
    guard let labels = images.labels else { throw .unlabelled(images.name) }
    precondition(images.shape.byteCount <= 65_536, "distances of \(images.shape) exceed 32 bits")
    self.images = images
    self.labels = labels
  }

  /// The class of every image.
  ///
  /// - Precondition: The images have the shape of those learnt from.
  /// - Complexity: O(images x training images x bytes).
  public func predictions(for queries: Dataset) -> [Int] {
    precondition(queries.shape == images.shape, "\(queries.shape) beside \(images.shape)")
    var distances = [UInt32](repeating: 0, count: images.count)
    return (0..<queries.count).map { query in
      queries.withUnsafeBytes(ofImage: query) { bytes in
        images.pixels.withUnsafeBufferPointer { pixels in
          if let base = bytes.baseAddress, let all = pixels.baseAddress {
            nms_byte_distances(bytes.count, base, images.count, all, &distances)
          }
        }
      }
      var best = 0
      for index in distances.indices where distances[index] < distances[best] { best = index }
      return Int(labels[best])
    }
  }

  /// The share of images whose class is named, between 0 and 1.
  ///
  /// - Throws: `TrainingError` without labels.
  public func accuracy(on queries: Dataset) throws(TrainingError) -> Double {
    guard let truth = queries.labels else { throw .unlabelled(queries.name) }
    let hits = zip(predictions(for: queries), truth).count { $0 == Int($1) }
    return Double(hits) / Double(queries.count)
  }
}
