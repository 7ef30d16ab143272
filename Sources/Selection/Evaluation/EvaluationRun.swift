public import Datasets
import Networks

/// Carries out a plan: first all choices, a seed a task, then all trainings, one a task.
///
/// The accuracies are a function of plan and images alone; only the seconds are measured.
public struct EvaluationRun: Sendable {
  /// What is compared.
  public let plan: EvaluationPlan
  /// Labelled images to choose from.
  public let training: Dataset
  /// Labelled images to judge by.
  public let test: Dataset

  /// Prepares a run.
  ///
  /// - Throws: `SelectionError` or `TrainingError` for a plan or images that cannot be used.
  public init(plan: EvaluationPlan, training: Dataset, test: Dataset) throws {
    try plan.validate()
    guard training.labels != nil else { throw TrainingError.unlabelled(training.name) }
    guard test.labels != nil else { throw TrainingError.unlabelled(test.name) }
    guard training.shape == test.shape else {
      throw TrainingError.shapes(training: "\(training.shape)", test: "\(test.shape)")
    }
    self.plan = plan
    self.training = training
    self.test = test
  }

  /// Computes all that `finished` lacks.
  ///
  /// - Parameters:
  ///   - finished: What an earlier run of the same plan and images computed.
  ///   - progress: Called with the share of the work that is done, what was done last and all results
  ///     so far.
  /// - Throws: What methods and learners throw; `CancellationError`.
  public func result(
    continuing finished: Evaluation? = nil,
    progress: (_ share: Double, _ label: String, _ soFar: Evaluation) throws -> Void = { _, _, _ in
    }
  ) async throws -> Evaluation {
    var result = emptyResult
    if let finished {
      result.choices = finished.choices
      result.cells = finished.cells
      result.sharedWork = finished.sharedWork
    }
    let chosen = Set(result.choices.map(\.seed))
    // Of all work about a third is choosing.
    let seeds = plan.seeds.filter { !chosen.contains($0) }
    var done = plan.seeds.count - seeds.count
    try await inParallel(seeds, { try choose(seed: $0) }) { choices, work in
      result.choices += choices
      result.sharedWork += work
      done += 1
      let share = 0.3 * Double(done) / Double(plan.seeds.count)
      try progress(share, "choosing from \(training.name)", result)
    }
    result.choices.sort(by: order)
    result.sharedWork.sort { $0.seed == $1.seed ? $0.name < $1.name : $0.seed < $1.seed }

    var keys = Set(result.cells.map(Key.init))
    let choices = try result.choices + plan.seeds.map(everything)
    let total = choices.count * plan.learners.count
    let jobs = choices.flatMap { choice in
      plan.learners.map { Job(choice: choice, learner: $0) }
    }.filter { keys.insert(Key($0)).inserted }
    try await inParallel(jobs, { try judge($0) }) { cell in
      result.cells.append(cell)
      let share = 0.3 + 0.7 * Double(result.cells.count) / Double(total)
      try progress(share, "learning from \(training.name)", result)
    }
    let places = Dictionary(uniqueKeysWithValues: plan.learners.enumerated().map { ($1, $0) })
    result.cells.sort { first, second in
      let one = (place(first.seed, first.method, first.ratio), places[first.learner] ?? 0)
      let two = (place(second.seed, second.method, second.ratio), places[second.learner] ?? 0)
      return one.0 == two.0 ? one.1 < two.1 : one.0 < two.0
    }
    return result
  }

  private var emptyResult: Evaluation {
    Evaluation(
      dataset: training.name, trainingCount: training.count, testCount: test.count,
      ratios: plan.ratios, methods: plan.methods.map(\.name), learners: plan.learners,
      seeds: plan.seeds, updates: plan.training.updates)
  }

  /// All images, what every choice falls short of.
  private func everything(seed: UInt64) throws -> Evaluation.Choice {
    Evaluation.Choice(
      method: Evaluation.allImages, ratio: 1, seed: seed,
      exemplars: try Exemplars(
        method: Evaluation.allImages, indices: Array(0..<training.count), count: training.count,
        dataset: training), seconds: 0)
  }

