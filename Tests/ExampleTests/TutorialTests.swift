import ExampleTestbenches
import Foundation
import Simulation
import Testing

/// That the tutorial shows what is built and what comes out.
@Suite("Tutorial")
struct TutorialTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private struct Listing {
    var language: String
    var lines: [String]
  }

  private static func listings() throws -> [Listing] {
    let text = try String(
      contentsOf: root.appendingPathComponent("Documentation.docc/FirstDesign.md"),
      encoding: .utf8)
    var listings: [Listing] = []
    var isInside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isInside.toggle()
        if isInside { listings.append(Listing(language: String(line.dropFirst(3)), lines: [])) }
      } else if isInside {
        listings[listings.count - 1].lines.append(line.trimmingCharacters(in: .whitespaces))
      }
    }
    return listings
  }

  /// Whether some lines stand in a text one after the other, however they are indented.
  private static func contains(_ text: String, _ lines: [String]) -> Bool {
    let all = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    guard !lines.isEmpty, all.count >= lines.count else { return false }
    return (0...all.count - lines.count).contains { Array(all[$0..<$0 + lines.count]) == lines }
  }

  @Test("its Swift is a part of files that are built")
  func swift() throws {
    let folder = Self.root.appendingPathComponent("Examples")
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".swift") }
      .map { try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8) }
    let listings = try Self.listings().filter { $0.language == "swift" }
    #expect(listings.count >= 8)
    for listing in listings {
      #expect(files.contains { Self.contains($0, listing.lines) }, "\(listing.lines)")
    }
  }

  @Test("its Verilog is a part of what is emitted")
  func verilog() throws {
    let emitted = try ExampleTests.example("uart").verilog()
    let listings = try Self.listings().filter { $0.language == "verilog" }
    #expect(!listings.isEmpty)
    for listing in listings {
      #expect(Self.contains(emitted, listing.lines), "\(listing.lines)")
    }
  }

  @Test("its commands name examples, and what they draw follows")
  func waveforms() throws {
    let listings = try Self.listings()
    var drawn = 0
    for (command, output) in zip(listings, listings.dropFirst())
    where command.language == "sh" && output.language == "text" {
      let words = command.lines[0].split(separator: " ")
      let example = try ExampleTests.example(String(words[3]))
      let bench = Testbench(
        NativeSimulator(try example.design()), showing: example.ports, cycles: example.cycles)
      _ = try example.check(bench)
      let found = bench.waveform.split(separator: "\n").map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      #expect(output.lines == found, "\(bench.waveform)")
      drawn += 1
    }
    #expect(drawn == 2)
  }
}
