/// How far a fixed-point signal lies from its floating-point value.
public struct SignalError: Codable, Hashable, Sendable {
  /// The signal.
  public var name: String
  /// Its format, such as `UQ1.20`; empty for an exact sum.
  public var format: String
  /// Number of values compared.
  public var count: Int
  /// The root of the mean square of the signal itself.
  public var signal: Double
  /// The root of the mean square of the errors.
  public var error: Double
  /// The mean error: a bias.
  public var bias: Double
  /// The median of the errors' magnitudes.
  public var median: Double
  /// The magnitude below which 99 of 100 errors lie.
  public var percentile99: Double
  /// The largest magnitude.
  public var maximum: Double

  /// The error as a share of the signal; 0 for a signal that is 0.
  public var relative: Double { signal > 0 ? error / signal : 0 }

  /// Compares pairs of values.
  ///
  /// - Precondition: both arrays have the same length, at least 1.
  public init(name: String, format: String, fixed: [Double], real: [Double]) {
    self.name = name
    self.format = format
    count = real.count
    let errors = zip(fixed, real).map { $0 - $1 }
    let magnitudes = errors.map(\.magnitude).sorted()
    func rootMeanSquare(_ values: [Double]) -> Double {
      (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
    }
    signal = rootMeanSquare(real)
    error = rootMeanSquare(errors)
    bias = errors.reduce(0, +) / Double(errors.count)
    median = magnitudes[magnitudes.count / 2]
    percentile99 = magnitudes[magnitudes.count * 99 / 100]
    maximum = magnitudes[magnitudes.count - 1]
  }
}
