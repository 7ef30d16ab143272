/// How a network learns.
public struct TrainingOptions: Hashable, Sendable {
  /// The rule that turns gradients into steps.
  public enum Optimizer: Hashable, Sendable {
    /// `v = momentum v + g + decay w`, `w -= rate v`.
    case momentum(Float)
    /// Adam with `beta1` 0.9, `beta2` 0.999 and decoupled weight decay (Loshchilov and Hutter,
    /// ICLR 2019).
    case adam
  }

  /// How the learning rate changes.
  public enum Schedule: Hashable, Sendable {
    /// Not at all.
    case constant
    /// Along half a cosine from the full rate to 0.
    case cosine
  }

  /// Steps of the optimizer.
  public var updates: Int
  /// Images a step; all images if there are fewer.
  public var batchSize: Int
  /// The rule that turns gradients into steps.
  public var optimizer: Optimizer
  /// The rate of the first step.
  public var learningRate: Float
  /// How the rate changes.
  public var schedule: Schedule
  /// The share of every weight that pulls it towards 0.
  public var weightDecay: Float
  /// Random changes of the images.
  public var augmentation: Augmentation

  /// Makes options; without arguments those that every network of an evaluation uses.
  public init(
    updates: Int = 400, batchSize: Int = 32, optimizer: Optimizer = .adam,
    learningRate: Float = 2e-3, schedule: Schedule = .cosine, weightDecay: Float = 1e-4,
    augmentation: Augmentation = .none
  ) {
    self.updates = updates
    self.batchSize = batchSize
    self.optimizer = optimizer
    self.learningRate = learningRate
    self.schedule = schedule
    self.weightDecay = weightDecay
    self.augmentation = augmentation
  }

  /// The learning rate of a step.
  func rate(ofUpdate update: Int) -> Float {
    switch schedule {
    case .constant: return learningRate
    case .cosine:
      let angle = Double.pi * Double(update) / Double(max(1, updates))
      return Float(Double(learningRate) * 0.5 * (1 + ElementaryFunctions.cosine(angle)))
    }
  }
}
