import Datasets
import Foundation
import Testing

@Suite("IDX")
struct IDXTests {
  private let scratch: Scratch
  private let sound = Encoders.idxImages([2, 1, 3], [1, 2, 3, 4, 5, 6])

  init() throws { scratch = try Scratch() }

  private func expect(
    _ kind: DatasetError.Kind, _ sentence: String, _ bytes: [UInt8],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let path = try scratch.write("x", bytes)
    scratch.expect(kind, sentence, sourceLocation: sourceLocation) {
      try Dataset.readIDX(images: path)
    }
  }

  @Test("Images and labels are read plain and from gzip")
  func reads() throws {
    for bytes in [sound, Fixtures.gzipIDX, Encoders.gzip(sound)] {
      let dataset = try Dataset.readIDX(
        images: scratch.write("images", bytes),
        labels: scratch.write("labels", Encoders.idxLabels(2, [7, 200])))
      #expect(dataset.shape == ImageShape(height: 1, width: 3))
      #expect(dataset.pixels == [1, 2, 3, 4, 5, 6])
      #expect(dataset.labels == [7, 200])
      #expect(dataset.name == "images")
    }
  }

  @Test("Several gzip streams in a row are one file, wherever the cut lies")
  func members() throws {
    for cut in 0...sound.count {
      let bytes = Encoders.gzip(Array(sound[..<cut])) + Encoders.gzip(Array(sound[cut...]))
      #expect(
        try Dataset.readIDX(images: scratch.write("images", bytes)).pixels == [1, 2, 3, 4, 5, 6])
    }
  }

  @Test("More than one part of gzip output is joined")
  func largeGzip() throws {
    let pixels = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 * 7 >> 3) }
    let bytes = Encoders.gzip(Encoders.idxImages([7, 250, 400], pixels))
    #expect(try Dataset.readIDX(images: scratch.write("images", bytes)).pixels == pixels)
  }

  @Test("A file cut anywhere is refused, plain or in gzip")
  func cutAnywhere() throws {
    for bytes in [sound, Fixtures.gzipIDX, Encoders.gzip(sound)] {
      for length in 0..<bytes.count {
        let path = try scratch.write("cut", Array(bytes[..<length]))
        let error = #expect(throws: DatasetError.self) { try Dataset.readIDX(images: path) }
        #expect(error?.kind == (length == 0 ? .empty : .truncated), "\(length)")
      }
    }
  }

  @Test("A flipped bit anywhere in the data of a gzip stream is refused")
  func flippedBits() throws {
    // Nothing checks the time and flags in the ten bytes of the header, nor the bits between the
    // three of the stored block's kind and its length.
    let stream = Encoders.gzip(sound)
    for position in 10..<stream.count {
      for bit in 0..<(position == 10 ? 3 : 8) {
        var bytes = stream
        bytes[position] ^= 1 << bit
        let path = try scratch.write("flipped", bytes)
        #expect(throws: DatasetError.self) { try Dataset.readIDX(images: path) }
      }
    }
  }

  @Test("Missing, empty and unfit files are refused with a sentence")
  func unfitFiles() throws {
    scratch.expect(
      .missing,
      "none: found no file or folder of this name, expected a dataset; "
        + "check the path, or use digits for the embedded set."
    ) { try Dataset.readIDX(images: scratch("none")) }
    try expect(.empty, "x: found 0 bytes, expected a dataset; copy the file again.", [])
    try FileManager.default.createDirectory(
      atPath: scratch("folder"), withIntermediateDirectories: true)
    scratch.expect(
      .unreadable,
      "folder: found no regular file, expected a file with bytes in it; pass the file itself."
    ) { try Dataset.readIDX(images: scratch("folder")) }
  }

  @Test("A wrong magic number is refused with the kind it means")
  func magic() throws {
    try expect(
      .wrongFormat,
      "x: found the IDX magic number 0x00000801 of labels, expected 0x00000803 of images; "
        + "pass the idx3 file.", Encoders.idxLabels(2, [1, 2]))
    try expect(
      .wrongFormat,
      "x: found the IDX magic number 0x00000d03, expected 0x00000803 of images; "
        + "pass the idx3 file.", Encoders.bigEndian([0xD03, 1, 1, 1]))
    let images = try scratch.write("images", sound)
    scratch.expect(
      .wrongFormat,
      "images: found the IDX magic number 0x00000803 of images, expected 0x00000801 of labels; "
        + "pass the idx1 file."
    ) { try Dataset.readIDX(images: images, labels: images) }
  }

  @Test("Sizes that do not match the bytes are refused with a sentence")
  func sizes() throws {
    try expect(
      .truncated,
      "x: found 10 bytes, expected at least 16 for the header of IDX images; "
        + "the file is cut short or of another kind, so copy it again.", Array(sound[..<10]))
    try expect(
      .truncated,
      "x: found 5 bytes after the header, expected the 6 it announces; "
        + "the file is cut short, so copy it again.", sound.dropLast())
    try expect(
      .trailingBytes,
      "x: found more bytes after the header, expected only the 6 it announces; "
        + "the header or the copy is wrong, so get the file again.", sound + [0])
    try expect(
      .empty,
      "x: found a size of 0 x 28 x 28, expected positive numbers only; "
        + "write the file again with at least one image.", Encoders.idxImages([0, 28, 28], []))
    try expect(
      .tooLarge,
      "x: found a size of 4294967295 x 4294967295 x 4294967295, expected at most 4294967296 bytes; "
        + "split the file, or get it again if that is not its size.",
      Encoders.idxImages([-1, -1, -1], [1]))
    // The product is 2^33, an Int that no overflow check stops.
    try expect(
      .tooLarge,
      "x: found a size of 2147483648 x 2 x 2, expected at most 4294967296 bytes; "
        + "split the file, or get it again if that is not its size.",
      Encoders.idxImages([1 << 31, 2, 2], [1]))
    // The product is 2^64: without an overflow check it would be 0.
    try expect(
      .tooLarge,
      "x: found a size of 2147483648 x 2147483648 x 4, expected at most 4294967296 bytes; "
        + "split the file, or get it again if that is not its size.",
      Encoders.idxImages([1 << 31, 1 << 31, 4], [1]))
  }

  @Test("Labels of another number than the images are refused with a sentence")
  func labelCount() throws {
    let images = try scratch.write("images", sound)
    let labels = try scratch.write("labels", Encoders.idxLabels(3, [1, 2, 3]))
    scratch.expect(
      .mismatch,
      "labels: found 3 labels, expected one for each of 2 images; "
        + "pass the labels that belong to these images."
    ) { try Dataset.readIDX(images: images, labels: labels) }
    let two = try scratch.write("two", Encoders.idxLabels(2, [0, 3]))
    scratch.expect(
      .mismatch,
      "two: found label 3 at image 1, expected 0 to 2; check that the file has the expected kind."
    ) { try Dataset.readIDX(images: images, labels: two, classNames: ["a", "b", "c"]) }
  }

  @Test("Damaged gzip streams are refused with zlib's reason")
  func damagedGzip() throws {
    var checksum = Encoders.gzip(sound)
    checksum[checksum.count - 8] ^= 1
    try expect(
      .corrupt,
      "x: found a damaged gzip stream (incorrect data check), "
        + "expected a stream that passes its checks; copy the file again.", checksum)
    try expect(
      .corrupt,
      "x: found a damaged gzip stream (unknown compression method), "
        + "expected a stream that passes its checks; copy the file again.",
      [0x1F, 0x8B, 7, 0, 0, 0, 0, 0, 0, 3, 1, 2])
    try expect(
      .truncated,
      "x: found a gzip stream without its end, expected a complete stream; "
        + "the file is cut short, so copy it again.", Fixtures.gzipIDX.dropLast())
    try expect(
      .trailingBytes,
      "x: found 3 bytes after the end of the gzip stream, "
        + "expected the end of the file or another gzip stream; copy the file again.",
      Fixtures.gzipIDX + [0, 1, 2])
  }

  @Test("A stream that expands beyond its header is refused after one byte")
  func bomb() throws {
    #expect(Fixtures.gzipBomb.count < 2_000)
    try expect(
      .trailingBytes,
      "x: found more bytes after the header, expected only the 6 it announces; "
        + "the header or the copy is wrong, so get the file again.", Fixtures.gzipBomb)
  }
}
