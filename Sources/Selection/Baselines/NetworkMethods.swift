extension SelectionMethods {
  /// The baselines that need a trained network.
  static let networkMethods: [any SelectionMethod] = [
    HerdingSelection(), QuantizationSelection(), AdaptiveQuantizationSelection(),
    FacilityLocationSelection(),
  ]
}
