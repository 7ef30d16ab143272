import Datasets
import Testing

@Suite("CIFAR-10")
struct CIFAR10Tests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test("Records of several files come one after the other, in planes")
  func reads() throws {
    let dataset = try Dataset.readCIFAR10([
      scratch.write("a.bin", Encoders.cifar([9, 0])), scratch.write("b.bin", Encoders.cifar([4])),
    ])
    #expect(dataset.shape == ImageShape(height: 32, width: 32, channels: 3))
    #expect(dataset.labels == [9, 0, 4])
    #expect(dataset.name == "a.bin")
    #expect(dataset.classNames?[9] == "truck")
    // The first byte of each plane of the last record, counted up from its label by planes.
    let planes = (0..<3).map { dataset.shape.offset(channel: $0, row: 0, column: 0) }
    #expect(planes.map { dataset[2].dropFirst($0).first } == [4, 4, 4])
    #expect(dataset[1].prefix(3) == [0, 1, 2])
    #expect(dataset[2].suffix(2) == [2, 3])
  }

  @Test("Lengths that are no whole number of records are refused with a sentence")
  func lengths() throws {
    for count in [1, 3_072, 3_074] {
      let bytes = [UInt8](repeating: 0, count: count)
      let path = try scratch.write("x.bin", bytes)
      scratch.expect(
        .truncated,
        "x.bin: found \(count) byte\(count == 1 ? "" : "s"), expected a positive multiple of the "
          + "3073 of a CIFAR-10 record; pass a file of the binary version, unpacked and complete."
      ) { try Dataset.readCIFAR10([path]) }
    }
  }

  @Test("A label above 9 is refused with its file and its position there")
  func label() throws {
    let sound = try scratch.write("a.bin", Encoders.cifar([1, 2, 3]))
    let path = try scratch.write("x.bin", Encoders.cifar([3, 10]))
    scratch.expect(
      .mismatch,
      "x.bin: found label 10 at image 1, expected 0 to 9; "
        + "check that the file has the expected kind."
    ) { try Dataset.readCIFAR10([sound, path]) }
  }

  @Test("No file at all is refused with a sentence")
  func noFile() {
    scratch.expect(
      .empty, "CIFAR-10: found no image, expected at least one; choose images that exist."
    ) { try Dataset.readCIFAR10([]) }
  }
}
