import DESNE
import Datasets

/// Images as inputs of a network.
struct BatchSource {
  let images: Dataset
  let normalization: PixelNormalization

  /// Writes one image; the target holds `images.shape.byteCount` floats.
  func write(image index: Int, to target: UnsafeMutablePointer<Float>) {
    let plane = images.shape.height * images.shape.width
    images.withUnsafeBytes(ofImage: index) { bytes in
      normalization.table.withUnsafeBufferPointer { table in
        for channel in 0..<images.shape.channels {
          let start = channel * plane
          // A byte reaches no further than the 256 entries of its channel.
          for offset in start..<start + plane {
            target[offset] = table[channel &* 256 &+ Int(bytes[offset])]
          }
        }
      }
    }
  }

  /// Writes one image after random changes.
  func write(
    image index: Int, to target: UnsafeMutablePointer<Float>, augmentation: Augmentation,
    random: inout Xorshift64
  ) {
    guard augmentation != .none else { return write(image: index, to: target) }
    let span = 2 * augmentation.maximumShift + 1
    let down = random.next(below: span) - augmentation.maximumShift
    let right = random.next(below: span) - augmentation.maximumShift
    let isMirrored = augmentation.mirrors && random.next(below: 2) == 1
    let shape = images.shape
    let bytes = images[index]
    for channel in 0..<shape.channels {
      for row in 0..<shape.height {
        for column in 0..<shape.width {
          let sourceRow = row - down
          let shifted = column - right
          let sourceColumn = isMirrored ? shape.width - 1 - shifted : shifted
          var byte: UInt8 = 0
          if (0..<shape.height).contains(sourceRow), (0..<shape.width).contains(sourceColumn) {
            let offset = shape.offset(channel: channel, row: sourceRow, column: sourceColumn)
            byte = bytes[bytes.startIndex + offset]
          }
          target[shape.offset(channel: channel, row: row, column: column)] =
            normalization.table[channel * 256 + Int(byte)]
        }
      }
    }
  }
}
