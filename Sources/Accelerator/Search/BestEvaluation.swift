import HDL

/// The evaluation of least error so far; of several the one that came first.
struct BestEvaluation {
  /// The evaluation.
  let value: Evaluation
  /// The magnitude of its error.
  let magnitude: UInt
  /// Whether its error is within the tolerance.
  let isWithinTolerance: Bit

  init(_ module: ModuleBuilder, _ shapes: AffinityShapes) {
    value = module.register("best", of: shapes.evaluation)
    magnitude = module.register("bestMagnitude", .uint(shapes.errorBits))
    isWithinTolerance =
      (magnitude .<= shapes.configuration.search.tolerance).named("isWithinTolerance")
  }

  /// Whether another evaluation has a smaller error.
  func isBeaten(by other: Evaluation) -> Bit { other.error.magnitude() .< magnitude }

  /// Puts another in its place.
  func assign(_ other: Evaluation, magnitude: UInt? = nil) {
    value.assign(other)
    self.magnitude.assign(magnitude ?? other.error.magnitude())
  }
}
