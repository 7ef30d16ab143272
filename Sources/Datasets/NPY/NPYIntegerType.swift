/// An integer element type of NumPy: byte order, sign and width.
struct NPYIntegerType: Hashable, Sendable {
  var isBigEndian: Bool
  var isSigned: Bool
  var byteCount: Int

  /// Reads a type string such as `<i8`; nil for anything but an integer.
  init?(_ text: String) {
    let characters = Array(text.utf8)
    guard characters.count == 3, "|<>=".utf8.contains(characters[0]),
      "iu".utf8.contains(characters[1]), "1248".utf8.contains(characters[2])
    else { return nil }
    isBigEndian = characters[0] == UInt8(ascii: ">")
    isSigned = characters[1] == UInt8(ascii: "i")
    byteCount = Int(characters[2] - UInt8(ascii: "0"))
  }

  /// The value of one element.
  func value(of bytes: ArraySlice<UInt8>) -> Int128 {
    let pattern = (isBigEndian ? Array(bytes) : bytes.reversed()).reduce(UInt64(0)) {
      $0 << 8 | UInt64($1)
    }
    guard isSigned else { return Int128(pattern) }
    let unused = 64 - 8 * byteCount
    return Int128(Int64(bitPattern: pattern << unused) >> unused)
  }
}
