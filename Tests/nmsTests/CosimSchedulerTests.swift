import Foundation
import TestSupport
import Testing

@Suite("nms cosim scheduler")
struct CosimSchedulerTests {
  @Test("counts commands, finds no difference and writes JUnit")
  func clean() throws {
    let nms = try NMS()
    let junit = nms.folder.url.appendingPathComponent("results.xml")
    let outcome = try nms(
      "cosim", "scheduler", "--device", "ddr4-2400", "--traffic", "random", "--cycles", "5000",
      "--engine", "native", "--junit", junit.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.first == "engine native, memory ddr4-2400")
    #expect(lines.last == "no mismatch")
    #expect(lines.contains { $0.hasPrefix("random") })
    let xml = try String(contentsOf: junit, encoding: .utf8)
    #expect(xml.contains("<testsuites tests=\"1\" failures=\"0\">"))
  }

  @Test("a memory that there is not, and clocks out of range, are told in a sentence")
  func refusals() throws {
    for (arguments, text) in [
      (["--device", "ddr9"], "there is no memory device or file 'ddr9'"),
      (["--cycles", "0"], "--cycles is 0; choose 1 to 1000000000"),
      (["--waves", "a.vcd"], "choose its --traffic"),
    ] {
      let outcome = try NMS().run(["cosim", "scheduler"] + arguments)
      #expect(outcome.status == 64 || outcome.status == 65)
      #expect(outcome.errors.contains(text), "\(outcome.errors)")
    }
  }
}
