import Configuration
import Foundation
import MemoryDevices
import MemorySystem
import Testing

@testable import Reports

@Suite("Memory reports")
struct MemoryReportTests {
  static func report() throws -> EnergyReport {
    let model = EnergyModel(
      far: try .named("ddr4-2400"), near: try .named("wide-io-200"), configuration: .edge)
    return EnergyReport(
      EnergyComparison(
        model, lowPower: try .named("lpddr4-3200"), stack: try .named("hbm2-2000")))
  }

  @Test("show every method, change, claim and assumption in the text and on the page")
  func contents() throws {
    let report = try Self.report()
    let (text, html) = (report.text, report.html)
    for name in ComparedMethod.allCases.map(\.rawValue) + report.comparison.scenarios
      + report.comparison.claims.map(\.name)
    {
      #expect(text.contains(name), "\(name)")
      #expect(html.contains(name.markupEscaped), "\(name)")
    }
    for sentence in report.assumptions {
      #expect(text.contains(sentence))
      #expect(html.contains(sentence.markupEscaped))
    }
    #expect(text.contains("not reached"))
    for section in report.comparison.sections {
      #expect(text.contains("\(section.workload.name): \(section.workload.images) images"))
    }
  }

  @Test("are well-formed and the same every time")
  func forms() throws {
    let report = try Self.report()
    #expect(try Markup(String(report.html.drop { $0 != "\n" })).root == "html")
    for section in report.comparison.sections {
      let svg = report.chart(section).svg
      #expect(try Markup(svg).root == "svg")
    }
    let again = try Self.report()
    #expect(again.text == report.text)
    #expect(again.html == report.html)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "nms-energy-\(ProcessInfo.processInfo.globallyUniqueString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try report.write(to: folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(
      names == [
        "energy-cifar-10.svg", "energy-fashion-mnist.svg", "energy-imagenet-1k-size.svg",
        "energy.html", "energy.json", "energy.txt",
      ])
    let json = try Data(contentsOf: folder.appendingPathComponent("energy.json"))
    let read = try JSONDecoder().decode(EnergyComparison.self, from: json)
    #expect(EnergyReport(read).text == report.text)
  }

  @Test(
    "write quantities with three digits and a unit",
    arguments: [
      (0.0, "0"), (1.0, "1.00 pJ"), (999.4, "999 pJ"), (999.6, "1.00 nJ"), (12_345.0, "12.3 nJ"),
      (4.9949e9, "4.99 mJ"), (2e12, "2.00 J"), (3.5e16, "35.0 kJ"), (0.25, "0.250 pJ"),
    ])
  func quantities(picojoules: Double, text: String) {
    #expect(Quantity.energy(picojoules: picojoules) == text)
  }

  @Test("of a trace show counts, energy by class and violations")
  func trace() throws {
    let device = try MemoryDevice.named("ddr4-2400")
    let replay = try TraceReplay(
      TraceReader(text: "0 ACT 0 1\n15 RD 0 1 0\n60 PRE 0\n100 END"), device: device)
    let report = TraceReport(replay)
    #expect(
      report.text == """
        tRCD: RD 0 1 0 at 15 follows ACT 0 at 0; 16 clocks are required, 15 found
        3 commands in 100 clocks of ddr4-2400: 1 violation

        counted                  number
        activates                     1
        precharges                    1
        reads                         1
        writes                        0
        refreshes                     0
        refreshes of a bank           0
        clocks with an open row      60
        clocks without               40
        bytes                        64
        data pins in use          4.0 %

        energy                   pJ   share
        activate            5226.00  11.2 %
        precharge           2880.00   6.1 %
        read                4496.00   9.6 %
        write                  0.00   0.0 %
        refresh                0.00   0.0 %
        activeStandby      21120.00  45.1 %
        prechargedStandby  12240.00  26.1 %
        readInterface        888.00   1.9 %
        writeInterface         0.00   0.0 %
        sum                46850.00
        a bit                 91.50

        """)
  }
}
