import Datasets
import Testing

@Suite("Dataset")
struct DatasetTests {
  private let shape = ImageShape(height: 1, width: 2)

  private func sample() throws -> Dataset {
    try Dataset(
      name: "sample", shape: shape, pixels: [0, 1, 2, 3, 4, 5, 6, 7], labels: [5, 2, 5, 9],
      classNames: nil)
  }

  private func sentence(_ body: () throws -> Dataset) -> String? {
    #expect(throws: DatasetError.self) { _ = try body() }?.description
  }

  @Test("Images are slices of one run of bytes")
  func images() throws {
    let dataset = try sample()
    #expect(dataset.count == 4)
    #expect(dataset[2] == [4, 5])
    #expect(dataset.withUnsafeBytes(ofImage: 3) { Array($0) } == [6, 7])
  }

  @Test("A class is chosen with its labels, in order")
  func classes() throws {
    let dataset = try sample()
    #expect(dataset.classes == [2, 5, 9])
    #expect(try dataset.indices(ofClass: 5) == [0, 2])
    let fives = try dataset.subset(class: 5)
    #expect(fives.pixels == [0, 1, 4, 5])
    #expect(fives.labels == [5, 5])
    #expect(fives.name == "sample")
  }

  @Test("A subset takes positions in the order given, repeated ones too")
  func subset() throws {
    let chosen = try sample().subset(indices: [3, 0, 3])
    #expect(chosen.pixels == [6, 7, 0, 1, 6, 7])
    #expect(chosen.labels == [9, 5, 9])
  }

  @Test(
    "A prefix is cut from images and labels alike", arguments: [(1, 1), (3, 3), (4, 4), (9, 4)])
  func prefix(wanted: Int, count: Int) throws {
    let front = try sample().prefix(wanted)
    #expect(front.count == count)
    #expect(front.pixels == Array((0..<8).prefix(2 * count)))
    #expect(front.labels == Array([5, 2, 5, 9].prefix(count)))
    #expect(front.name == "sample")
  }

  @Test("Bytes lie channel by channel, row by row")
  func offsets() {
    let shape = ImageShape(height: 2, width: 3, channels: 3)
    #expect(shape.byteCount == 18)
    var expected = 0
    for channel in 0..<3 {
      for row in 0..<2 {
        for column in 0..<3 {
          #expect(shape.offset(channel: channel, row: row, column: column) == expected)
          expected += 1
        }
      }
    }
    #expect(shape.description == "2 x 3 x 3")
  }

  @Test("Parts that do not fit together are refused with a sentence")
  func refusals() throws {
    #expect(
      sentence { try Dataset(name: "x", shape: shape, pixels: []) }
        == "x: found no image, expected at least one; choose images that exist.")
    #expect(
      sentence { try Dataset(name: "x", shape: shape, pixels: [1, 2, 3]) }
        == "x: found 3 bytes, expected a multiple of the 2 of an image; check the shape.")
    #expect(
      sentence { try Dataset(name: "x", shape: shape, pixels: [1, 2], labels: [1, 2]) }
        == "x: found 2 labels, expected one for each of 1 image; "
        + "pass the labels that belong to these images.")
    #expect(
      sentence {
        try Dataset(
          name: "x", shape: shape, pixels: [1, 2], labels: [2], classNames: ["a", "b"])
      }
        == "x: found label 2 at image 0, expected 0 to 1; "
        + "check that the file has the expected kind.")
  }

  @Test("Questions about absent classes and labels are answered with a sentence")
  func absentClasses() throws {
    let dataset = try sample()
    #expect(
      sentence { try dataset.subset(class: 3) }
        == "sample: found no image of class 3, expected one of 2, 5, 9; choose one of these.")
    let bare = try Dataset(name: "bare", shape: shape, pixels: [1, 2])
    #expect(bare.classes.isEmpty)
    #expect(
      sentence { try bare.subset(class: 3) }
        == "bare: found no labels, expected labels to choose class 3 by; "
        + "pass a label file or leave the class out.")
    #expect(
      sentence { try dataset.subset(indices: []) }
        == "sample: found no image, expected at least one; choose images that exist.")
  }
}
