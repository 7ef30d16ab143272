/// A JSON value that knows the line it starts on, so that a wrong number can be pointed at.
///
/// Numbers are whole: every figure of a device file is one.
struct LocatedJSON {
  enum Value {
    case object([Member])
    case array([LocatedJSON])
    case string(String)
    case integer(Int)
    /// A number that is not whole, true, false or null, as written.
    case other(String)
  }

  struct Member {
    var key: String
    var line: Int
    var value: LocatedJSON
  }

  var line: Int
  var value: Value

  /// What the value is called in a message.
  var kind: String {
    switch value {
    case .object: "an object"
    case .array: "a list"
    case .string(let text): MemorySystemError.quoted(text.utf8)
    case .integer(let number): "\(number)"
    case .other(let text): text
    }
  }

  /// Parses a whole document.
  ///
  /// - Throws: `MemorySystemError` with the line where the text stops being JSON.
  init(parsing bytes: [UInt8], path: String) throws {
    var parser = Parser(bytes: bytes, path: path)
    self = try parser.parseDocument()
  }

  init(line: Int, value: Value) {
    self.line = line
    self.value = value
  }
}

private struct Parser {
  let bytes: [UInt8]
  let path: String
  var position = 0
  var line = 1
  /// Deeper nesting than any device needs would only exhaust the stack.
  static let depthLimit = 16

  init(bytes: [UInt8], path: String) {
    self.bytes = bytes
    self.path = path
  }

  mutating func parseDocument() throws -> LocatedJSON {
    let value = try parseValue(depth: 0)
    skipSpace()
    if position < bytes.count { throw failure("the end of the file") }
    return value
  }

  private mutating func parseValue(depth: Int) throws -> LocatedJSON {
    skipSpace()
    let start = line
    guard depth < Self.depthLimit else {
      throw MemorySystemError(
        path: path, line: line,
        "values are nested deeper than \(Self.depthLimit) levels; write the device as the built-in ones are"
      )
    }
    guard position < bytes.count else { throw failure("a value") }
    switch bytes[position] {
    case UInt8(ascii: "{"): return .init(line: start, value: try parseObject(depth: depth))
    case UInt8(ascii: "["): return .init(line: start, value: try parseArray(depth: depth))
    case UInt8(ascii: "\""): return .init(line: start, value: .string(try parseString()))
    default: return .init(line: start, value: try parseWord())
    }
  }

  private mutating func parseObject(depth: Int) throws -> LocatedJSON.Value {
    position += 1
    var members: [LocatedJSON.Member] = []
    skipSpace()
    if take("}") { return .object([]) }
    repeat {
      skipSpace()
      let start = line
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
        throw failure("a name in quotes")
      }
      let key = try parseString()
      if members.contains(where: { $0.key == key }) {
        throw MemorySystemError(
          path: path, line: start, "\(key) stands here twice; leave one of them out")
      }
      skipSpace()
      guard take(":") else { throw failure("a colon after \(key)") }
      members.append(.init(key: key, line: start, value: try parseValue(depth: depth + 1)))
      skipSpace()
    } while take(",")
    guard take("}") else { throw failure("a comma or }") }
    return .object(members)
  }

  private mutating func parseArray(depth: Int) throws -> LocatedJSON.Value {
    position += 1
    var elements: [LocatedJSON] = []
    skipSpace()
    if take("]") { return .array([]) }
    repeat {
      elements.append(try parseValue(depth: depth + 1))
      skipSpace()
    } while take(",")
    guard take("]") else { throw failure("a comma or ]") }
    return .array(elements)
  }

  private mutating func parseString() throws -> String {
    position += 1
    var text: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard position < bytes.count else { throw failure("the rest of a text") }
        switch bytes[position] {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(bytes[position])
        default: throw failure(#"one of \n, \t, \", \\ and \/"#)
        }
        position += 1
      case 0..<0x20:
        position -= 1
        throw failure("a quote at the end of the text")
      default: text.append(byte)
      }
    }
    throw failure("a quote at the end of the text")
  }

  private mutating func parseWord() throws -> LocatedJSON.Value {
    let start = position
    while position < bytes.count, !" \t\r\n,]}:\"{[".utf8.contains(bytes[position]) {
      position += 1
    }
    let word = bytes[start..<position]
    let text = String(decoding: word, as: UTF8.self)
    if let number = Int(text), !text.hasPrefix("+") { return .integer(number) }
    if ["true", "false", "null"].contains(text) || (Double(text) != nil && text.first != "n") {
      return .other(text)
    }
    position = start
    throw failure("a value")
  }

  private mutating func skipSpace() {
    while position < bytes.count, " \t\r\n".utf8.contains(bytes[position]) {
      if bytes[position] == 0x0A { line += 1 }
      position += 1
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private func failure(_ wanted: String) -> MemorySystemError {
    let found =
      position < bytes.count
      ? MemorySystemError.quoted(bytes[position...].prefix { $0 != 0x0A && $0 != 0x0D })
      : "the end of the file"
    return MemorySystemError(
      path: path, line: line, "found \(found), expected \(wanted); the file is no valid JSON")
  }
}
