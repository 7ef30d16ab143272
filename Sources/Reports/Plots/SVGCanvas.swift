internal import Foundation

/// Elements of a vector graphic in the order they are drawn; later ones cover earlier ones.
struct SVGCanvas {
  let width: Double
  let height: Double
  private var elements: [String] = []

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  /// Where a text begins, stands around, or ends.
  enum Anchor: String { case start, middle, end }

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, colour: String, width: Double = 1,
    dash: String? = nil
  ) {
    let dashes = dash.map { " stroke-dasharray=\"\($0)\"" } ?? ""
    elements.append(
      "<line x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\" x2=\"\(Self.number(x2))\" "
        + "y2=\"\(Self.number(y2))\" stroke=\"\(colour)\" stroke-width=\"\(Self.number(width))\"\(dashes)/>"
    )
  }

  mutating func polyline(_ points: [(x: Double, y: Double)], colour: String, dash: String? = nil) {
    let list = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
    let dashes = dash.map { " stroke-dasharray=\"\($0)\"" } ?? ""
    elements.append(
      "<polyline points=\"\(list)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"2\" "
        + "stroke-linejoin=\"round\"\(dashes)/>")
  }

  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, fill: String,
    tooltip: String? = nil
  ) {
    let start =
      "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(width))\" "
      + "height=\"\(Self.number(height))\" fill=\"\(fill)\""
    elements.append(Self.close(start, "rect", tooltip))
  }

  mutating func circle(
    _ x: Double, _ y: Double, radius: Double, fill: String, stroke: String? = nil,
    opacity: Double = 1, tooltip: String? = nil
  ) {
    var start =
      "<circle cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"\(Self.number(radius))\" "
      + "fill=\"\(fill)\""
    if let stroke { start += " stroke=\"\(stroke)\"" }
    if opacity < 1 { start += " fill-opacity=\"\(Self.number(opacity))\"" }
    elements.append(Self.close(start, "circle", tooltip))
  }

  mutating func text(
    _ content: String, _ x: Double, _ y: Double, size: Double = 12, colour: String = Palette.text,
    anchor: Anchor = .start, bold: Bool = false, rotation: Double? = nil
  ) {
    let turn =
      rotation.map {
        " transform=\"rotate(\(Self.number($0)) \(Self.number(x)) \(Self.number(y)))\""
      } ?? ""
    elements.append(
      "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" font-size=\"\(Self.number(size))\" "
        + "fill=\"\(colour)\" text-anchor=\"\(anchor.rawValue)\"\(bold ? " font-weight=\"600\"" : "")"
        + "\(turn)>\(content.markupEscaped)</text>")
  }

  /// The graphic as a file of its own; also valid inside an HTML page.
  var svg: String {
    let size = "\(Self.number(width)) \(Self.number(height))"
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" width="\(Self.number(width))" \
      height="\(Self.number(height))" font-family="system-ui, 'DejaVu Sans', sans-serif" role="img">
      <rect width="100%" height="100%" fill="#ffffff"/>
      \(elements.joined(separator: "\n"))
      </svg>

      """
  }

  private static func close(_ start: String, _ name: String, _ tooltip: String?) -> String {
    guard let tooltip else { return start + "/>" }
    return start + "><title>\(tooltip.markupEscaped)</title></\(name)>"
  }

  /// Two decimals at most: a hundredth of a pixel is enough, and files stay small.
  private static func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let sign = hundredths < 0 ? "-" : ""
    let (whole, rest) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
    if rest == 0 { return "\(sign)\(whole)" }
    let digits = rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
    return "\(sign)\(whole).\(digits)"
  }
}

extension String {
  /// The text with the characters that mean something in XML and HTML replaced.
  var markupEscaped: String {
    replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
