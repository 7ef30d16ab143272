import Foundation
import Testing

@testable import Reports

@Suite("Charts")
struct ChartTests {
  static let line = LineChart(
    title: "Error of the perplexity", horizontalName: "fraction bits",
    verticalName: "median error (%)", verticalScale: .logarithmic,
    series: [
      .init(
        "fashion-mnist", points: [(6, 1.5), (8, 0.4), (10, 0.1), (12, 0.025)],
        errors: [0.3, 0.1, 0.03, 0.03]),
      .init("a < b & c", points: [(6, 2.5), (8, 0), (10, .nan), (12, 0.2)]),
    ], markers: [(x: 9, name: "default")])

  static let scatter = ScatterChart(
    title: "Map of digits",
    groups: (0..<3).map { group in
      let points = (0..<120).map { number -> (x: Double, y: Double) in
        (x: Double(number % 17 + group * 9), y: Double((number * 7) % 23 + group))
      }
      return .init("class \(group)", points: points, marked: [3, 50, 90])
    })

  static let bar = BarChart(
    title: "Test accuracy", verticalName: "accuracy (%)", categories: ["1 %", "5 %", "10 %"],
    series: (0..<4).map { number in
      .init(
        "method \(number)", values: (0..<3).map { Double(60 + $0 * 5 + number) },
        errors: [1, 2, 0.5])
    }, startsAtZero: false)

  @Test("draw well-formed graphics", arguments: ["line", "scatter", "bar"])
  func wellFormed(name: String) throws {
    let svg = name == "line" ? Self.line.svg : name == "bar" ? Self.bar.svg : Self.scatter.svg
    let document = try Markup(svg)
    #expect(document.root == "svg")
    if let folder = ProcessInfo.processInfo.environment["NMS_CHARTS"] {
      try svg.write(toFile: "\(folder)/\(name).svg", atomically: true, encoding: .utf8)
    }
  }

  @Test("leave out what an axis cannot show")
  func unshowable() throws {
    let document = try Markup(Self.line.svg)
    // Four points of the first line, two of the second (0 and NaN have no place on a logarithmic
    // axis), and a mark for each in the legend.
    #expect(document.count(of: "circle") == 4 + 2 + 2)
    #expect(document.texts.contains("a < b & c"))
    #expect(document.texts.contains("default"))
  }

  @Test("draw exemplars last, with a ring")
  func rings() throws {
    let svg = Self.scatter.svg
    let circles = svg.split(separator: "\n").filter { $0.hasPrefix("<circle") }
    #expect(circles.count == 360 + 4)
    #expect(circles.suffix(9).allSatisfy { $0.contains("stroke=\"#000000\"") })
    #expect(circles.filter { $0.contains("stroke=") }.count == 9 + 1)
  }

  @Test("put bars on the axis and errors around their tops")
  func bars() throws {
    let document = try Markup(Self.bar.svg)
    #expect(document.count(of: "rect") == 1 + 12 + 4)
    #expect(document.texts.contains("method 3, 10 %: 73"))
  }

  @Test("are as wide as their legend and title need")
  func widths() throws {
    func width(title: String = "", _ names: String...) throws -> Double {
      let chart = ScatterChart(
        title: title, groups: names.map { .init($0, points: [(0, 0)], marked: [0]) })
      return try #require(try Markup(chart.svg).width)
    }
    // The plot ends at 636, marks at 682, names start at 689. In DejaVu Sans "exemplar" is 4.9 times
    // the size of 12 wide, an m 0.97 times.
    #expect(try width("0", "1") >= 748)
    #expect(try width("iiiiiiiiiiii") < width("mmmmmmmmmmmm"))
    #expect(try width("mmmmmmmmmmmm") >= 829)
    let title = String(repeating: "a long name ", count: 12)
    #expect(try width(title: title, "0") > 1_260)
  }

  @Test("stand without any data")
  func empty() throws {
    #expect(throws: Never.self) {
      _ = try Markup(
        LineChart(title: "", horizontalName: "", verticalName: "", series: []).svg)
      _ = try Markup(ScatterChart(title: "", groups: []).svg)
      _ = try Markup(ScatterChart(title: "", groups: [.init("one", points: [(1, 1)])]).svg)
      _ = try Markup(BarChart(title: "", verticalName: "", categories: [], series: []).svg)
      _ = try Markup(
        LineChart(
          title: "", horizontalName: "", verticalName: "", verticalScale: .logarithmic,
          series: [.init("none", points: [(1, 0)])]
        ).svg)
    }
  }
}

@Suite("Axis ticks")
struct AxisTicksTests {
  @Test(
    "are round and hold the data",
    arguments: [
      ([0.98, 1.57], ["0.9", "1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6"]),
      ([0, 100], ["0", "20", "40", "60", "80", "100"]),
      ([-0.3, 0.2], ["-0.3", "-0.2", "-0.1", "0.0", "0.1", "0.2"]),
      ([5], ["5", "6"]),
      ([0, 2_500_000], ["0", "5e+05", "1e+06", "1.5e+06", "2e+06", "2.5e+06"]),
    ])
  func linear(data: [Double], labels: [String]) {
    let ticks = AxisTicks(data, scale: .linear)
    #expect(ticks.labels == labels)
    #expect(data.allSatisfy { (0...1).contains(ticks.position(of: $0) ?? -1) })
  }

  @Test(
    "are powers of ten on a logarithmic axis",
    arguments: [
      ([0.02, 30], ["0.01", "0.1", "1", "10", "100"]),
      ([1, 1], ["1", "10"]),
      ([1e-9, 1e9], ["1e-09", "1e-06", "0.001", "1", "1000", "1e+06", "1e+09"]),
    ])
  func logarithmic(data: [Double], labels: [String]) {
    let ticks = AxisTicks(data, scale: .logarithmic)
    #expect(ticks.labels == labels)
    #expect(ticks.position(of: 0) == nil)
    #expect(ticks.position(of: .infinity) == nil)
  }
}

@Suite("HTML page")
struct HTMLPageTests {
  @Test("stands alone and escapes what it is given")
  func page() throws {
    var page = HTMLPage(title: "Accuracy & energy")
    page.addHeading("Signals < formats")
    page.addParagraph("One \"paragraph\".")
    page.addList(["first", "second"])
    page.addTable(
      ["signal", "bits"], rows: [["p", "18"], ["q", "20"]], emphasised: [[1, 1]],
      caption: "Formats")
    page.addFigure(svg: ChartTests.bar.svg, caption: "Bars")
    #expect(page.html.contains("<h2>Signals &lt; formats</h2>"))
    #expect(page.html.contains("<tr><td>q</td><td><b>20</b></td></tr>"))
    #expect(!page.html.contains("<script"))
    #expect(!page.html.contains("src="))
    if let folder = ProcessInfo.processInfo.environment["NMS_CHARTS"] {
      try page.html.write(toFile: "\(folder)/page.html", atomically: true, encoding: .utf8)
    }
  }
}
