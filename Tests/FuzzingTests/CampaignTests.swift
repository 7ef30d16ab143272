import Cosimulation
import Foundation
import Fuzzing
import TestSupport
import Testing

/// Engines for these tests, with a cache that is gone after them.
enum Engines {
  static let tools: Tools = {
    atexit { try? FileManager.default.removeItem(at: Engines.folder) }
    return Tools(cache: ArtifactCache(root: folder))
  }()

  private static let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "nms-fuzzing-tests-\(ProcessInfo.processInfo.processIdentifier)")

  static let haveTools =
    TestSupport.Tool.verilator.isExpected && TestSupport.Tool.icarus.isExpected
    && TestSupport.Tool.yosys.isExpected

  static let all: [FuzzEngine] = [.verilator(tools), .icarus(tools), .yosys(tools)]
}

@Suite("Random circuits")
struct CampaignTests {
  @Test(
    "500 of them give the same on every engine",
    .enabled(if: Engines.haveTools, "Verilator, Icarus Verilog or Yosys is not installed"))
  func agreement() async throws {
    var options = FuzzOptions(circuits: 500, seed: 1)
    options.slangInterval = 5
    let slang = TestSupport.Tool.slang.isExpected ? Engines.tools : nil
    let report = try await FuzzCampaign(options, engines: Engines.all, slangTools: slang).run()
    print(report.summary)
    #expect(report.coverage.circuits == 500)
    #expect(report.coverage.missingOperators.isEmpty)
    #expect(report.coverage.missingWidths(upTo: 200).count < 4)
    for finding in report.findings { Issue.record("\(finding.description)") }
  }

  @Test("are the same for the same seed, others for another")
  func determinism() {
    let recipes = { (seed: UInt64) in
      (0..<50).map { FuzzCampaign(FuzzOptions(circuits: 50, seed: seed), engines: []).recipe($0) }
    }
    #expect(recipes(7) == recipes(7))
    #expect(recipes(7) != recipes(8))
    #expect(Set(recipes(7)).count == 50)
  }
}
