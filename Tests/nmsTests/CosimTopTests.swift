import Foundation
import TestSupport
import Testing

@Suite("nms cosim top and nms sample --engine rtl")
struct CosimTopTests {
  @Test("agrees on the embedded digits, says so and writes JUnit")
  func digits() throws {
    let nms = try NMS()
    let junit = nms.folder.url.appendingPathComponent("results.xml")
    let outcome = try nms(
      "cosim", "top", "--class", "3", "--count", "12", "--iterations", "4", "--junit", junit.path)
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.first == "engine verilator")
    #expect(lines.last == "no mismatch")
    #expect(lines.contains { $0.hasPrefix("optical-digits class 3") })
    for phase in ["distances", "affinities", "joint", "embedding", "selection"] {
      #expect(lines.contains { $0.hasPrefix(phase) })
    }
    let xml = try String(contentsOf: junit, encoding: .utf8)
    #expect(xml.contains("<testsuites tests=\"1\" failures=\"0\">"))
  }

  @Test("runs on DRAM, prints its commands and writes them as JSON")
  func dram() throws {
    let nms = try NMS()
    let file = nms.folder.url.appendingPathComponent("counts.json")
    let outcome = try nms(
      "cosim", "top", "--class", "3", "--count", "12", "--iterations", "4", "--memory", "dram",
      "--counts", file.path, "--engine", "native")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.last == "no mismatch")
    #expect(lines.contains { $0.hasPrefix("all, 1 of wide-io-200") })
    let json = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
    #expect(json?["device"] as? String == "wide-io-200")
    #expect(json?["burstBytes"] as? Int == 64)
    // `nms energy` takes the file.
    let energy = try nms("energy", "--counts", file.path)
    #expect(energy.status == 0, "\(energy.errors)")
    let run = (json?["runs"] as? [[String: Any]])?.first
    let total = run?["total"] as? [String: Any]
    #expect((total?["reads"] as? Int ?? 0) * 64 == run?["bytesRead"] as? Int)
    #expect((total?["reads"] as? Int ?? 0) > 100)
    #expect((run?["phases"] as? [[String: Any]])?.count == 5)
  }

  @Test("too many images, and a class that there is not, are told in a sentence")
  func refusals() throws {
    for (arguments, text) in [
      (["--count", "4097"], "--count is 4097; choose 1 to 4096"),
      (["--counts", "a.json"], "--counts needs a DRAM; choose --memory dram"),
      (["--class", "77"], "class is 77"), (["--exemplars", "70"], "exemplars is 70"),
    ] {
      let outcome = try NMS().run(["cosim", "top"] + arguments)
      #expect(outcome.status == 64 || outcome.status == 65)
      #expect(outcome.errors.contains(text), "\(outcome.errors)")
    }
  }

  @Test("the hardware writes the same files as the integers")
  func sample() throws {
    let nms = try NMS()
    var files: [[Data]] = []
    for engine in ["fixed", "rtl"] {
      let output = nms.folder.url.appendingPathComponent(engine)
      let outcome = try nms(
        "sample", "--preset", "small", "--count", "200", "--engine", engine, "--iterations",
        "15", "--output", output.path)
      #expect(outcome.status == 0, "\(outcome.errors)")
      files.append(
        try ["exemplars.csv", "exemplars.json", "exemplars.npy", "map.svg"].map {
          try Data(contentsOf: output.appendingPathComponent($0))
        })
    }
    #expect(files[0] == files[1])
    #expect(files[0].allSatisfy { !$0.isEmpty })
  }
}
