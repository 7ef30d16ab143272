/// Height, width and channels of the images of a dataset.
///
/// Bytes of an image lie channel by channel, each channel row by row (planar, as in CIFAR-10), so
/// a grey image is plain rows and the red plane of a colour image comes first.
public struct ImageShape: Hashable, Sendable {
  /// Rows.
  public let height: Int
  /// Pixels of a row.
  public let width: Int
  /// Planes: 1 for grey, 3 for red, green, blue.
  public let channels: Int
  /// Bytes of an image: `height * width * channels`.
  public let byteCount: Int

  /// Makes a shape.
  ///
  /// - Precondition: All three are positive and their product is an `Int`.
  public init(height: Int, width: Int, channels: Int = 1) {
    precondition(
      height > 0 && width > 0 && channels > 0,
      "a shape of \(height) x \(width) x \(channels) holds no byte")
    self.height = height
    self.width = width
    self.channels = channels
    self.byteCount = height * width * channels
  }

  /// Where a pixel's byte lies in its image.
  ///
  /// - Precondition: All three are within the shape.
  public func offset(channel: Int, row: Int, column: Int) -> Int {
    precondition(
      (0..<channels).contains(channel) && (0..<height).contains(row)
        && (0..<width).contains(column),
      "no pixel \(channel), \(row), \(column) in \(self)")
    return (channel * height + row) * width + column
  }
}

extension ImageShape: CustomStringConvertible {
  /// The shape as `height x width x channels`, such as `28 x 28 x 1`.
  public var description: String { "\(height) x \(width) x \(channels)" }
}
