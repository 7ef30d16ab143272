/// PGM and PPM images: P2 and P3 as text, P5 and P6 as bytes, 8 bits a sample.
///
/// Samples of a maximum below 255 are scaled to 0...255, to the nearest.
struct PNMParser {
  private let bytes: [UInt8]
  private let path: String
  private var position = 2

  init(_ bytes: [UInt8], path: String) {
    self.bytes = bytes
    self.path = path
  }

  mutating func decode() throws(DatasetError) -> DecodedImage {
    let kind = bytes.count > 1 ? bytes[1] : 0
    guard bytes.first == UInt8(ascii: "P"), "2356".utf8.contains(kind) else {
      throw .pnm(
        path: path, found: "the first bytes \(DatasetError.quoted(bytes.prefix(2)))",
        expected: "P2, P3, P5 or P6", fix: "save the image as 8-bit PGM, PPM or PNG")
    }
    let width = try number("the width")
    let height = try number("the height")
    let maximum = try number("the maximum")
    guard (1...ReadingLimits.imageSide).contains(height),
      (1...ReadingLimits.imageSide).contains(width)
    else { throw .imageSide(path: path, height: height, width: width) }
    guard (1...255).contains(maximum) else {
      throw .pnm(
        path: path, found: "the maximum \(maximum)", expected: "1 to 255",
        fix: "save the image with 8 bits a sample")
    }
    let isColor = "36".utf8.contains(kind)
    let shape = ImageShape(height: height, width: width, channels: isColor ? 3 : 1)
    let isText = "23".utf8.contains(kind)
    var samples =
      isText ? try textSamples(shape.byteCount) : try byteSamples(shape.byteCount)
    for index in samples.indices where Int(samples[index]) > maximum {
      throw .pnm(
        path: path, found: "the sample \(samples[index])", expected: "at most \(maximum)",
        fix: "save the image again")
    }
    if maximum < 255 {
      for index in samples.indices {
        samples[index] = UInt8((Int(samples[index]) * 255 + maximum / 2) / maximum)
      }
    }
    return DecodedImage(shape: shape, interleaved: samples)
  }

  /// Samples as bytes, after exactly one white-space character and up to the end.
  private func byteSamples(_ count: Int) throws(DatasetError) -> [UInt8] {
    let body = bytes.dropFirst(position + 1)
    guard body.count >= count else {
      throw .truncated(path: path, found: body.count, promised: count)
    }
    guard body.count == count else { throw .trailingBytes(path: path, promised: count) }
    return Array(body)
  }

  private mutating func textSamples(_ count: Int) throws(DatasetError) -> [UInt8] {
    var samples: [UInt8] = []
    while samples.count < count {
      let sample = try number("sample \(samples.count) of \(count)")
      guard sample <= 255 else {
        throw .pnm(
          path: path, found: "the sample \(sample)", expected: "at most 255",
          fix: "save the image with 8 bits a sample")
      }
      samples.append(UInt8(sample))
    }
    skipSpace()
    guard position == bytes.count else { throw .trailingBytes(path: path, promised: count) }
    return samples
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "#") {
        while position < bytes.count && bytes[position] != 0x0A { position += 1 }
      } else if bytes[position] == 0x20 || (0x09...0x0D).contains(bytes[position]) {
        position += 1
      } else {
        return
      }
    }
  }

  /// The next decimal number, which must end at white space or the end of the file.
  private mutating func number(_ what: String) throws(DatasetError) -> Int {
    skipSpace()
    var value = 0
    let start = position
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
      // Larger numbers are refused by every caller, so the value stays where it cannot overflow.
      value = min(value * 10 + Int(bytes[position] - 0x30), 1_000_000)
      position += 1
    }
    let isEnded =
      position == bytes.count || bytes[position] == 0x20
      || (0x09...0x0D).contains(bytes[position]) || bytes[position] == UInt8(ascii: "#")
    guard position > start && isEnded else {
      let found =
        position < bytes.count
        ? DatasetError.quoted(bytes[position..<position + 1]) : "the end of the file"
      throw .pnm(
        path: path, found: "\(found) in \(what)", expected: "a decimal number",
        fix: "save the image again")
    }
    return value
  }
}

extension DatasetError {
  fileprivate static func pnm(
    path: String, found: String, expected: String, fix: String
  ) -> DatasetError {
    DatasetError(.corrupt, path: path, found: found, expected: expected, fix: fix)
  }
}
