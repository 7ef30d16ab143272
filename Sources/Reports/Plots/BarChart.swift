internal import Foundation

/// Groups of bars side by side, one bar a series, with error bars if given.
public struct BarChart: Sendable {
  /// The bars of one colour, one a category.
  public struct Series: Sendable {
    /// What the legend calls it.
    public var name: String
    /// Heights in the order of the categories; one that is not finite leaves a gap.
    public var values: [Double]
    /// Half the height of the error bar of each value; empty for none.
    public var errors: [Double]

    /// Creates a series.
    public init(_ name: String, values: [Double], errors: [Double] = []) {
      self.name = name
      self.values = values
      self.errors = errors
    }
  }

  /// The title, above the plot.
  public var title: String
  /// What the vertical axis shows, with its unit.
  public var verticalName: String
  /// Names of the groups of bars, from left to right.
  public var categories: [String]
  /// The series; they are drawn and listed in this order.
  public var series: [Series]
  /// How heights are spread; a linear axis starts at zero unless `startsAtZero` says otherwise.
  public var verticalScale: AxisScale
  /// Whether a linear axis includes zero.
  public var startsAtZero: Bool
  /// Width of the plot without axes and legend, in pixels.
  public var width = 640.0
  /// Height of the plot without title and axes, in pixels.
  public var height = 320.0

  /// Creates a chart.
  public init(
    title: String, verticalName: String, categories: [String], series: [Series],
    verticalScale: AxisScale = .linear, startsAtZero: Bool = true
  ) {
    self.title = title
    self.verticalName = verticalName
    self.categories = categories
    self.series = series
    self.verticalScale = verticalScale
    self.startsAtZero = startsAtZero
  }

  /// The chart as a vector graphic.
  public var svg: String {
    let ticks = AxisTicks(
      series.flatMap { bars in
        bars.values.enumerated().flatMap { index, value in
          let error = index < bars.errors.count ? bars.errors[index] : 0
          return [value - error, value + error]
        }
      }, scale: verticalScale, includesZero: startsAtZero && verticalScale == .linear)
    var frame = ChartFrame(
      title: title, width: width, height: height,
      // One colour alone needs no key.
      legend: series.count < 2
        ? []
        : series.enumerated().map { index, bars in
          .init(name: bars.name, colour: Palette.colour(index), mark: .box)
        })
    frame.drawVerticalAxis(ticks, name: verticalName)
    let slot = 1 / Double(max(1, categories.count))
    frame.drawHorizontalAxis(
      categories.enumerated().map { ((Double($0) + 0.5) * slot, $1) }, name: "")
    let barWidth = slot * 0.8 / Double(max(1, series.count))
    // Bars stand on zero where the axis has one, else on its lower end.
    let base = max(0, min(1, ticks.scale == .linear ? ticks.position(of: 0) ?? 0 : 0))
    for (index, bars) in series.enumerated() {
      for (category, value) in bars.values.enumerated() where category < categories.count {
        guard let height = ticks.position(of: value) else { continue }
        let left = (Double(category) + 0.1) * slot + Double(index) * barWidth
        let top = frame.place(left, max(height, base))
        let bottom = frame.place(left + barWidth * 0.92, min(height, base))
        frame.canvas.rectangle(
          top.x, top.y, bottom.x - top.x, bottom.y - top.y, fill: Palette.colour(index),
          tooltip: "\(bars.name), \(categories[category]): \(String(format: "%g", value))")
        guard category < bars.errors.count, bars.errors[category] > 0,
          let high = ticks.position(of: value + bars.errors[category])
        else { continue }
        let low = max(0, ticks.position(of: value - bars.errors[category]) ?? 0)
        let middle = left + barWidth * 0.46
        let (upper, lower) = (frame.place(middle, high), frame.place(middle, low))
        frame.canvas.line(upper.x, upper.y, lower.x, lower.y, colour: Palette.text)
      }
    }
    return frame.canvas.svg
  }
}
