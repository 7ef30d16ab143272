import Foundation
import Testing

@Suite("House")
struct HouseTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Every Swift file below a folder of the package, with its path from the root.
  private static func files(in folder: String) throws -> [(path: String, text: String)] {
    let base = root.appendingPathComponent(folder)
    let enumerator = try #require(
      FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil))
    return try enumerator.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
      .sorted { $0.path < $1.path }
      .map { url in
        (
          String(url.path.dropFirst(root.path.count + 1)),
          try String(contentsOf: url, encoding: .utf8)
        )
      }
  }

  @Test("imports point down the list of rooms and keep model and hardware apart")
  func imports() throws {
    let files = try Self.files(in: "Sources")
    #expect(files.count > 40)
    for file in files {
      let parts = file.path.split(separator: "/")
      let room = String(parts[1])
      if House.foundations.contains(room) { continue }
      #expect(
        House.objections(to: House.imports(of: file.text), in: room).isEmpty, "\(file.path)")
    }
    for (room, group) in Dictionary(grouping: files, by: { $0.path.split(separator: "/")[1] }) {
      let all = group.flatMap { House.imports(of: $0.text) }
      #expect(House.objections(to: all, in: String(room)).isEmpty, "all files of \(room)")
    }
  }

  @Test("the README shows the example that is built")
  func readme() throws {
    func text(_ path: String) throws -> String {
      try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
    }
    let example = try text("Examples/Counter/main.swift")
    #expect(try text("README.md").contains("```swift\n\(example)```"))
  }

  @Test("the package lists its targets in the order of the rooms")
  func order() throws {
    let manifest = try String(
      contentsOf: Self.root.appendingPathComponent("Package.swift"), encoding: .utf8)
    let targets = House.targets(of: manifest)
    #expect(targets.count >= 10)
    let others = Set(targets).subtracting(House.order).subtracting(House.foundations)
    #expect(others.filter { !House.isBeside($0) }.isEmpty)
    let expected = House.order.filter(targets.contains)
    #expect(targets.filter(House.order.contains) == expected)
  }

  @Test("no Swift file is over 600 lines, and no source traps on a user's mistake")
  func texts() throws {
    for file in try Self.files(in: "Sources") {
      #expect(House.objections(toText: file.text, path: file.path).isEmpty)
    }
    for file in try Self.files(in: "Tests") {
      let count = file.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
      #expect(count <= 600, "\(file.path) has \(count) lines")
    }
  }
}

@Suite("House rules, on bad examples")
struct HouseRuleTests {
  @Test(
    "an import that breaks a rule is refused, with the reason",
    arguments: [
      ("HDL", ["Verilog"], "HDL imports Verilog, which stands above it"),
      ("DESNE", ["HDL"], "DESNE imports HDL: models know nothing of hardware"),
      ("FixedPoint", ["Simulation"], "FixedPoint imports Simulation: models know nothing"),
      ("Verilog", ["HDL", "Configuration"], "the language knows nothing of this accelerator"),
      ("Cosimulation", ["Datasets"], "the language knows nothing of this accelerator"),
      ("Accelerator", ["HDL", "DESNE"], "a design sees no model and no simulator"),
      ("Accelerator", ["MemorySystem"], "a design sees no model and no simulator"),
      ("Accelerator", ["Simulation"], "a design sees no model and no simulator"),
      ("Reports", ["Accelerator", "DESNE"], "imports both Accelerator and DESNE"),
      ("Attic", ["HDL"], "Attic is not in the list of rooms"),
    ])
  func refused(room: String, imports: [String], reason: String) {
    let objections = House.objections(to: imports, in: room)
    #expect(objections.contains { $0.contains(reason) }, "\(objections)")
  }

  @Test(
    "an import that keeps the rules is not",
    arguments: [
      ("nms", ["Verification", "Accelerator", "DESNE", "ArgumentParser"]),
      ("Verification", ["Accelerator", "DESNE", "Cosimulation", "HDL", "Foundation"]),
      ("Accelerator", ["HDL", "MemoryDevices", "Configuration"]), ("Verilog", ["HDL"]),
      ("DESNE", ["Configuration", "FixedPoint"]), ("FixedPoint", ["Foundation"]),
    ])
  func allowed(room: String, imports: [String]) {
    #expect(House.objections(to: imports, in: room).isEmpty)
  }

  @Test("imports are read from every form of the statement")
  func statements() {
    let text = """
      // import Nothing
      import HDL
      public import Verilog
      @testable import Simulation
      @_exported public import DESNE
      internal import struct Foundation.URL
      import class Datasets.Reader
      let text = "import Attic"
      """
    #expect(
      House.imports(of: text) == [
        "HDL", "Verilog", "Simulation", "DESNE", "Foundation", "Datasets",
      ])
  }

  @Test("targets are read from a package description in order")
  func manifest() {
    let text = """
      .library(name: "HDL", targets: ["HDL"]),
      .executableTarget(
        name: "nms",
      .target(name: "HDL", swiftSettings: strict),
      .systemLibrary(name: "CZlib"),
      .testTarget(name: "HDLTests", dependencies: ["HDL"]),
      .target(
        name: "FixedPoint"),
      """
    #expect(House.targets(of: text) == ["nms", "HDL", "FixedPoint"])
  }

  @Test("a long file, a trap and a forced try are refused")
  func texts() {
    let long = String(repeating: "\n", count: 601)
    #expect(House.objections(toText: long, path: "A") == ["A has 601 lines, more than 600"])
    #expect(House.objections(toText: String(repeating: "\n", count: 600), path: "A").isEmpty)
    let trap = "if x { fatalError" + "(\"no\") }\nlet y = try" + "! f()"
    #expect(House.objections(toText: trap, path: "A").count == 2)
  }
}
