import Testing

@Suite("nms accuracy")
struct AccuracyCommandTests {
  @Test("prints the tables and writes page, charts and figures")
  func report() throws {
    let nms = try NMS()
    try nms.folder.write("short.yaml", "embedding: {iterations: 40}\n")
    let outcome = try nms(
      "accuracy", "--config", "short.yaml", "--count", "40", "--seeds", "2", "--output", "page")
    #expect(outcome.status == 0)
    for word in ["KL fixed", "perplexity error", "gradient"] {
      #expect(outcome.output.contains(word), "\(word)")
    }
    let files = try nms.folder.contents(below: "page").keys.sorted()
    #expect(
      files.map { $0.split(separator: "/").last.map(String.init) ?? "" } == [
        "accuracy.html", "accuracy.json", "divergence.svg", "errors.svg", "map-fixed.svg",
        "map-float.svg",
      ])
  }

  @Test("answers wrong usage and bad data with one sentence")
  func misuse() throws {
    let nms = try NMS()
    try nms.expectMisuse("--count is 7; choose 8 to 4096", "accuracy", "--count", "7")
    try nms.expectMisuse("--seeds is 0; choose 1 to 100", "accuracy", "--seeds", "0")
    try nms.expectMisuse("--threads is 2000; choose 0 to 1024", "accuracy", "--threads", "2000")
    try nms.expectMisuse(
      "--output is empty; name a folder, . for this one", "accuracy", "--output", "")
    let outcome = try nms("accuracy", "--preset", "small", "--count", "65")
    #expect(outcome.status == 65)
    #expect(
      outcome.errors.hasSuffix(
        "nms: there are 65 points, but affinity.maximumPoints is 64; raise it or take fewer points\n"
      ))
  }
}
