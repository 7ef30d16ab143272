public import Datasets

/// How bytes become the inputs of a network: every channel is shifted and scaled to mean 0 and
/// variance 1 over the images learnt from.
public struct PixelNormalization: Hashable, Sendable {
  /// The input of every byte value, 256 a channel.
  let table: [Float]

  /// Takes mean and variance of each channel from exact sums; a channel of one value stays unscaled.
  public init(_ images: Dataset) {
    let plane = images.shape.height * images.shape.width
    var table: [Float] = []
    for channel in 0..<images.shape.channels {
      var sum: UInt64 = 0
      var squares: UInt64 = 0
      images.pixels.withUnsafeBufferPointer { bytes in
        for image in 0..<images.count {
          let start = image * images.shape.byteCount + channel * plane
          for index in start..<start + plane {
            let value = UInt64(bytes[index])
            sum &+= value
            squares &+= value &* value
          }
        }
      }
      let count = Double(plane * images.count)
      let mean = Double(sum) / count
      let variance = max(0, Double(squares) / count - mean * mean)
      let scale = variance > 0 ? 1 / variance.squareRoot() : 1
      table += (0..<256).map { Float((Double($0) - mean) * scale) }
    }
    self.table = table
  }
}