  /// All choices of a seed, and the work they share.
  private func choose(
    seed: UInt64
  ) throws -> (choices: [Evaluation.Choice], work: [Evaluation.SharedWork]) {
    // Seeds are worked on at once, so a map takes one thread.
    let context = SelectionContext(dataset: training, scope: plan.scope, seed: seed) {
      try plan.maps.map(of: $0, seed: $1, threads: 1).positions
    }
    var work: [Evaluation.SharedWork] = []
    func share(_ name: String, _ compute: () throws -> Void) rethrows {
      let seconds = try ContinuousClock().measure(compute) / .seconds(1)
      work.append(Evaluation.SharedWork(name: name, seed: seed, seconds: seconds))
    }
    try share("distances") { for group in context.groups { _ = try group.distances() } }
    if plan.methods.contains(where: \.usesMap) {
      try share("map") { for group in context.groups { _ = try group.positions() } }
    }
    let networkNames = Set(SelectionMethods.networkMethods.map(\.name))
    if let method = plan.methods.first(where: { networkNames.contains($0.name) }) {
      try share("network") { _ = try context.network(for: method.name) }
    }
    var choices: [Evaluation.Choice] = []
    for method in plan.methods {
      for ratio in plan.ratios {
        try Task.checkCancellation()
        let count = try exemplarCount(ratio: ratio, of: training.count)
        let clock = ContinuousClock()
        let start = clock.now
        let exemplars = try method.select(count, in: context)
        choices.append(
          Evaluation.Choice(
            method: method.name, ratio: ratio, seed: seed, exemplars: exemplars,
            seconds: (clock.now - start) / .seconds(1)))
      }
    }
    return (choices, work)
  }

  private func judge(_ job: Job) throws -> Evaluation.Cell {
    try Task.checkCancellation()
    let clock = ContinuousClock()
    let start = clock.now
    let choice = job.choice
    let labels = (training.labels ?? []) + (test.labels ?? [])
    let accuracy = try job.learner.accuracy(
      training: try training.subset(indices: choice.exemplars.indices),
      weights: choice.exemplars.weights.map { $0.map(Float.init) }, test: test,
      classCount: Int(labels.max() ?? 0) + 1, options: plan.training, seed: choice.seed)
    return Evaluation.Cell(
      method: choice.method, ratio: choice.ratio, seed: choice.seed, learner: job.learner,
      accuracy: accuracy, seconds: (clock.now - start) / .seconds(1))
  }

  /// Works on at most `plan.threads` elements at once; results arrive in any order.
  private func inParallel<Element: Sendable, Result: Sendable>(
    _ elements: [Element], _ work: @escaping @Sendable (Element) throws -> Result,
    _ receive: (Result) throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: Result.self) { group in
      var waiting = elements[...]
      for element in waiting.prefix(plan.threads) { group.addTask { try work(element) } }
      waiting = waiting.dropFirst(plan.threads)
      while let result = try await group.next() {
        try receive(result)
        if let element = waiting.popFirst() { group.addTask { try work(element) } }
      }
    }
  }

  private func order(_ first: Evaluation.Choice, _ second: Evaluation.Choice) -> Bool {
    place(first.seed, first.method, first.ratio) < place(second.seed, second.method, second.ratio)
  }

  /// Where a choice stands in the plan.
  private func place(_ seed: UInt64, _ method: String, _ ratio: Double) -> Int {
    let seedPlace = plan.seeds.firstIndex(of: seed) ?? 0
    // Only trainings on all images are of no method.
    let methodPlace = plan.methods.firstIndex { $0.name == method } ?? plan.methods.count
    let ratioPlace = plan.ratios.firstIndex(of: ratio) ?? 0
    return (seedPlace * (plan.methods.count + 1) + methodPlace) * plan.ratios.count + ratioPlace
  }
}

/// A training to be done.
private struct Job: Sendable {
  let choice: Evaluation.Choice
  let learner: Learner
}

/// What tells trainings apart.
private struct Key: Hashable {
  let method: String
  let ratio: Double
  let seed: UInt64
  let learner: Learner

  init(_ cell: Evaluation.Cell) {
    method = cell.method
    ratio = cell.ratio
    seed = cell.seed
    learner = cell.learner
  }

  init(_ job: Job) {
    method = job.choice.method
    ratio = job.choice.ratio
    seed = job.choice.seed
    learner = job.learner
  }
}
