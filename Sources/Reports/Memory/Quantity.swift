/// Numbers with a unit and three significant digits, the same text everywhere.
enum Quantity {
  /// An energy, such as `12.4 mJ`.
  static func energy(picojoules: Double) -> String {
    scaled(
      picojoules, [("pJ", 1), ("nJ", 1e3), ("µJ", 1e6), ("mJ", 1e9), ("J", 1e12), ("kJ", 1e15)])
  }

  /// An amount of data in decimal units, such as `47.0 MB`.
  static func bytes(_ value: Double) -> String {
    scaled(value, [("B", 1), ("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12)])
  }

  /// A ratio, such as `5.32` or `0.041`.
  static func ratio(_ value: Double) -> String { value.isFinite ? digits(value) : "-" }

  private static func scaled(_ value: Double, _ units: [(name: String, size: Double)]) -> String {
    if value == 0 { return "0" }
    // A value that rounds up to 1,000 belongs to the next unit.
    let unit = units.last { value >= 0.9995 * $0.size } ?? units[0]
    return "\(digits(value / unit.size)) \(unit.name)"
  }

  /// Three significant digits, at most three decimals.
  static func digits(_ value: Double) -> String {
    switch value {
    case 99.95...: EvaluationReport.decimals(value, 0)
    case 9.995...: EvaluationReport.decimals(value, 1)
    case 0.995...: EvaluationReport.decimals(value, 2)
    default: EvaluationReport.decimals(value, 3)
    }
  }
}
