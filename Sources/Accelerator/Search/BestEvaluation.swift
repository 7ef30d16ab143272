import HDL

/// The evaluation of least error so far; of several the one that came first.
struct BestEvaluation {
  /// The evaluation.
  let value: Evaluation
  /// Whether its error is within the tolerance.
  let isWithinTolerance: Bit

  init(_ module: ModuleBuilder, _ shapes: AffinityShapes) {
    value = module.register("best", of: shapes.evaluation)
    isWithinTolerance =
      (value.error.magnitude() .<= shapes.configuration.search.tolerance)
      .named("isWithinTolerance")
  }

  /// Whether another evaluation has a smaller error.
  func isBeaten(by other: Evaluation) -> Bit {
    other.error.magnitude() .< value.error.magnitude()
  }
}
