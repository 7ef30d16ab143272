import Foundation

/// The links of a Markdown text, as far as the documentation uses them.
enum MarkdownLinks {
  /// Targets of links to files, without what follows `#`, in order.
  static func relative(in text: String) -> [String] {
    var targets: [String] = []
    for line in prose(of: text) {
      if let target = definition(in: line)?.target {
        targets.append(target)
      } else {
        targets += inline(in: line)
      }
    }
    return targets.compactMap(file)
  }

  /// The keys of links of the form `[c-1]`, and the keys that lines `[c-1]: https://…` define.
  ///
  /// A key is a lower-case letter, a hyphen and lower-case letters or digits.
  static func references(in text: String) -> (used: Set<String>, defined: Set<String>) {
    var used: Set<String> = []
    var defined: Set<String> = []
    for line in prose(of: text) {
      if let key = definition(in: line)?.key {
        defined.insert(key)
        continue
      }
      for piece in line.split(separator: "[", omittingEmptySubsequences: false).dropFirst() {
        guard let end = piece.firstIndex(of: "]"), piece[end...].dropFirst().first != "(" else {
          continue
        }
        let key = String(piece[..<end])
        if isKey(key) { used.insert(key) }
      }
    }
    return (used, defined)
  }

  /// The lines outside of fenced code, with code between backticks taken out.
  private static func prose(of text: String) -> [String] {
    var isCode = false
    var lines: [String] = []
    for line in text.split(separator: "\n") {
      if line.drop(while: { $0 == " " }).hasPrefix("```") {
        isCode.toggle()
      } else if !isCode {
        let parts = line.split(separator: "`", omittingEmptySubsequences: false)
        lines.append(
          parts.enumerated().filter { $0.offset.isMultiple(of: 2) }.map { String($0.element) }
            .joined(separator: ""))
      }
    }
    return lines
  }

  /// What a line of the form `[key]: target` defines.
  private static func definition(in line: String) -> (key: String, target: String)? {
    guard line.hasPrefix("["), let middle = line.range(of: "]: ") else { return nil }
    return (
      String(line[..<middle.lowerBound].dropFirst()), String(line[middle.upperBound...])
    )
  }

  /// What stands in parentheses behind the texts of links in a line.
  private static func inline(in line: String) -> [String] {
    let pieces = line.components(separatedBy: "](")
    return pieces.indices.dropFirst().compactMap { index in
      let before = pieces[..<index].joined(separator: "](")
      guard let start = before.lastIndex(of: "["), before[..<start].last?.isLetter != true,
        let end = pieces[index].firstIndex(of: ")")
      else { return nil }
      return String(pieces[index][..<end])
    }
  }

  /// The file that a target names, nothing if it is a page elsewhere or a heading.
  private static func file(_ target: String) -> String? {
    var name = String(target.split(separator: " ").first ?? "")
    if name.hasPrefix("<"), name.hasSuffix(">") { name = String(name.dropFirst().dropLast()) }
    name = String(name.prefix { $0 != "#" })
    guard !name.isEmpty, !name.contains("://"), !name.hasPrefix("mailto:") else { return nil }
    return name.removingPercentEncoding ?? name
  }

  private static func isKey(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].count == 1, !parts[1].isEmpty else { return false }
    return text.allSatisfy { $0 == "-" || $0.isASCII && ($0.isLowercase || $0.isNumber) }
  }
}
