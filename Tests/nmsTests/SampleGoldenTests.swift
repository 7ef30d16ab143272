import Foundation
import TestSupport
import Testing

/// What `nms sample` writes, byte for byte: positions, integers and floating point alike are the same
/// on every machine.
@Suite("Files of nms sample")
struct SampleGoldenTests {
  @Test("keep their bytes on the embedded digits", arguments: ["float", "fixed"])
  func files(engine: String) throws {
    let nms = try NMS()
    let outcome = try nms(
      "sample", "--count", "150", "--ratio", "0.25", "--engine", engine, "-o", "out")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let files = try nms.folder.contents(below: "out")
    for name in ["exemplars.csv", "exemplars.json"] {
      try expectGolden(
        String(decoding: try #require(files[name]), as: UTF8.self), "sample-\(engine)-\(name)")
    }
  }

  private func expectGolden(_ text: String, _ name: String) throws {
    let folder = Package.root.appendingPathComponent("Tests/nmsTests/Golden")
    let file = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      Issue.record("\(name) is rewritten; read it")
    }
    #expect(text == (try? String(contentsOf: file, encoding: .utf8)), "\(name)")
  }
}
