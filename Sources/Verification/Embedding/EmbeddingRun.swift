import DESNE

/// A run of the embedding unit: one command.
public struct EmbeddingRun: Sendable, Hashable {
  /// Number of points.
  public var count: Int
  /// n p_ij for j > i, row after row, in the format `joint`.
  public var joint: [UInt32]
  /// Starts the map.
  public var seed: UInt64
  /// Number of iterations, 0 to 65,535.
  public var iterations: Int

  /// Creates a run.
  ///
  /// - Precondition: there is a probability for each pair.
  public init(count: Int, joint: [UInt32], seed: UInt64, iterations: Int) {
    precondition(joint.count == count * (count - 1) / 2)
    self.count = count
    self.joint = joint
    self.seed = seed
    self.iterations = iterations
  }
}

/// What the model says of one iteration.
struct ExpectedIteration {
  let forces: EmbeddingForces
  let gradients: [SIMD2<Int32>]
  let state: FixedEmbeddingState

  init(_ run: EmbeddingRun, _ embedding: FixedEmbedding, after state: FixedEmbeddingState) {
    var forces: EmbeddingForces?
    var gradients: [SIMD2<Int32>] = []
    var probe = FixedModelProbe()
    probe.forces = { forces = $1 }
    probe.gradients = { gradients = $1 }
    var state = state
    embedding.step(&state, joint: run.joint, probe: probe)
    guard let forces else { preconditionFailure("a step of the model has forces") }
    self.forces = forces
    self.gradients = gradients
    self.state = state
  }
}

/// The groups of joint probabilities of an iteration, in the order in which the unit takes them.
struct JointGroups {
  private(set) var row = 0
  private(set) var group: Int
  private let count: Int
  private let lanes: Int

  init(count: Int, lanes: Int) {
    self.count = count
    self.lanes = lanes
    group = 1 / lanes
  }

  /// Whether all were taken.
  var isFinished: Bool { row >= count - 1 }

  mutating func advance() {
    group += 1
    if group > (count - 1) / lanes {
      row += 1
      group = (row + 1) / lanes
    }
  }

  /// Where in the list of the row's probabilities a lane's stands; `nil` for a pair that does not
  /// count.
  func index(lane: Int) -> Int? {
    let point = group * lanes + lane
    guard point > row, point < count else { return nil }
    return row * (2 * count - row - 1) / 2 + point - row - 1
  }
}
