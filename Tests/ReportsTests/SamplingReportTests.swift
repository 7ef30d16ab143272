import Datasets
import Foundation
import Selection
import Testing

@testable import Reports

@Suite("Report of a sampling")
struct SamplingReportTests {
  private func sampling(
    _ method: String, engine: MapEngine = .float, scope: SelectionScope = .classes,
    isMapWanted: Bool = false
  ) throws -> Sampling {
    try Sampling(
      dataset: try Dataset.opticalDigits().prefix(60), count: 12,
      method: try SelectionMethods.named(method),
      mapOptions: MapOptions(engine: engine, search: .bisection, iterations: 20),
      isMapWanted: isMapWanted, scope: scope, seed: 1)
  }

  @Test("is a line a class, with what is known of the map", arguments: MapEngine.allCases)
  func text(engine: MapEngine) throws {
    let text = SamplingSummary(try sampling("grid", engine: engine)).text()
    let lines = text.split(separator: "\n")
    #expect(lines.count == 13)
    #expect(lines[0] == "12 of 60 images of optical-digits, method grid, seed 1")
    #expect(lines[1] == "map: \(engine.rawValue), search bisection, 20 iterations")
    let column = engine == .fixed ? "saturations" : "KL"
    #expect(
      lines[2].split(separator: " ").map(String.init)
        == ["class", "images", "exemplars", "perplexity", column, "perplexity", "missed"])
    #expect(lines[3].hasPrefix("0 "))
  }

  @Test("leaves out the map where there is none, and names classes")
  func plain() throws {
    let names = (0..<10).map { "digit \($0)" }
    let text = SamplingSummary(try sampling("k-means")).text(classNames: names)
    let lines = text.split(separator: "\n")
    #expect(lines.count == 12)
    #expect(lines[1].split(separator: " ") == ["class", "images", "exemplars"])
    #expect(lines[2].hasPrefix("digit 0 "))
    #expect(try sampling("k-means").chart == nil)
  }

  @Test("draws every image once and every exemplar with a ring", arguments: SelectionScope.allCases)
  func chart(scope: SelectionScope) throws {
    let chart = try #require(try sampling("k-means", scope: scope, isMapWanted: true).chart)
    #expect(chart.groups.count == 10)
    #expect(chart.groups.map(\.points.count).reduce(0, +) == 60)
    #expect(chart.groups.map(\.marked.count).reduce(0, +) == 12)
    #expect(chart.groups.allSatisfy { $0.points.allSatisfy { $0.x.isFinite && $0.y.isFinite } })
    _ = try Markup(chart.svg)
  }

  @Test("writes CSV, JSON, NPY and the map, and names a file it cannot write")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("nms-report-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let sampling = try sampling("grid")
    let names = ["exemplars.csv", "exemplars.json", "exemplars.npy", "map.svg"]
    #expect(Set(try sampling.write(to: folder)) == Set(names))
    for name in names {
      #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path))
    }
    let json = try Data(contentsOf: folder.appendingPathComponent("exemplars.json"))
    let read = try JSONDecoder().decode(SamplingSummary.self, from: json)
    #expect(read == SamplingSummary(sampling))
    let blocked = folder.appendingPathComponent("exemplars.csv/below")
    let error = #expect(throws: SelectionError.self) { try sampling.write(to: blocked) }
    #expect(error?.description.hasPrefix("cannot write ") == true)
  }
}
