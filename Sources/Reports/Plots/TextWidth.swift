extension String {
  /// About how wide the text is, in units of the font's size.
  ///
  /// The widths are those of groups of characters in DejaVu Sans, rounded up: it is wider than most
  /// fonts without serifs, so another font rarely needs more.
  func estimatedWidth(bold: Bool = false) -> Double {
    reduce(0) { $0 + Self.width($1) } * (bold ? 1.13 : 1)
  }

  private static func width(_ character: Character) -> Double {
    switch character {
    case " ", "'", ",", ".", "I", "J", "i", "j", "l": 0.32
    case "!", "(", ")", "-", "/", ":", ";", "[", "\\", "]", "f", "r", "t", "|": 0.42
    case "\"", "*", "?", "L", "_", "`", "c", "s", "z": 0.56
    case "#", "&", "+", "<", "=", ">", "O", "Q", "^", "w", "~": 0.86
    case "%", "@", "M", "W", "m": 1
    case "A"..."Z": 0.77
    default: character.isASCII ? 0.64 : 1
    }
  }
}
