import Configuration
import DESNE
import Datasets
import Foundation
import Networks
import Testing

@testable import Selection

@Suite("Evaluations")
struct EvaluationTests {
  private static func run(threads: Int = 1, methods: [String] = ["random", "cells", "craig"]) throws
    -> EvaluationRun
  {
    let digits = try Dataset.opticalDigits()
    let plan = EvaluationPlan(
      ratios: [0.1, 0.25], methods: try methods.map { try SelectionMethods.named($0) },
      learners: [.nearestNeighbor, .mlp], seeds: [1, 2], training: .init(updates: 30),
      maps: MapOptions(iterations: 20, configuration: try .preset("small")), threads: threads)
    return try EvaluationRun(
      plan: plan, training: try digits.subset(indices: Array(0..<300)),
      test: try digits.subset(indices: Array(300..<400)))
  }

  @Test("give the same accuracies for any number of threads, and when they go on after a stop")
  func determinism() async throws {
    var stages: [Evaluation] = []
    let single = try await Self.run().result { share, _, soFar in
      #expect((0...1).contains(share))
      stages.append(soFar)
    }
    #expect(single.choices.count == 12)
    // Two seeds and learners, of each three methods at two ratios and all images once.
    #expect(single.cells.count == 28)
    #expect(single.choices.map(\.exemplars.indices.count).prefix(2) == [30, 75])
    #expect(Set(single.sharedWork.map(\.name)) == ["distances", "map", "network"])
    let parallel = try await Self.run(threads: 3).result()
    #expect(parallel.cells.map(\.accuracy) == single.cells.map(\.accuracy))
    #expect(parallel.choices.map(\.exemplars) == single.choices.map(\.exemplars))
    for stage in [stages[0], stages[9], single] {
      var restarted = 0
      let again = try await Self.run().result(continuing: stage) { _, _, _ in restarted += 1 }
      #expect(again.cells.map(\.accuracy) == single.cells.map(\.accuracy))
      #expect(restarted == 30 - stage.cells.count - stage.choices.count / 6)
    }
  }

  @Test("kept in a file are found again by the same plan only")
  func cache() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try Self.run(methods: ["random"])
    let cache = EvaluationCache(folder: folder, run: run)
    #expect(cache.load() == nil)
    let result = try await run.result()
    try cache.save(result)
    #expect(EvaluationCache(folder: folder, run: run).load() == result)
    let other = try Self.run(methods: ["stratified"])
    #expect(EvaluationCache(folder: folder, run: other).load() == nil)
  }

  @Test("summarise seeds by mean and standard deviation, and differences seed by seed")
  func summaries() async throws {
    let summary = Evaluation.Summary([1, 2, 3, 6])
    #expect(summary.mean == 3)
    #expect(abs(summary.deviation - (14.0 / 3).squareRoot()) < 1e-12)
    #expect(summary.standardError == summary.deviation / 2)
    #expect(Evaluation.Summary([5]).deviation == 0)
    let result = try await Self.run(methods: ["random", "cells"]).result()
    let first = try #require(result.summary(method: "cells", ratio: 0.1, learner: .mlp))
    let second = try #require(result.summary(method: "random", ratio: 0.1, learner: .mlp))
    let difference = try #require(
      result.difference("cells", over: "random", ratio: 0.1, learner: .mlp))
    #expect(abs(difference.mean - (first.mean - second.mean)) < 1e-12)
    #expect(result.summary(method: "herding", ratio: 0.1, learner: .mlp) == nil)
    let parts = try [0.1, 0.25].flatMap { ratio in
      try [Learner.nearestNeighbor, .mlp].map { learner in
        try #require(result.difference("cells", over: "random", ratio: ratio, learner: learner))
      }
    }
    let mean = try #require(
      result.difference(
        "cells", over: "random", ratios: [0.1, 0.25], learners: [.nearestNeighbor, .mlp]))
    #expect(mean.count == 2)
    let sum = parts.reduce(0.0) { $0 + $1.mean }
    #expect(abs(mean.mean - sum / 4) < 1e-12)
    #expect(
      result.difference("cells", over: "herding", ratios: [0.1], learners: [.mlp]) == nil)
    #expect(try #require(result.seconds(method: "cells", ratio: 0.1)) >= 0)
  }

  @Test("refuse plans that cannot be carried out")
  func validation() {
    func message(_ change: (inout EvaluationPlan) -> Void) -> String? {
      var plan = EvaluationPlan()
      change(&plan)
      do {
        try plan.validate()
        return nil
      } catch { return error.description }
    }
    #expect(message { _ in } == nil)
    #expect(message { $0.ratios = [0.5, 1.5] }?.contains("the ratio is 1.5") == true)
    #expect(message { $0.seeds = [] }?.contains("no seeds") == true)
    #expect(message { $0.threads = 0 }?.contains("0 threads") == true)
    #expect(message { $0.training.updates = 0 }?.contains("0 updates") == true)
    #expect(message { $0.maps.iterations = 0 }?.contains("iterations is 0") == true)
  }
}
