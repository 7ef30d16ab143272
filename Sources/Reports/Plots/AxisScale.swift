internal import Foundation

/// How values are spread along an axis.
public enum AxisScale: Sendable, Hashable {
  /// Equal steps for equal differences.
  case linear
  /// Equal steps for equal factors of ten; values must be above 0, others are left out.
  case logarithmic
}

/// The range of an axis and the values that carry a label.
struct AxisTicks {
  let lower: Double
  let upper: Double
  let values: [Double]
  let scale: AxisScale

  /// Chooses round ends and labels that hold all values.
  ///
  /// - Parameters:
  ///   - data: What the axis shows; values that are not finite, or not above 0 on a logarithmic
  ///     axis, do not count.
  ///   - scale: How values are spread.
  ///   - includesZero: Whether a linear axis starts at zero, as bars need.
  ///   - wanted: About how many labels.
  init(_ data: [Double], scale: AxisScale, includesZero: Bool = false, wanted: Int = 6) {
    self.scale = scale
    var usable = data.filter { $0.isFinite && (scale == .linear || $0 > 0) }
    if includesZero { usable.append(0) }
    let smallest = usable.min() ?? (scale == .linear ? 0 : 1)
    let largest = usable.max() ?? 1
    switch scale {
    case .linear:
      // A single value, or values too close to tell apart, still get an axis with a length.
      let shortest = max(abs(smallest), abs(largest)) * 1e-9
      let width = largest - smallest > shortest ? largest - smallest : max(abs(largest), 1)
      let step = Self.roundStep(width / Double(wanted))
      let first = (smallest / step).rounded(.down)
      let last = max((largest / step).rounded(.up), first + 1)
      values = stride(from: first, through: last, by: 1).map { $0 * step }
      lower = first * step
      upper = last * step
    case .logarithmic:
      let first = Int(Foundation.log10(smallest).rounded(.down))
      let last = max(Int(Foundation.log10(largest).rounded(.up)), first + 1)
      let stride = max(1, (last - first + wanted - 1) / wanted)
      values = Swift.stride(from: first, through: last, by: stride).map { Self.powerOfTen($0) }
      lower = Self.powerOfTen(first)
      upper = Self.powerOfTen(last)
    }
  }

  /// Where a value stands between the ends, 0 to 1; nothing for one the axis cannot show.
  func position(of value: Double) -> Double? {
    guard value.isFinite else { return nil }
    switch scale {
    case .linear: return (value - lower) / (upper - lower)
    case .logarithmic:
      guard value > 0 else { return nil }
      return Foundation.log10(value / lower) / Foundation.log10(upper / lower)
    }
  }

  /// The labels, all with the same number of decimals.
  var labels: [String] {
    switch scale {
    case .linear:
      let step = values.count > 1 ? values[1] - values[0] : 1
      if max(abs(lower), abs(upper)) >= 1e6 || step < 1e-4 {
        return values.map { $0 == 0 ? "0" : String(format: "%.3g", $0) }
      }
      let decimals = max(0, Int((-Foundation.log10(step) + 0.999).rounded(.down)))
      // Adding zero turns a rounded "-0" into "0".
      return values.map { String(format: "%.\(decimals)f", abs($0) < step / 2 ? 0 : $0) }
    case .logarithmic:
      return values.map { value in
        value >= 1e-3 && value < 1e5 ? String(format: "%g", value) : String(format: "%.0e", value)
      }
    }
  }

  /// The next of 1, 2, 5 times a power of ten.
  private static func roundStep(_ step: Double) -> Double {
    let power = powerOfTen(Int(Foundation.log10(step).rounded(.down)))
    for factor in [1.0, 2, 5] where factor * power >= step * 0.999_999 { return factor * power }
    return 10 * power
  }

  /// Exact as far as a double can be: parsed, not multiplied up.
  private static func powerOfTen(_ exponent: Int) -> Double { Double("1e\(exponent)") ?? 1 }
}
