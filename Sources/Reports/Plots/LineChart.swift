/// Lines over a common horizontal axis, with marks at the points and error bars if given.
public struct LineChart: Sendable {
  /// One line.
  public struct Series: Sendable {
    /// What the legend calls it.
    public var name: String
    /// Its points from left to right; ones an axis cannot show are left out.
    public var points: [(x: Double, y: Double)]
    /// Half the height of the error bar of each point, in units of the vertical axis; empty for none.
    public var errors: [Double]

    /// Creates a line.
    public init(_ name: String, points: [(x: Double, y: Double)], errors: [Double] = []) {
      self.name = name
      self.points = points
      self.errors = errors
    }
  }

  /// The title, above the plot.
  public var title: String
  /// What the horizontal axis shows, with its unit.
  public var horizontalName: String
  /// What the vertical axis shows, with its unit.
  public var verticalName: String
  /// How values are spread from left to right.
  public var horizontalScale: AxisScale
  /// How values are spread from bottom to top.
  public var verticalScale: AxisScale
  /// The lines; they are drawn and listed in this order.
  public var series: [Series]
  /// Vertical lines with a name each, such as a default.
  public var markers: [(x: Double, name: String)]
  /// Width of the plot without axes and legend, in pixels.
  public var width = 560.0
  /// Height of the plot without title and axes, in pixels.
  public var height = 320.0

  /// Creates a chart.
  public init(
    title: String, horizontalName: String, verticalName: String,
    horizontalScale: AxisScale = .linear, verticalScale: AxisScale = .linear,
    series: [Series], markers: [(x: Double, name: String)] = []
  ) {
    self.title = title
    self.horizontalName = horizontalName
    self.verticalName = verticalName
    self.horizontalScale = horizontalScale
    self.verticalScale = verticalScale
    self.series = series
    self.markers = markers
  }

  /// The chart as a vector graphic.
  public var svg: String {
    let horizontal = AxisTicks(
      series.flatMap { $0.points.map(\.x) } + markers.map(\.x), scale: horizontalScale)
    let vertical = AxisTicks(
      series.flatMap { line in
        line.points.enumerated().flatMap { index, point in
          let error = index < line.errors.count ? line.errors[index] : 0
          return [point.y - error, point.y, point.y + error]
        }
      }, scale: verticalScale)
    var frame = ChartFrame(
      title: title, width: width, height: height,
      legend: series.enumerated().map { index, line in
        .init(
          name: line.name, colour: Palette.colour(index), mark: .line, dash: Palette.dash(index))
      })
    frame.drawVerticalAxis(vertical, name: verticalName)
    frame.drawHorizontalAxis(
      zip(horizontal.values, horizontal.labels).compactMap { value, label in
        horizontal.position(of: value).map { ($0, label) }
      }, name: horizontalName)
    for marker in markers {
      guard let x = horizontal.position(of: marker.x) else { continue }
      let bottom = frame.place(x, 0)
      let top = frame.place(x, 1)
      frame.canvas.line(bottom.x, bottom.y, top.x, top.y, colour: Palette.axis, dash: "4 3")
      frame.canvas.text(marker.name, top.x + 4, top.y + 12, size: 11, colour: Palette.mutedText)
    }
    for (index, line) in series.enumerated() {
      draw(
        line, colour: Palette.colour(index), dash: Palette.dash(index), horizontal, vertical, &frame
      )
    }
    return frame.canvas.svg
  }

  private func draw(
    _ line: Series, colour: String, dash: String?, _ horizontal: AxisTicks, _ vertical: AxisTicks,
    _ frame: inout ChartFrame
  ) {
    var places: [(x: Double, y: Double)] = []
    for (index, point) in line.points.enumerated() {
      guard let x = horizontal.position(of: point.x), let y = vertical.position(of: point.y) else {
        continue
      }
      let place = frame.place(x, y)
      places.append(place)
      guard index < line.errors.count, line.errors[index] > 0,
        let high = vertical.position(of: point.y + line.errors[index])
      else { continue }
      // Below a logarithmic axis there is no zero: the bar then ends at the axis.
      let low = max(0, vertical.position(of: point.y - line.errors[index]) ?? 0)
      frame.canvas.line(
        place.x, frame.place(x, low).y, place.x, frame.place(x, high).y, colour: colour)
    }
    frame.canvas.polyline(places, colour: colour, dash: dash)
    for place in places { frame.canvas.circle(place.x, place.y, radius: 3, fill: colour) }
  }
}
