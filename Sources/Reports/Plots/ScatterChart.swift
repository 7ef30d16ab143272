/// Points of a plane in groups, some of them marked: a map of images with its exemplars.
public struct ScatterChart: Sendable {
  /// Points of one colour.
  public struct Group: Sendable {
    /// What the legend calls it.
    public var name: String
    /// The points.
    public var points: [(x: Double, y: Double)]
    /// Numbers of the points that are marked with a dark ring and drawn on top.
    public var marked: Set<Int>

    /// Creates a group.
    public init(_ name: String, points: [(x: Double, y: Double)], marked: Set<Int> = []) {
      self.name = name
      self.points = points
      self.marked = marked
    }
  }

  /// The title, above the plot.
  public var title: String
  /// The groups; they are coloured and listed in this order.
  public var groups: [Group]
  /// What the legend calls marked points.
  public var markName: String
  /// Side of the square plot in pixels.
  public var side = 560.0

  /// Creates a chart.
  public init(title: String, groups: [Group], markName: String = "exemplar") {
    self.title = title
    self.groups = groups
    self.markName = markName
  }

  /// The chart as a vector graphic. Both axes have the same scale and no labels: distances on a map
  /// mean something, positions do not.
  public var svg: String {
    let hasMarks = groups.contains { !$0.marked.isEmpty }
    var legend: [ChartFrame.LegendEntry] = groups.enumerated().map { index, group in
      .init(name: group.name, colour: Palette.colour(index), mark: .dot)
    }
    if hasMarks { legend.append(.init(name: markName, colour: "#ffffff", mark: .ring)) }
    var frame = ChartFrame(
      title: title, width: side, height: side, legend: legend, hasLabels: false)
    let corner = frame.place(0, 1)
    frame.canvas.rectangle(corner.x, corner.y, side, side, fill: "#f8f9fb")
    let points = groups.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
    guard let first = points.first else { return frame.canvas.svg }
    var low = first
    var high = first
    for point in points {
      low = (min(low.x, point.x), min(low.y, point.y))
      high = (max(high.x, point.x), max(high.y, point.y))
    }
    let extent = max(high.x - low.x, high.y - low.y)
    // Points that all coincide stand in the middle.
    let scale = extent > 0 ? 0.94 / extent : 0
    let middle = ((low.x + high.x) / 2, (low.y + high.y) / 2)
    let radius = points.count > 3_000 ? 1.6 : points.count > 600 ? 2.2 : 3.2
    for drawsMarks in [false, true] {
      for (index, group) in groups.enumerated() {
        for (number, point) in group.points.enumerated()
        where group.marked.contains(number) == drawsMarks && point.x.isFinite && point.y.isFinite {
          let place = frame.place(
            0.5 + (point.x - middle.0) * scale, 0.5 + (point.y - middle.1) * scale)
          frame.canvas.circle(
            place.x, place.y, radius: drawsMarks ? radius + 1.6 : radius,
            fill: Palette.colour(index), stroke: drawsMarks ? "#000000" : nil,
            opacity: drawsMarks || !hasMarks ? 1 : 0.45)
        }
      }
    }
    return frame.canvas.svg
  }
}
