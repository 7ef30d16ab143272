/// Identifiers of the languages that are written.
enum Names {
  /// Whether a name is an identifier everywhere: letters, digits and single underscores, the first a
  /// letter.
  static func isLegal(_ name: String) -> Bool {
    let isMade = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    return isMade && name.first?.isLetter == true && !name.contains("__") && !name.hasSuffix("_")
      && name.count <= 60
  }

  /// Lower case with underscores between words: `clearOnRead` becomes `clear_on_read`.
  static func snake(_ name: String) -> String {
    var text = ""
    var last: Character = "_"
    for character in name {
      if character.isUppercase, last.isLowercase || last.isNumber { text += "_" }
      text += character.lowercased()
      last = character
    }
    return text
  }

  /// A name in C: the parts in capitals, joined by underscores.
  static func macro(_ parts: String...) -> String {
    parts.map { snake($0).uppercased() }.joined(separator: "_")
  }

  /// One line of text.
  static func line(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  /// A number of so many hexadecimal digits, without a prefix.
  static func hexadecimal(_ value: UInt64, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
