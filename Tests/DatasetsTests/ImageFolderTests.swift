import Datasets
import Testing

@Suite("Image folder")
struct ImageFolderTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func read(_ name: String, _ bytes: [UInt8]) throws -> Dataset {
    try scratch.write("one/\(name)", bytes)
    return try Dataset.readImageFolder(scratch("one"))
  }

  private func gray(_ pixels: [UInt8]) -> [UInt8] {
    Array("P5 \(pixels.count) 1 255\n".utf8) + pixels
  }

  @Test(
    "PNG images of every kind come to 8 bits in planes",
    arguments: [
      (Fixtures.pngGray, ImageShape(height: 2, width: 3), [0, 1, 2, 100, 200, 255] as [UInt8]),
      (Fixtures.pngOneBit, ImageShape(height: 2, width: 3), [255, 0, 255, 0, 255, 0]),
      (Fixtures.png16Bit, ImageShape(height: 2, width: 2), [0, 255, 0x80, 0x12]),
      (
        Fixtures.pngColor, ImageShape(height: 2, width: 2, channels: 3),
        [1, 4, 7, 250, 2, 5, 8, 251, 3, 6, 9, 252]
      ),
      (
        Fixtures.pngPalette, ImageShape(height: 2, width: 2, channels: 3),
        [10, 40, 40, 10, 20, 50, 50, 20, 30, 60, 60, 30]
      ),
      (
        Fixtures.pngAlpha, ImageShape(height: 2, width: 2, channels: 3),
        [1, 0, 7, 250, 2, 0, 8, 251, 3, 0, 9, 252]
      ),
    ])
  func png(bytes: [UInt8], shape: ImageShape, pixels: [UInt8]) throws {
    let dataset = try read("a.PNG", bytes)
    #expect(dataset.shape == shape)
    #expect(dataset.pixels == pixels)
    #expect(dataset.labels == nil)
    #expect(dataset.name == "one")
  }

  @Test(
    "PGM and PPM images are read as text and as bytes",
    arguments: [
      ("P2\n# a comment\n3 2\n255\n0 1 2\n3 4 255\n", 1, [0, 1, 2, 3, 4, 255] as [UInt8]),
      ("P2 3 2 15 0 1 2 3 4 15#end", 1, [0, 17, 34, 51, 68, 255]),
      ("P2 3 2 2 0 1 2 2 1 0", 1, [0, 128, 255, 255, 128, 0]),
      ("P5 3 2 255\nABCDEF", 1, Array("ABCDEF".utf8)),
      ("P5#c\n3#d\n2 255 # EDCB", 1, Array("# EDCB".utf8)),
      ("P3 1 2 255 1 2 3 4 5 6", 3, [1, 4, 2, 5, 3, 6]),
      ("P6 1 2 255\nABCDEF", 3, Array("ADBECF".utf8)),
    ])
  func pnm(text: String, channels: Int, pixels: [UInt8]) throws {
    let dataset = try read("a.pnm", Array(text.utf8))
    #expect(
      dataset.shape
        == ImageShape(height: 2, width: channels == 1 ? 3 : 1, channels: channels))
    #expect(dataset.pixels == pixels)
  }

  @Test("Sub-folders are classes by name, images come by name, other files are left alone")
  func classes() throws {
    try scratch.write("set/dog/2.pgm", gray([3, 4]))
    try scratch.write("set/dog/1.pgm", gray([1, 2]))
    try scratch.write("set/cat/9.ppm", gray([5, 6]))
    try scratch.write("set/cat/notes.txt", "not an image")
    try scratch.write("set/.hidden/x.pgm", "broken")
    try scratch.write("set/README.md", "not an image")
    let dataset = try Dataset.readImageFolder(scratch("set/"))
    #expect(dataset.pixels == [5, 6, 1, 2, 3, 4])
    #expect(dataset.labels == [0, 1, 1])
    #expect(dataset.classNames == ["cat", "dog"])
    #expect(dataset.name == "set")
  }

  @Test("Images beside a sub-folder without images are one unlabelled set")
  func unrelatedFolder() throws {
    try scratch.write("set/a.pgm", gray([1]))
    try scratch.write("set/notes/x.txt", "text")
    #expect(try Dataset.readImageFolder(scratch("set")).pixels == [1])
  }

  @Test("Folders that are no set of images are refused with a sentence")
  func folders() throws {
    scratch.expect(
      .missing,
      "none: found no file or folder of this name, expected a dataset; "
        + "check the path, or use digits for the embedded set."
    ) { try Dataset.readImageFolder(scratch("none")) }
    try scratch.write("file", "x")
    scratch.expect(
      .unreadable,
      "file: found a file, expected a folder of images; pass the folder the images are in."
    ) { try Dataset.readImageFolder(scratch("file")) }
    try scratch.write("empty/notes.txt", "x")
    scratch.expect(
      .empty,
      "empty: found a folder without images, expected files named .png, .pgm, .ppm or .pnm; "
        + "add images or pass another folder."
    ) { try Dataset.readImageFolder(scratch("empty")) }
    try scratch.write("set/a/1.pgm", gray([1]))
    try scratch.write("set/b/notes.txt", "x")
    scratch.expect(
      .empty,
      "set/b: found a folder without images, expected files named .png, .pgm, .ppm or .pnm; "
        + "add images or pass another folder."
    ) { try Dataset.readImageFolder(scratch("set")) }
    try scratch.write("both/a/1.pgm", gray([1]))
    try scratch.write("both/1.pgm", gray([1]))
    scratch.expect(
      .mismatch,
      "both: found images beside the sub-folder a, "
        + "expected either images or a sub-folder for each class; "
        + "move the images into a sub-folder or the sub-folder away."
    ) { try Dataset.readImageFolder(scratch("both")) }
  }

  @Test("Images of different sizes or colours are refused with both")
  func mixedSizes() throws {
    try scratch.write("set/1.pgm", gray([1, 2]))
    try scratch.write("set/2.pgm", gray([1, 2, 3]))
    scratch.expect(
      .mismatch,
      "set/2.pgm: found an image of 1 x 3 x 1, expected 1 x 2 x 1 as in set/1.pgm; "
        + "bring all images to one size and colour mode."
    ) { try Dataset.readImageFolder(scratch("set")) }
  }

  @Test("More classes than a label can number are refused with a sentence")
  func tooManyClasses() throws {
    for index in 0..<257 { try scratch.write("set/\(index)/a.pgm", gray([1])) }
    scratch.expect(
      .unsupported,
      "set: found 257 sub-folders, expected at most 256 classes; "
        + "pass a folder with fewer classes."
    ) { try Dataset.readImageFolder(scratch("set")) }
  }

  private static let imageRefusals: [Refusal] = [
    Refusal(
      Array(Fixtures.pngGray[..<20]), .corrupt,
      "a PNG image that libpng refuses (read beyond end of data), expected a sound one; ",
      "copy or save the image again."),
    Refusal(
      Fixtures.pngHuge, .tooLarge,
      "an image of 7 x 5000, expected 1 to 4096 rows and columns; scale the image down."),
    Refusal(
      text: "JFIF or so", .wrongFormat,
      "the first bytes 'JFIF or ', expected a PNG, PGM or PPM image; ",
      "convert the image or take it out of the folder."),
    Refusal(
      text: "P4 1 1 x", .corrupt,
      "the first bytes 'P4', expected P2, P3, P5 or P6; ",
      "save the image as 8-bit PGM, PPM or PNG."),
    Refusal(
      text: "P5 1 1 65535\nab", .corrupt,
      "the maximum 65535, expected 1 to 255; save the image with 8 bits a sample."),
    Refusal(
      text: "P5 99999999999999999999 1 255\na", .tooLarge,
      "an image of 1 x 1000000, expected 1 to 4096 rows and columns; scale the image down."),
    Refusal(
      text: "P5 0 1 255\n", .tooLarge,
      "an image of 1 x 0, expected 1 to 4096 rows and columns; scale the image down."),
    Refusal(
      text: "P5 2 x", .corrupt,
      "'x' in the height, expected a decimal number; save the image again."),
    Refusal(
      text: "P5 2", .corrupt,
      "the end of the file in the height, expected a decimal number; save the image again."),
    Refusal(
      text: "P2 2 1 9 1 10", .corrupt,
      "the sample 10, expected at most 9; save the image again."),
    Refusal(
      text: "P2 2 1 9 1 300", .corrupt,
      "the sample 300, expected at most 255; save the image with 8 bits a sample."),
    Refusal(
      text: "P2 2 1 9 1", .corrupt,
      "the end of the file in sample 1 of 2, expected a decimal number; save the image again."),
    Refusal(
      text: "P2 2 1 9 1 2 3", .trailingBytes,
      "more bytes after the header, expected only the 2 it announces; ",
      "the header or the copy is wrong, so get the file again."),
    Refusal(
      text: "P6 2 1 255 abcde", .truncated,
      "5 bytes after the header, expected the 6 it announces; ",
      "the file is cut short, so copy it again."),
    Refusal(
      text: "P6 2 1 255 abcdefg", .trailingBytes,
      "more bytes after the header, expected only the 6 it announces; ",
      "the header or the copy is wrong, so get the file again."),
  ]

  @Test("Images that cannot be read are refused with a sentence", arguments: imageRefusals)
  func refusedImages(refusal: Refusal) throws {
    scratch.expect(refusal.kind, "one/a.png: found \(refusal.sentence)") {
      try read("a.png", refusal.bytes)
    }
  }

  @Test("A PNG image cut before the end of its pixels is refused")
  func cutPNG() throws {
    // The last 12 bytes are the end mark, without which all pixels are there.
    for length in 4..<(Fixtures.pngColor.count - 16) {
      let path = scratch("one")
      try scratch.write("one/a.png", Array(Fixtures.pngColor[..<length]))
      let error = #expect(throws: DatasetError.self) { try Dataset.readImageFolder(path) }
      #expect(error?.kind == .corrupt, "\(length)")
    }
  }
}
