/// Images of one shape in one contiguous run of bytes, with labels if there are any.
public struct Dataset: Hashable, Sendable {
  /// What reports call the dataset, such as `fashion-mnist/train`.
  public let name: String
  /// Height, width, channels and byte order of every image.
  public let shape: ImageShape
  /// All bytes, image after image, each `shape.byteCount` long in the order `ImageShape` documents.
  public let pixels: [UInt8]
  /// The class of every image.
  public let labels: [UInt8]?
  /// Names of the classes 0, 1, 2, ...; reaches beyond every label.
  public let classNames: [String]?

  /// Makes a dataset of bytes that are there already.
  ///
  /// - Parameters:
  ///   - name: What reports call it; errors name it in place of a file.
  ///   - shape: The shape of every image.
  ///   - pixels: `count * shape.byteCount` bytes in the order `ImageShape` documents.
  ///   - labels: One class per image.
  ///   - classNames: Names of the classes from 0 on, one beyond every label.
  /// - Throws: `DatasetError` if there is no image, the bytes are no whole number of images, or the
  ///   labels match neither the images nor the class names.
  public init(
    name: String, shape: ImageShape, pixels: [UInt8], labels: [UInt8]? = nil,
    classNames: [String]? = nil
  ) throws(DatasetError) {
    guard !pixels.isEmpty else { throw .noImages(path: name) }
    guard pixels.count.isMultiple(of: shape.byteCount) else {
      throw .partialImage(path: name, byteCount: pixels.count, imageByteCount: shape.byteCount)
    }
    let count = pixels.count / shape.byteCount
    if let labels {
      guard labels.count == count else {
        throw .labelCount(path: name, labels: labels.count, images: count)
      }
      if let classNames, let index = labels.firstIndex(where: { $0 >= classNames.count }) {
        throw .labelRange(
          path: name, index: index, label: Int(labels[index]), classCount: classNames.count)
      }
    }
    self.name = name
    self.shape = shape
    self.pixels = pixels
    self.labels = labels
    self.classNames = classNames
  }

  /// The front of a dataset whose checks have passed already.
  init(prefixOf whole: Dataset, pixels: [UInt8], labels: [UInt8]?) {
    self.name = whole.name
    self.shape = whole.shape
    self.pixels = pixels
    self.labels = labels
    self.classNames = whole.classNames
  }

  /// Number of images; at least 1.
  public var count: Int { pixels.count / shape.byteCount }

  /// The bytes of one image.
  ///
  /// - Precondition: `index` is in `0..<count`.
  public subscript(index: Int) -> ArraySlice<UInt8> {
    precondition((0..<count).contains(index), "no image \(index) among \(count)")
    return pixels[index * shape.byteCount..<(index + 1) * shape.byteCount]
  }

  /// Calls a closure with the bytes of one image, without a copy.
  ///
  /// - Precondition: `index` is in `0..<count`.
  @inlinable
  public func withUnsafeBytes<Result, Failure>(
    ofImage index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition((0..<count).contains(index), "no image \(index) among \(count)")
    return try pixels.withUnsafeBufferPointer { (buffer) throws(Failure) -> Result in
      let start = index * shape.byteCount
      return try body(UnsafeBufferPointer(rebasing: buffer[start..<start + shape.byteCount]))
    }
  }
}
