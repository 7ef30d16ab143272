/// A page of headings, text, tables and charts that stands alone: no script, no outside file.
public struct HTMLPage: Sendable {
  /// The title of the page.
  public let title: String
  private var body: [String] = []

  /// Starts a page.
  public init(title: String) {
    self.title = title
  }

  /// Adds a heading of a section.
  public mutating func addHeading(_ text: String) {
    body.append("<h2>\(text.markupEscaped)</h2>")
  }

  /// Adds a paragraph.
  public mutating func addParagraph(_ text: String) {
    body.append("<p>\(text.markupEscaped)</p>")
  }

  /// Adds a list of points.
  public mutating func addList(_ items: [String]) {
    body.append(
      "<ul>\n" + items.map { "<li>\($0.markupEscaped)</li>" }.joined(separator: "\n") + "\n</ul>")
  }

  /// Adds a table: the first column left, the others right-aligned.
  ///
  /// - Parameters:
  ///   - head: Names of the columns.
  ///   - rows: The cells.
  ///   - emphasised: Rows and columns of cells to be set in bold, such as the best of a column.
  ///   - caption: What the table shows.
  public mutating func addTable(
    _ head: [String], rows: [[String]], emphasised: Set<[Int]> = [], caption: String = ""
  ) {
    var lines = ["<table>"]
    if !caption.isEmpty { lines.append("<caption>\(caption.markupEscaped)</caption>") }
    lines.append(
      "<thead><tr>" + head.map { "<th>\($0.markupEscaped)</th>" }.joined() + "</tr></thead><tbody>")
    for (row, cells) in rows.enumerated() {
      let marked = cells.enumerated().map { column, cell in
        let text = cell.markupEscaped
        return "<td>" + (emphasised.contains([row, column]) ? "<b>\(text)</b>" : text) + "</td>"
      }
      lines.append("<tr>" + marked.joined() + "</tr>")
    }
    lines.append("</tbody></table>")
    body.append(lines.joined(separator: "\n"))
  }

  /// Adds a chart with a line of text below it.
  ///
  /// - Parameters:
  ///   - svg: A graphic as the charts of this module make them.
  ///   - caption: What it shows.
  public mutating func addFigure(svg: String, caption: String) {
    body.append(
      "<figure>\n\(svg)<figcaption>\(caption.markupEscaped)</figcaption>\n</figure>")
  }

  /// The page.
  public var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(title.markupEscaped)</title>
    <style>
    body { font: 16px/1.5 system-ui, "DejaVu Sans", sans-serif; color: #1f2933; max-width: 60rem;
      margin: 2rem auto; padding: 0 1rem; }
    h1 { font-size: 1.7rem; } h2 { font-size: 1.25rem; margin-top: 2.2rem; }
    table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums;
      font-size: 0.9rem; }
    caption { text-align: left; color: #52606d; padding-bottom: 0.4rem; }
    th, td { padding: 0.25rem 0.7rem; text-align: right; border-bottom: 1px solid #e4e7eb; }
    th:first-child, td:first-child { text-align: left; }
    thead th { border-bottom: 2px solid #9aa5b1; }
    figure { margin: 1.2rem 0; } figure svg { max-width: 100%; height: auto; }
    figcaption { color: #52606d; font-size: 0.9rem; }
    </style>
    </head>
    <body>
    <h1>\(title.markupEscaped)</h1>
    \(body.joined(separator: "\n"))
    </body>
    </html>

    """
  }
}
