/// NumPy array files of images and labels.
enum NPYFile {
  /// Images of unsigned bytes: (n, d) as one row each, (n, h, w) grey, (n, h, w, c) interleaved.
  static func images(
    _ bytes: [UInt8], path: String
  ) throws(DatasetError) -> (shape: ImageShape, pixels: [UInt8]) {
    let header = try NPYHeader(bytes, path: path)
    guard ["|u1", "<u1", ">u1", "=u1", "u1"].contains(header.elementType) else {
      throw .npyType(path: path, found: header.elementType, expected: "uint8 ('|u1')")
    }
    if header.isFortranOrder { throw .npyOrder(path: path) }
    guard (2...4).contains(header.shape.count) else {
      throw .npyShape(path: path, shape: header.shape)
    }
    let body = try body(of: bytes, header: header, elementByteCount: 1, path: path)
    switch header.shape.count {
    case 2:
      return (ImageShape(height: 1, width: header.shape[1]), Array(body))
    case 3:
      return (ImageShape(height: header.shape[1], width: header.shape[2]), Array(body))
    default:
      guard header.shape[3] <= 4 else {
        throw .npyChannels(path: path, shape: header.shape)
      }
      let shape = ImageShape(
        height: header.shape[1], width: header.shape[2], channels: header.shape[3])
      var pixels: [UInt8] = []
      pixels.reserveCapacity(body.count)
      for start in stride(from: body.startIndex, to: body.endIndex, by: shape.byteCount) {
        pixels.append(planarFrom: body[start..<start + shape.byteCount], shape: shape)
      }
      return (shape, pixels)
    }
  }

  /// Labels of any integer type in one dimension, each 0 to 255.
  static func labels(_ bytes: [UInt8], path: String) throws(DatasetError) -> [UInt8] {
    let header = try NPYHeader(bytes, path: path)
    guard let type = NPYIntegerType(header.elementType) else {
      throw .npyType(path: path, found: header.elementType, expected: "an integer type")
    }
    guard header.shape.count == 1 else {
      throw .npyLabelShape(path: path, shape: header.shape)
    }
    let body = try body(of: bytes, header: header, elementByteCount: type.byteCount, path: path)
    var labels: [UInt8] = []
    labels.reserveCapacity(header.shape[0])
    for start in stride(from: body.startIndex, to: body.endIndex, by: type.byteCount) {
      let label = type.value(of: body[start..<start + type.byteCount])
      guard let small = UInt8(exactly: label) else {
        throw .npyLabel(path: path, index: labels.count, label: label)
      }
      labels.append(small)
    }
    return labels
  }

  private static func body(
    of bytes: [UInt8], header: NPYHeader, elementByteCount: Int, path: String
  ) throws(DatasetError) -> ArraySlice<UInt8> {
    guard !header.shape.contains(0) else {
      throw .zeroDimension(path: path, dimensions: header.shape)
    }
    guard let promised = ReadingLimits.product(header.shape + [elementByteCount]) else {
      throw .tooLarge(path: path, dimensions: header.shape)
    }
    let body = bytes[header.byteCount...]
    guard body.count >= promised else {
      throw .truncated(path: path, found: body.count, promised: promised)
    }
    guard body.count == promised else { throw .trailingBytes(path: path, promised: promised) }
    return body
  }
}

extension DatasetError {
  private static func tuple(_ shape: [Int]) -> String {
    "(\(shape.map(String.init).joined(separator: ", ")))"
  }

  fileprivate static func npyType(path: String, found: String, expected: String) -> DatasetError {
    DatasetError(
      .unsupported, path: path, found: "elements of type \(quoted(found.utf8))",
      expected: expected, fix: "convert the array with astype and save it again")
  }

  fileprivate static func npyOrder(path: String) -> DatasetError {
    DatasetError(
      .unsupported, path: path, found: "Fortran order", expected: "C order",
      fix: "save numpy.ascontiguousarray of the array")
  }

  fileprivate static func npyShape(path: String, shape: [Int]) -> DatasetError {
    DatasetError(
      .unsupported, path: path, found: "the shape \(tuple(shape))",
      expected: "(n, d), (n, h, w) or (n, h, w, c)", fix: "reshape the array and save it again")
  }

  fileprivate static func npyChannels(path: String, shape: [Int]) -> DatasetError {
    DatasetError(
      .unsupported, path: path, found: "the shape \(tuple(shape))",
      expected: "1 to 4 channels in the last place",
      fix: "move the channels last with numpy.moveaxis and save it again")
  }

  fileprivate static func npyLabelShape(path: String, shape: [Int]) -> DatasetError {
    DatasetError(
      .wrongFormat, path: path, found: "labels of the shape \(tuple(shape))",
      expected: "one dimension", fix: "pass the class of each image, not images or one-hot rows")
  }

  fileprivate static func npyLabel(path: String, index: Int, label: Int128) -> DatasetError {
    DatasetError(
      .mismatch, path: path, found: "label \(label) at image \(index)", expected: "0 to 255",
      fix: "number the classes from 0")
  }
}
