import Datasets
public import Networks

/// What is compared: every method at every ratio, judged by every learner for every seed.
public struct EvaluationPlan: Sendable {
  /// Shares of the images to keep, each above 0 and at most 1.
  public var ratios: [Double]
  /// The methods.
  public var methods: [any SelectionMethod]
  /// What learns from the exemplars.
  public var learners: [Learner]
  /// Seeds of maps, methods and networks; three or more show the spread.
  public var seeds: [UInt64]
  /// Whether exemplars are chosen within each class.
  public var scope: SelectionScope
  /// How networks learn. All learn for as many updates, however many images there are.
  public var training: TrainingOptions
  /// How maps are made.
  public var maps: MapOptions
  /// Trainings at once; the result does not depend on it.
  public var threads: Int

  /// Creates a plan.
  public init(
    ratios: [Double] = [0.01, 0.05, 0.1, 0.2],
    methods: [any SelectionMethod] = SelectionMethods.all,
    learners: [Learner] = [.nearestNeighbor, .mlp, .cnn], seeds: [UInt64] = [1, 2, 3],
    scope: SelectionScope = .classes, training: TrainingOptions = .init(),
    maps: MapOptions = MapOptions(), threads: Int = 1
  ) {
    self.ratios = ratios
    self.methods = methods
    self.learners = learners
    self.seeds = seeds
    self.scope = scope
    self.training = training
    self.maps = maps
    self.threads = threads
  }

  /// Checks the plan.
  ///
  /// - Throws: `SelectionError` that names the first value out of range.
  public func validate() throws(SelectionError) {
    for ratio in ratios { _ = try exemplarCount(ratio: ratio, of: 1) }
    let lists = [
      ("ratios", ratios.count), ("methods", methods.count), ("learners", learners.count),
      ("seeds", seeds.count),
    ]
    for (name, count) in lists where count == 0 {
      throw SelectionError("there are no \(name); give at least one")
    }
    guard (1...256).contains(threads) else {
      throw SelectionError("there are \(threads) threads; choose 1 to 256")
    }
    guard (1...1_000_000).contains(training.updates) else {
      throw SelectionError("there are \(training.updates) updates; choose 1 to 1000000")
    }
    try maps.validate()
  }
}
