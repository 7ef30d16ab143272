/// Parses the Python dictionary in an NPY header: exactly the three keys NumPy writes.
struct NPYDictionaryParser {
  /// What the three keys hold.
  struct Entries: Hashable, Sendable {
    var elementType: String
    var isFortranOrder: Bool
    var shape: [Int]
  }

  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// The entries, or nil if the text is anything else.
  mutating func parse() -> Entries? {
    var elementType: String?
    var isFortranOrder: Bool?
    var shape: [Int]?
    guard take("{") else { return nil }
    while !take("}") {
      guard let key = string(), take(":") else { return nil }
      switch key {
      case "descr" where elementType == nil:
        elementType = descriptor()
        if elementType == nil { return nil }
      case "fortran_order" where isFortranOrder == nil:
        isFortranOrder = boolean()
        if isFortranOrder == nil { return nil }
      case "shape" where shape == nil:
        shape = tuple()
        if shape == nil { return nil }
      default:
        return nil
      }
      // A comma may follow the last entry too.
      if !take(",") {
        guard take("}") else { return nil }
        break
      }
    }
    skipSpace()
    guard rest.isEmpty, let elementType, let isFortranOrder, let shape else { return nil }
    return Entries(elementType: elementType, isFortranOrder: isFortranOrder, shape: shape)
  }

  private mutating func skipSpace() {
    rest = rest.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
  }

  /// Takes a token if it comes next.
  private mutating func take(_ token: String) -> Bool {
    skipSpace()
    guard rest.starts(with: token.utf8) else { return false }
    rest = rest.dropFirst(token.utf8.count)
    return true
  }

  private mutating func string() -> String? {
    skipSpace()
    guard let quote = rest.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      return nil
    }
    let body = rest.dropFirst()
    guard let end = body.firstIndex(of: quote) else { return nil }
    rest = body[(end + 1)...]
    return String(decoding: body[..<end], as: UTF8.self)
  }

  /// A type string, or the list of fields of a structured type up to its last bracket.
  private mutating func descriptor() -> String? {
    skipSpace()
    guard rest.first == UInt8(ascii: "[") else { return string() }
    guard let end = rest.lastIndex(of: UInt8(ascii: "]")) else { return nil }
    let text = String(decoding: rest[...end], as: UTF8.self)
    rest = rest[(end + 1)...]
    return text
  }

  private mutating func boolean() -> Bool? {
    if take("True") { return true }
    return take("False") ? false : nil
  }

  private mutating func tuple() -> [Int]? {
    guard take("(") else { return nil }
    var sizes: [Int] = []
    while !take(")") {
      guard let size = integer() else { return nil }
      sizes.append(size)
      if !take(",") {
        guard take(")") else { return nil }
        break
      }
    }
    return sizes
  }

  private mutating func integer() -> Int? {
    skipSpace()
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    rest = rest.dropFirst(digits.count)
    // Nil for no digit and for a number beyond Int alike.
    let value = Int(String(decoding: digits, as: UTF8.self))
    // Python 2 wrote long integers with this suffix.
    if rest.first == UInt8(ascii: "L") { rest = rest.dropFirst() }
    return value
  }
}
