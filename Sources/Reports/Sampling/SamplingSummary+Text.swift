import Foundation
public import Selection

extension SamplingSummary {
  /// The summary as a table: one line a class.
  ///
  /// - Parameter classNames: Names of the classes from 0 on.
  public func text(classNames: [String]? = nil) -> String {
    var first =
      "\(exemplarCount) of \(imageCount) images of \(dataset), method \(method), seed \(seed)"
    if let engine, let search, let iterations {
      first += "\nmap: \(engine.rawValue), search \(search.rawValue), \(iterations) iterations"
    }
    let hasMap = engine != nil
    let isFixed = engine == .fixed
    var table = TextTable(
      ["class", "images", "exemplars"]
        + (hasMap ? ["perplexity", isFixed ? "saturations" : "KL", "perplexity missed"] : []))
    for group in groups {
      let name = group.label.map { label in
        classNames.flatMap { $0.indices.contains(label) ? $0[label] : nil } ?? "\(label)"
      }
      var row = [name ?? "all", "\(group.imageCount)", "\(group.exemplarCount)"]
      if hasMap {
        row += [
          Self.number(group.perplexity, 1),
          isFixed ? "\(group.saturationCount ?? 0)" : Self.number(group.klDivergence, 3),
          "\(group.missedCount ?? 0)",
        ]
      }
      table.append(row)
    }
    return "\(first)\n\(table)"
  }

  private static func number(_ value: Double?, _ decimals: Int) -> String {
    value.map { String(format: "%.\(decimals)f", $0) } ?? ""
  }
}
