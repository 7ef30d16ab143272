/// The CIFAR-10 binary format: records of a label byte and 3,072 bytes in planes red, green, blue.
enum CIFAR10File {
  static let shape = ImageShape(height: 32, width: 32, channels: 3)

  private static let recordLength = 1 + shape.byteCount

  /// Appends the records of a file.
  static func append(
    _ bytes: [UInt8], path: String, labels: inout [UInt8], pixels: inout [UInt8]
  ) throws(DatasetError) {
    let count = bytes.count / recordLength
    guard count > 0 && bytes.count == count * recordLength else {
      throw .cifarLength(path: path, byteCount: bytes.count, recordLength: recordLength)
    }
    pixels.reserveCapacity(pixels.count + count * shape.byteCount)
    for index in 0..<count {
      let start = index * recordLength
      guard bytes[start] <= 9 else {
        throw .labelRange(path: path, index: index, label: Int(bytes[start]), classCount: 10)
      }
      labels.append(bytes[start])
      pixels.append(contentsOf: bytes[start + 1..<start + recordLength])
    }
  }
}

extension DatasetError {
  fileprivate static func cifarLength(
    path: String, byteCount: Int, recordLength: Int
  ) -> DatasetError {
    DatasetError(
      .truncated, path: path, found: counted(byteCount, "byte"),
      expected: "a positive multiple of the \(recordLength) of a CIFAR-10 record",
      fix: "pass a file of the binary version, unpacked and complete")
  }
}
