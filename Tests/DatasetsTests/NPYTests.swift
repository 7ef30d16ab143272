import Datasets
import Testing

@Suite("NPY")
struct NPYTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func read(_ bytes: [UInt8], labels: [UInt8]? = nil) throws -> Dataset {
    let images = try scratch.write("x.npy", bytes)
    let labels = try labels.map { try scratch.write("y.npy", $0) }
    return try Dataset.readNPY(images: images, labels: labels)
  }

  private func header(_ text: String, _ count: Int = 0) -> [UInt8] {
    Encoders.npy(text, [UInt8](repeating: 0, count: count))
  }

  @Test("Files of NumPy's three versions are read")
  func versions() throws {
    for bytes in [Fixtures.npyVersion1, Fixtures.npyVersion2, Fixtures.npyVersion3] {
      let dataset = try read(bytes)
      #expect(dataset.shape == ImageShape(height: 2, width: 3))
      #expect(dataset.pixels == Array(0..<12))
      #expect(dataset.labels == nil)
      #expect(dataset.name == "x.npy")
    }
  }

  @Test("Vectors are images of one row")
  func flat() throws {
    let dataset = try read(Fixtures.npyFlat)
    #expect(dataset.shape == ImageShape(height: 1, width: 6))
    #expect(dataset[1] == [6, 7, 8, 9, 10, 11])
  }

  @Test("Channels in the last place are brought into planes")
  func color() throws {
    let dataset = try read(Fixtures.npyColor)
    #expect(dataset.shape == ImageShape(height: 2, width: 2, channels: 3))
    #expect(Array(dataset[0]) == [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11])
    #expect(dataset[1].first == 12)
  }

  @Test("Labels of any integer type are read")
  func labels() throws {
    #expect(try read(Fixtures.npyFlat, labels: Fixtures.npyLabels).labels == [7, 255])
    #expect(try read(Fixtures.npyFlat, labels: Fixtures.npyLabelsBig).labels == [7, 1])
  }

  @Test(
    "Spelling variants of the header are read",
    arguments: [
      "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 2)}",
      #"{"shape":(1L,2L,),"fortran_order":False,"descr":"u1",}"#,
      "  {  'shape' : ( 1 , 2 ) , 'descr' : '<u1' , 'fortran_order' : False }  \n",
    ])
  func headerVariants(text: String) throws {
    #expect(try read(Encoders.npy(text, [8, 9])).pixels == [8, 9])
  }

  @Test(
    "Other headers are refused",
    arguments: [
      "", "{", "{}", "{'descr': '|u1'}", "nonsense",
      "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 2)",
      "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 2)} x",
      "{'descr': '|u1', 'fortran_order': None, 'shape': (1, 2)}",
      "{'descr': '|u1', 'fortran_order': False, 'shape': (1, -2)}",
      "{'descr': '|u1', 'fortran_order': False, 'shape': (1 2)}",
      "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 99999999999999999999)}",
      "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 2), 'extra': 1}",
      "{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (1, 2)}",
      "{'descr': '|u1, 'fortran_order': False, 'shape': (1, 2)}",
      "{'descr': [('a', 'u1', 'fortran_order': False, 'shape': (1, 2)}",
    ])
  func badHeaders(text: String) throws {
    let path = try scratch.write("x.npy", Encoders.npy(text, [8, 9]))
    let error = #expect(throws: DatasetError.self) { try Dataset.readNPY(images: path) }
    #expect(error?.kind == .corrupt)
  }

  private static let imageRefusals: [Refusal] = [
    Refusal(
      Fixtures.npyFloat, .unsupported,
      "elements of type '<f4', expected uint8 ('|u1'); ",
      "convert the array with astype and save it again."),
    Refusal(
      Fixtures.npyRecord, .unsupported,
      "elements of type '[('a', '|u1'), ('b', '|u1')]', expected uint8 ('|u1'); ",
      "convert the array with astype and save it again."),
    Refusal(
      Fixtures.npyFortran, .unsupported,
      "Fortran order, expected C order; save numpy.ascontiguousarray of the array."),
    Refusal(
      Fixtures.npyChannelsFirst, .unsupported,
      "the shape (1, 3, 2, 5), expected 1 to 4 channels in the last place; ",
      "move the channels last with numpy.moveaxis and save it again."),
    Refusal(
      Fixtures.npyVector, .unsupported,
      "the shape (5), expected (n, d), (n, h, w) or (n, h, w, c); ",
      "reshape the array and save it again."),
    Refusal(
      Fixtures.npyNone, .empty,
      "a size of 0 x 4, expected positive numbers only; ",
      "write the file again with at least one image."),
    Refusal(
      Array(Fixtures.npyFlat.dropLast(2)), .truncated,
      "10 bytes after the header, expected the 12 it announces; ",
      "the file is cut short, so copy it again."),
    Refusal(
      Fixtures.npyFlat + [0], .trailingBytes,
      "more bytes after the header, expected only the 12 it announces; ",
      "the header or the copy is wrong, so get the file again."),
    Refusal(
      Array(Fixtures.npyFlat[..<7]), .truncated,
      "7 bytes, expected at least 10 for the header of NPY; ",
      "the file is cut short or of another kind, so copy it again."),
    Refusal(
      Array(Fixtures.npyFlat[..<100]), .truncated,
      "100 bytes, expected at least 128 for the header of NPY; ",
      "the file is cut short or of another kind, so copy it again."),
    Refusal(
      text: "PK\u{3}\u{4} and so on", .wrongFormat,
      "the first bytes 'PK?? a', expected those of NPY, 0x93 and 'NUMPY'; ",
      "pass a file that numpy.save wrote."),
    Refusal(
      Array(Fixtures.npyFlat[..<6]) + [4, 0, 2, 0, 1, 2], .unsupported,
      "NPY version 4.0, expected 1.0, 2.0 or 3.0; save the array again with numpy.save."),
    Refusal(
      Encoders.npy("{'descr': 7}", []), .corrupt,
      "the NPY header '{'descr': 7}', expected the keys descr, fortran_order and shape; ",
      "save the array again with numpy.save."),
    Refusal(
      Encoders.npy(
        "{'descr': '|u1', 'fortran_order': False, "
          + "'shape': (4294967296, 4294967296, 4294967296)}", [1]), .tooLarge,
      "a size of 4294967296 x 4294967296 x 4294967296, expected at most 4294967296 bytes; ",
      "split the file, or get it again if that is not its size."),
  ]

  @Test("What cannot be read is refused with a sentence", arguments: imageRefusals)
  func refusedImages(refusal: Refusal) throws {
    scratch.expect(refusal.kind, "x.npy: found \(refusal.sentence)") { try read(refusal.bytes) }
  }

  private static let labelRefusals: [Refusal] = [
    Refusal(
      Fixtures.npyLabelsNegative, .mismatch,
      "label -1 at image 1, expected 0 to 255; number the classes from 0."),
    Refusal(
      Fixtures.npyLabels256, .mismatch,
      "label 256 at image 1, expected 0 to 255; number the classes from 0."),
    Refusal(
      Fixtures.npyFloat, .unsupported,
      "elements of type '<f4', expected an integer type; ",
      "convert the array with astype and save it again."),
    Refusal(
      Fixtures.npyFlat, .wrongFormat,
      "labels of the shape (2, 6), expected one dimension; ",
      "pass the class of each image, not images or one-hot rows."),
    Refusal(
      Fixtures.npyVector, .mismatch,
      "5 labels, expected one for each of 2 images; ",
      "pass the labels that belong to these images."),
  ]

  @Test("Labels that cannot be read are refused with a sentence", arguments: labelRefusals)
  func refusedLabels(refusal: Refusal) throws {
    scratch.expect(refusal.kind, "y.npy: found \(refusal.sentence)") {
      try read(Fixtures.npyFlat, labels: refusal.bytes)
    }
  }
}
