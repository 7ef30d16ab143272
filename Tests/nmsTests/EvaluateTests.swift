import Foundation
import TestSupport
import Testing

@Suite("nms evaluate")
struct EvaluateTests {
  private static let brief = [
    "evaluate", "--ratios", "2,10", "--methods", "random,cells", "--learners", "1-nn,softmax",
    "--seeds", "2", "--updates", "20", "--iterations", "10",
  ]

  /// The fields that a script may rely on.
  struct Output: Decodable {
    struct Cell: Decodable {
      var method: String
      var ratio: Double
      var seed: UInt64
      var learner: String
      var accuracy: Double
    }
    var dataset: String
    var trainingCount: Int
    var testCount: Int
    var cells: [Cell]
  }

  @Test("compares methods on the embedded digits in one table, and again the same")
  func digits() throws {
    let nms = try NMS()
    let outcome = try nms.run(Self.brief + ["--output", "out", "--threads", "2"])
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(
      lines.first
        == "optical-digits: 1198 images to choose from, 599 to judge by, 2 seeds, "
        + "20 updates a network")
    #expect(lines.contains { $0.hasPrefix("method") && $0.contains("softmax 10 %") })
    #expect(lines.contains { $0.hasPrefix("cells") && $0.contains("±") })
    #expect(lines.contains { $0.hasPrefix("all images") && $0.contains("±") })
    let folder = nms.folder.url.appendingPathComponent("out")
    for ending in ["txt", "md", "csv", "json", "html"] {
      let file = folder.appendingPathComponent("evaluation.\(ending)")
      #expect(FileManager.default.fileExists(atPath: file.path), "\(ending)")
    }
    let text = try String(
      contentsOf: folder.appendingPathComponent("evaluation.txt"), encoding: .utf8)
    #expect(text == outcome.output)
    // What is in the folder is not computed again: even the seconds are the same.
    #expect(try nms.run(Self.brief + ["--output", "out"]).output == outcome.output)
  }

  @Test("prints JSON that does not depend on the number of threads")
  func json() throws {
    let outputs = try ["1", "3"].map { threads in
      let outcome = try NMS().run(Self.brief + ["--json", "--threads", threads])
      #expect(outcome.status == 0)
      return try JSONDecoder().decode([Output].self, from: Data(outcome.output.utf8))
    }
    let cells = outputs.map { $0.flatMap(\.cells) }
    // Two methods, ratios, learners and seeds, and all images for each learner and seed.
    #expect(cells[0].count == 16 + 4)
    #expect(cells[0].map(\.accuracy) == cells[1].map(\.accuracy))
    #expect(cells[0].map(\.method) == cells[1].map(\.method))
    #expect(outputs[0][0].dataset == "optical-digits")
    #expect(outputs[0][0].trainingCount == 1_198 && outputs[0][0].testCount == 599)
  }

  @Test(
    "refuses what it cannot do and says what it can",
    arguments: [
      (["--ratios", "0"], "'0' in --ratios is no percentage"),
      (["--ratios", "1,x"], "'x' in --ratios is no percentage"),
      (["--methods", "best"], "there is no method \"best\"; choose one of grid, "),
      (["--learners", "svm"], "there is no learner 'svm'; choose among 1-nn, softmax, mlp, cnn"),
      (["--seeds", "0"], "--seeds is 0; choose 1 to 1000"),
      (["--iterations", "0"], "iterations is 0; choose 1 to 65535"),
      (["--updates", "0"], "there are 0 updates; choose 1 to 1000000"),
      (["--threads", "0"], "there are 0 threads; choose 1 to 256"),
    ])
  func usage(arguments: [String], message: String) throws {
    let outcome = try NMS().run(["evaluate"] + arguments)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(message))
  }

  @Test("names a folder that is not there")
  func missing() throws {
    let outcome = try NMS()("evaluate", "--dataset", "nowhere")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("nowhere"))
  }
}
