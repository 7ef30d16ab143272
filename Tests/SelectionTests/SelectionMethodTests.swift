import Datasets
import Selection
import Testing

@Suite("Selection methods")
struct SelectionMethodTests {
  /// The methods that need no trained network.
  static let names = [
    "grid", "grid-medoid", "cells", "refined-cells", "map-medoids", "farthest-point", "random",
    "stratified",
    "k-centre", "k-means",
  ]

  @Test("have distinct names of lower case and a line of text")
  func registry() {
    let names = SelectionMethods.all.map(\.name)
    #expect(Set(names).count == names.count)
    for name in Self.names { #expect(names.contains(name)) }
    for method in SelectionMethods.all {
      #expect(method.name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" })
      #expect(!method.abstract.isEmpty && !method.abstract.hasSuffix("."))
    }
  }

  @Test("of an unknown name are refused with the names there are")
  func unknown() {
    let error = #expect(throws: SelectionError.self) { try SelectionMethods.named("best") }
    #expect(
      error?.description.hasPrefix("there is no method \"best\"; choose one of grid, ") == true)
  }

  @Test(
    "give exactly k distinct images of both scopes, whatever the map, k and the images",
    arguments: names, SelectionScope.allCases)
  func exactCount(name: String, scope: SelectionScope) throws {
    let method = try SelectionMethods.named(name)
    for dataset in [
      try Samples.images(1), try Samples.images(2), try Samples.images(41),
      try Samples.images(30, isLabelled: false), try Samples.constant(1, grey: 0),
      try Samples.constant(13, grey: 255),
    ] {
      for map in [Samples.scattered, Samples.collapsed, Samples.extreme] {
        for count in Set([0, 1, 2, 3, 7, dataset.count - 1, dataset.count]).sorted()
        where count <= dataset.count {
          let context = SelectionContext(dataset: dataset, scope: scope, seed: 5, map: map)
          let exemplars = try method.select(count, in: context)
          #expect(exemplars.method == name)
          #expect(exemplars.indices.count == count)
          #expect(exemplars.indices == Set(exemplars.indices).sorted())
          #expect(exemplars.indices.allSatisfy { (0..<dataset.count).contains($0) })
          #expect(
            exemplars.classCounts.map(\.available).reduce(0, +) == (dataset.labels?.count ?? 0))
          #expect(
            exemplars.classCounts.map(\.selected).reduce(0, +)
              == (dataset.labels == nil ? 0 : count))
        }
      }
    }
  }

  @Test("give the same images for the same seed", arguments: names)
  func determinism(name: String) throws {
    let method = try SelectionMethods.named(name)
    let dataset = try Samples.images(60)
    let choices = try (0..<2).map { _ in
      try method.select(
        12, in: SelectionContext(dataset: dataset, seed: 3, map: Samples.scattered))
    }
    #expect(choices[0] == choices[1])
  }

  @Test("refuse a number of exemplars beyond the images", arguments: names)
  func range(name: String) throws {
    let method = try SelectionMethods.named(name)
    let context = SelectionContext(
      dataset: try Samples.images(6), seed: 1, map: Samples.scattered)
    for count in [-1, 7] {
      let error = #expect(throws: SelectionError.self) { try method.select(count, in: context) }
      #expect(error?.description == "\(count) exemplars were asked for; choose 0 to 6")
    }
  }

  @Test("that look at a map refuse a context without one, or a map that does not fit")
  func missingMap() throws {
    let dataset = try Samples.images(12)
    for method in SelectionMethods.all where method.usesMap {
      for (map, sentence) in [
        (nil, "the method looks at a map and none is given"),
        ({ _, _ in [.zero] }, "the map has 1 positions for 6 images"),
        (
          { group, _ in [SIMD2<Int32>](repeating: SIMD2(0, (1 << 30) + 1), count: group.count) },
          "the map has a position beyond -2^30 to 2^30"
        ),
      ] as [(SelectionContext.Map?, String)] {
        let context = SelectionContext(dataset: dataset, seed: 1, map: map)
        let error = #expect(throws: SelectionError.self) { try method.select(6, in: context) }
        #expect(error?.description == sentence)
      }
    }
  }

  @Test("share one map a class, with a seed of its own, however many rules look")
  func sharedMap() throws {
    var calls: [(label: Int?, seed: UInt64)] = []
    let context = SelectionContext(dataset: try Samples.images(36), seed: 9) { group, seed in
      calls.append((group.label, seed))
      return Samples.scattered(group, seed)
    }
    for name in Self.names { _ = try SelectionMethods.named(name).select(9, in: context) }
    #expect(calls.map(\.label) == [0, 1, 2])
    #expect(Set(calls.map(\.seed)).count == 3)
  }

  @Test("give every class its share, and every class at least one where there are enough")
  func classShares() throws {
    let dataset = try Samples.images(60)
    for name in Self.names where name != "random" {
      let context = SelectionContext(dataset: dataset, seed: 2, map: Samples.scattered)
      let method = try SelectionMethods.named(name)
      #expect(try method.select(12, in: context).classCounts.map(\.selected) == [6, 4, 2])
      #expect(try method.select(3, in: context).classCounts.map(\.selected) == [1, 1, 1])
      #expect(try method.select(2, in: context).classCounts.map(\.selected) == [1, 1, 0])
    }
  }
}
