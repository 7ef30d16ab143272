import Datasets
import Foundation
import Selection
import Testing

@Suite("Sampling")
struct SamplingTests {
  private let quick = MapOptions(search: .bisection, iterations: 20)

  private func digits(_ count: Int) throws -> Dataset { try Dataset.opticalDigits().prefix(count) }

  @Test(
    "gives k exemplars and a map of every class with each engine", arguments: MapEngine.allCases)
  func engines(engine: MapEngine) throws {
    var options = quick
    options.engine = engine
    let dataset = try digits(120)
    let sampling = try Sampling(
      dataset: dataset, count: 23, method: try SelectionMethods.named("refined-cells"),
      mapOptions: options, seed: 1)
    #expect(sampling.exemplars.indices.count == 23)
    #expect(sampling.groups.count == 10)
    for group in sampling.groups { #expect(group.map?.positions.count == group.indices.count) }
    let summary = SamplingSummary(sampling)
    #expect(summary.groups.map(\.exemplarCount).reduce(0, +) == 23)
    #expect(summary.groups.map(\.imageCount).reduce(0, +) == 120)
    #expect(summary.groups.allSatisfy { ($0.klDivergence != nil) == (engine == .float) })
  }

  @Test(
    "is defined for the smallest, equal and constant images with every search of both engines",
    arguments: MapEngine.allCases, MapSearch.allCases)
  func degenerate(engine: MapEngine, search: MapSearch) throws {
    if engine == .fixed, search == .newton { return }
    let shape = ImageShape(height: 1, width: 3)
    let duplicates = (0..<60).flatMap { image in [UInt8](repeating: image < 50 ? 9 : 200, count: 3)
    }
    for pixels in [
      [0, 0, 0], [0, 0, 0, 255, 255, 255], [1, 2, 3, 1, 2, 3, 9, 9, 9],
      [UInt8](repeating: 77, count: 3 * 40), duplicates,
    ] as [[UInt8]] {
      let dataset = try Dataset(name: "edge", shape: shape, pixels: pixels)
      for perplexity in [MapPerplexity.value(30), .automatic] {
        let options = MapOptions(
          engine: engine, perplexity: perplexity, search: search, iterations: 12)
        for name in ["grid", "refined-cells"] {
          for count in Set([0, 1, dataset.count / 2, dataset.count]) {
            let sampling = try Sampling(
              dataset: dataset, count: count, method: try SelectionMethods.named(name),
              mapOptions: options, scope: .whole, seed: 7)
            #expect(sampling.exemplars.indices.count == count)
            let summary = SamplingSummary(sampling)
            #expect(summary.groups.allSatisfy { ($0.klDivergence ?? 0).isFinite })
            #expect(summary.groups.allSatisfy { ($0.perplexity ?? 0).isFinite })
          }
        }
      }
    }
  }

  @Test("makes a map for a method that looks at none only if it is wanted")
  func unwantedMaps() throws {
    let dataset = try digits(40)
    let method = try SelectionMethods.named("k-means")
    let without = try Sampling(
      dataset: dataset, count: 5, method: method, mapOptions: quick, seed: 1)
    #expect(without.mapOptions == nil && without.groups.allSatisfy { $0.map == nil })
    let with = try Sampling(
      dataset: dataset, count: 5, method: method, mapOptions: quick, isMapWanted: true, seed: 1)
    #expect(with.groups.allSatisfy { $0.map != nil })
    #expect(with.exemplars == without.exemplars)
  }

  @Test(
    "refuses options out of range with the value and the range",
    arguments: [
      (
        MapOptions(perplexity: .value(1)),
        "perplexity is 1.0; choose auto or a number from 2 to 4096"
      ),
      (
        MapOptions(perplexity: .value(.nan)),
        "perplexity is nan; choose auto or a number from 2 to 4096"
      ),
      (
        MapOptions(engine: .fixed, perplexity: .value(2.5)),
        "perplexity is 2.5; the fixed engine takes whole numbers"
      ),
      (MapOptions(iterations: 0), "iterations is 0; choose 1 to 65535"),
      (
        MapOptions(engine: .fixed, search: .newton),
        "search is newton, which the fixed engine lacks; choose differential-evolution, bisection "
          + "or fireworks"
      ),
    ])
  func options(options: MapOptions, sentence: String) {
    let error = #expect(throws: SelectionError.self) { try options.validate() }
    #expect(error?.description == sentence)
  }

  @Test("reads a perplexity as it writes it", arguments: ["auto", "30", "12.5"])
  func perplexity(text: String) {
    #expect(MapPerplexity(text)?.description == text)
  }

  @Test("no number is no perplexity", arguments: ["", "many", "3 0"])
  func wrongPerplexity(text: String) {
    #expect(MapPerplexity(text) == nil)
  }

  @Test("writes one line an exemplar, with class and weight")
  func csv() throws {
    let dataset = try Samples.images(6)
    let plain = try Exemplars(method: "x", indices: [4, 0], count: 2, dataset: dataset)
    #expect(plain.csv(labels: dataset.labels) == "index,label,weight\n0,0,1.0\n4,2,1.0\n")
    let weighted = try Exemplars(
      method: "x", indices: [4, 0], weights: [2.5, 1], count: 2, dataset: dataset)
    #expect(weighted.csv(labels: nil) == "index,label,weight\n0,,1.0\n4,,2.5\n")
  }

  @Test(
    "writes arrays that NumPy can read, with a header of whole 64 bytes", arguments: [0, 1, 300])
  func npy(count: Int) throws {
    let dataset = try Samples.images(max(1, count))
    let exemplars = try Exemplars(
      method: "x", indices: Array(0..<count), count: count, dataset: dataset)
    let bytes = exemplars.npy
    let length = Int(bytes[8]) + 256 * Int(bytes[9])
    #expect(Array(bytes[0..<8]) == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0])
    #expect((10 + length).isMultiple(of: 64))
    #expect(bytes[9 + length] == 0x0A)
    let header = String(decoding: bytes[10..<10 + length], as: UTF8.self)
    #expect(
      header.hasPrefix("{'descr': '<i8', 'fortran_order': False, 'shape': (\(count),), }"))
    #expect(bytes.count == 10 + length + 8 * count)
    if count == 300 { #expect(Array(bytes.suffix(8)) == [43, 1, 0, 0, 0, 0, 0, 0]) }
  }
}
