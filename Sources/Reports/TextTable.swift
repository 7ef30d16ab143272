/// A table of text: the first column left, the others right-aligned, two spaces between.
public struct TextTable: CustomStringConvertible {
  private var rows: [[String]]

  /// Starts a table with its head.
  public init(_ head: [String]) {
    rows = [head]
  }

  /// Adds a row.
  public mutating func append(_ row: [String]) {
    rows.append(row)
  }

  /// The lines, without a newline at the end.
  public var description: String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        if column > 0 { line += "  " }
        line += column == 0 ? cell + padding : padding + cell
      }
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }
}
