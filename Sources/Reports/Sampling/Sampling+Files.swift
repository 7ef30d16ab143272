public import Foundation
public import Selection

extension Sampling {
  /// Writes the exemplars and the map into a folder, which is created if need be.
  ///
  /// The files are `exemplars.csv`, `exemplars.json` (the summary), `exemplars.npy` and, with maps,
  /// `map.svg`.
  ///
  /// - Returns: The names of the files, in that order.
  /// - Throws: `SelectionError` that names the file that cannot be written.
  @discardableResult
  public func write(to folder: URL) throws(SelectionError) -> [String] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    var files: [(name: String, data: Data)] = [
      ("exemplars.csv", Data(exemplars.csv(labels: dataset.labels).utf8)),
      ("exemplars.npy", Data(exemplars.npy)),
    ]
    do {
      files.insert(
        ("exemplars.json", try encoder.encode(SamplingSummary(self)) + Data("\n".utf8)), at: 1)
    } catch {
      throw SelectionError("the summary cannot be written as JSON: \(error)")
    }
    if let chart { files.append(("map.svg", Data(chart.svg.utf8))) }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw Self.unwritable(folder)
    }
    for file in files {
      let url = folder.appendingPathComponent(file.name)
      do {
        try file.data.write(to: url, options: .atomic)
      } catch {
        throw Self.unwritable(url)
      }
    }
    return files.map(\.name)
  }

  private static func unwritable(_ url: URL) -> SelectionError {
    SelectionError(
      "cannot write \(url.relativePath); choose a folder that can be created and written")
  }
}
