/// What the engines say of one circuit.
public enum Verdict: Hashable, Sendable {
  /// All agree.
  case agreement
  /// They do not.
  case mismatch(Mismatch)
  /// One does not take the Verilog, warns of it or stops; `native` stands for the language itself.
  case refusal(engine: String, words: String)

  /// Whether another verdict is of the same fault, as far as can be told.
  func isLike(_ other: Verdict) -> Bool {
    switch (self, other) {
    case (.mismatch(let left), .mismatch(let right)):
      !Set(left.engines).isDisjoint(with: right.engines)
    case (.refusal(let left, let said), .refusal(let right, let saidToo)):
      left == right && Self.gist(of: said) == Self.gist(of: saidToo)
    default: false
    }
  }

  /// The kind of complaint without names and numbers: `%Warning-WIDTH`, or the words of the first
  /// line that has any.
  private static func gist(of words: String) -> String {
    let tokens = words.split { " :;,\n".contains($0) }
    if let code = tokens.first(where: { $0.hasPrefix("%") || $0.hasPrefix("[-W") }) {
      return String(code)
    }
    let line = words.split(separator: "\n").dropFirst().first ?? words[...]
    return line.split { " :`'\\()[]".contains($0) }
      .filter { word in word.allSatisfy { $0.isLetter } }.joined(separator: " ")
  }
}
