/// All methods, by the names that the command line knows.
public enum SelectionMethods {
  /// Every method: the rules on the map first, then the baselines.
  public static let all: [any SelectionMethod] =
    [
      GridSelection(exemplar: .nearestToCentre), GridSelection(exemplar: .medoid),
      CellSelection(), RefinedCellSelection(), MapMedoidSelection(), FarthestPointSelection(),
      RandomSelection(), StratifiedRandomSelection(), KCentreSelection(), KMeansSelection(),
    ] + networkMethods

  /// The method used where none is named: the best of the rules measured in `Sampling.md`.
  public static let defaultName = "refined-cells"

  /// The method of that name.
  ///
  /// - Throws: `SelectionError` that lists the names there are.
  public static func named(_ name: String) throws(SelectionError) -> any SelectionMethod {
    if let found = all.first(where: { $0.name == name }) { return found }
    throw SelectionError(
      "there is no method \"\(name)\"; choose one of \(all.map(\.name).joined(separator: ", "))")
  }
}
