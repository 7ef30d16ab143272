/// What all charts have: a title, two axes with names, labels and grid, and a legend on the right.
struct ChartFrame {
  var canvas: SVGCanvas
  let left = 76.0
  let top = 44.0
  let plotWidth: Double
  let plotHeight: Double
  /// Wide enough to show the dashes of a line.
  private static let markWidth = 30.0

  /// One line of the legend.
  struct LegendEntry {
    enum Mark { case line, dot, ring, box }

    let name: String
    let colour: String
    let mark: Mark
    var dash: String?
  }

  init(title: String, width: Double, height: Double, legend: [LegendEntry], hasLabels: Bool = true)
  {
    let longest = legend.map { $0.name.estimatedWidth() }.max() ?? 0
    let legendWidth = legend.isEmpty ? 20 : 16 + Self.markWidth + 7 + 12 * longest + 12
    plotWidth = width
    plotHeight = height
    canvas = SVGCanvas(
      width: left + max(width + legendWidth, 15 * title.estimatedWidth(bold: true) + 12),
      height: max(top + height + (hasLabels ? 56 : 24), top + 20 * Double(legend.count) + 10))
    canvas.text(title, left, 24, size: 15, bold: true)
    for (index, entry) in legend.enumerated() {
      drawLegend(entry, y: top + 10 + 20 * Double(index))
    }
  }

  private mutating func drawLegend(_ entry: LegendEntry, y: Double) {
    let x = left + plotWidth + 16
    let middle = x + Self.markWidth / 2
    switch entry.mark {
    case .line:
      canvas.line(x, y, x + Self.markWidth, y, colour: entry.colour, width: 2, dash: entry.dash)
      canvas.circle(middle, y, radius: 3, fill: entry.colour)
    case .dot: canvas.circle(middle, y, radius: 4, fill: entry.colour)
    case .ring: canvas.circle(middle, y, radius: 5, fill: entry.colour, stroke: "#000000")
    case .box: canvas.rectangle(middle - 6, y - 6, 12, 12, fill: entry.colour)
    }
    canvas.text(entry.name, x + Self.markWidth + 7, y + 4)
  }

  /// Draws the horizontal grid, the labels of the vertical axis and its name.
  mutating func drawVerticalAxis(_ ticks: AxisTicks, name: String) {
    for (value, label) in zip(ticks.values, ticks.labels) {
      guard let position = ticks.position(of: value) else { continue }
      let y = top + plotHeight * (1 - position)
      canvas.line(left, y, left + plotWidth, y, colour: Palette.grid)
      canvas.text(label, left - 8, y + 4, colour: Palette.mutedText, anchor: .end)
    }
    canvas.text(
      name, 18, top + plotHeight / 2, colour: Palette.mutedText, anchor: .middle, rotation: -90)
  }

  /// Draws the horizontal axis: a line, its labels at positions 0 to 1, and its name.
  mutating func drawHorizontalAxis(_ labels: [(position: Double, text: String)], name: String) {
    let bottom = top + plotHeight
    canvas.line(left, bottom, left + plotWidth, bottom, colour: Palette.axis)
    for label in labels {
      let x = left + plotWidth * label.position
      canvas.text(label.text, x, bottom + 18, colour: Palette.mutedText, anchor: .middle)
    }
    canvas.text(
      name, left + plotWidth / 2, bottom + 42, colour: Palette.mutedText, anchor: .middle)
  }

  /// The place of a point in the plot, both coordinates 0 to 1, the origin at the bottom left.
  func place(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
    (left + plotWidth * x, top + plotHeight * (1 - y))
  }
}
