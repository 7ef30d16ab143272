public import Foundation
import MemorySystem

extension EnergyReport {
  /// The report as text.
  public var text: String {
    var parts = comparison.sections.flatMap { section in
      [methods(section), stages(section), sensitivity(section)].map(Self.text)
    }
    parts.append(Self.text(claims))
    parts.append(breakEven)
    parts.append((["Assumptions"] + assumptions.map { "- \($0)" }).joined(separator: "\n"))
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func text(_ table: Table) -> String {
    var text = TextTable(table.head)
    for row in table.rows { text.append(row) }
    return "\(table.caption)\n\n\(text)"
  }

  /// The report as a page.
  public var html: String {
    var page = HTMLPage(title: "Memory traffic and energy of choosing images")
    page.addParagraph(breakEven)
    page.addHeading("Published figures")
    add(claims, to: &page)
    for section in comparison.sections {
      page.addHeading(section.workload.name)
      add(methods(section), to: &page)
      page.addFigure(
        svg: chart(section).svg, caption: "Energy to choose, for each image of the data set")
      add(stages(section), to: &page)
      add(sensitivity(section), to: &page)
    }
    page.addHeading("Assumptions")
    page.addList(assumptions)
    return page.html
  }

  private func add(_ table: Table, to page: inout HTMLPage) {
    page.addTable(table.head, rows: table.rows, caption: table.caption)
  }

  /// Writes `energy.txt`, `.json`, `.html`, and a chart for each data set as `.svg`.
  ///
  /// - Throws: What writing a file throws.
  public func write(to folder: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    var files = [
      ("energy.txt", Data(text.utf8)), ("energy.json", try encoder.encode(comparison)),
      ("energy.html", Data(html.utf8)),
    ]
    for section in comparison.sections {
      let name = String(
        section.workload.name.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" })
      files.append(("energy-\(name).svg", Data(chart(section).svg.utf8)))
    }
    for (name, data) in files { try data.write(to: folder.appending(path: name)) }
  }
}
