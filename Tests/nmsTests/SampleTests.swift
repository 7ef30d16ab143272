import Foundation
import TestSupport
import Testing

@Suite("nms sample")
struct SampleTests {
  private let quick = ["sample", "--count", "80", "--iterations", "30", "--search", "bisection"]

  @Test(
    "writes positions, summary and map, the same bytes each time", arguments: ["float", "fixed"])
  func files(engine: String) throws {
    let nms = try NMS()
    for folder in ["one", "two"] {
      let outcome = try nms.run(quick + ["--engine", engine, "--ratio", "0.25", "-o", folder])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(
        outcome.output.hasPrefix(
          "20 of 80 images of optical-digits, method refined-cells, seed 1\n"))
      #expect(outcome.output.hasSuffix("\(folder)/map.svg\n"))
    }
    let one = try nms.folder.contents(below: "one")
    #expect(one.keys.sorted() == ["exemplars.csv", "exemplars.json", "exemplars.npy", "map.svg"])
    #expect(try nms.folder.contents(below: "two") == one)
    let csv = String(decoding: one["exemplars.csv"] ?? Data(), as: UTF8.self)
    #expect(csv.split(separator: "\n").count == 21)
    let svg = String(decoding: one["map.svg"] ?? Data(), as: UTF8.self)
    #expect(svg.split(separator: "\n").count { $0.contains("stroke=\"#000000\"") } >= 20)
  }

  @Test(
    "the hardware writes the same files as the integers, whatever memory is behind it",
    arguments: ["port", "dram", "axi4"])
  func hardware(backEnd: String) throws {
    let nms = try NMS()
    try nms.folder.write("mine.yaml", "preset: small\nmemory: {backEnd: \(backEnd)}\n")
    for engine in ["fixed", "rtl"] {
      let outcome = try nms(
        "sample", "--config", "mine.yaml", "--count", "30", "--iterations", "4", "--scope", "whole",
        "--search", "bisection", "--ratio", "0.2", "--engine", engine, "-o", engine)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.hasPrefix("6 of 30 images of optical-digits"))
    }
    let fixed = try nms.folder.contents(below: "fixed")
    #expect(fixed.keys.sorted() == ["exemplars.csv", "exemplars.json", "exemplars.npy", "map.svg"])
    #expect(try nms.folder.contents(below: "rtl") == fixed)
  }

  @Test("prints the summary as JSON, without files")
  func json() throws {
    let nms = try NMS()
    let outcome = try nms.run(quick + ["--method", "k-means", "--json"])
    #expect(outcome.status == 0)
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    #expect((value?["indices"] as? [Int])?.count == 8)
    #expect(value?["method"] as? String == "k-means")
    #expect(value?["engine"] == nil)
    #expect(try nms.folder.contents().isEmpty)
  }

  @Test("tells the methods")
  func methods() throws {
    let outcome = try NMS()("sample", "--list-methods")
    #expect(outcome.status == 0)
    for name in ["refined-cells", "grid", "k-means", "stratified"] {
      #expect(outcome.output.contains("\(name) "))
    }
  }

  @Test("answers wrong usage with one sentence and exit code 64")
  func misuse() throws {
    let nms = try NMS()
    try nms.expectMisuse(
      "--ratio is 0.0; choose a value above 0 and at most 1", "sample", "--ratio", "0")
    try nms.expectMisuse("--count is 0; choose 1 or more", "sample", "--count", "0")
    try nms.expectMisuse(
      "iterations is 0; choose 1 to 65535", "sample", "--iterations", "0")
    try nms.expectMisuse(
      "perplexity is 1.0; choose auto or a number from 2 to 4096", "sample", "--perplexity", "1")
    try nms.expectMisuse(
      "search is newton, which the fixed engine lacks; choose differential-evolution, bisection or "
        + "fireworks", "sample", "--engine", "fixed", "--search", "newton")
    let outcome = try nms("sample", "--method", "best")
    #expect(outcome.status == 64)
    #expect(outcome.errors.hasPrefix("Error: there is no method \"best\"; choose one of grid, "))
  }

  @Test("answers data it cannot sample with one sentence and exit code 65")
  func badData() throws {
    let nms = try NMS()
    let outcome = try nms("sample", "--dataset", "nowhere")
    #expect(outcome.status == 65)
    try nms.folder.write("file", "")
    let blocked = try nms.run(quick + ["--output", "file"])
    #expect(blocked.status == 65)
    #expect(blocked.errors.contains("cannot write file"))
  }
}
