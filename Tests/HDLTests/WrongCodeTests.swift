import Foundation
import Testing

/// Swift code over the operators, given to the compiler: what it says of wrong code, and how hard it
/// has to think about right and wrong code alike.
///
/// Effort is counted in solver scopes, which are the same on every machine; beyond the limit in a
/// file's first line the compiler gives up with "unable to type-check this expression in reasonable
/// time". A user's compiler gives up at a million.
@Suite("Wrong Swift code")
struct WrongCodeTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("WrongCode")

  /// Where this build keeps the compiled module `HDL`.
  private static let modules: URL? = {
    let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let root = folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return [program, root.appendingPathComponent(".build/debug")]
      .map { $0.appendingPathComponent("Modules") }
      .first {
        FileManager.default.fileExists(atPath: $0.appendingPathComponent("HDL.swiftmodule").path)
      }
  }()

  /// The errors of the compiler, by line.
  private func errors(in text: String, scopes: String) throws -> [Int: [String]] {
    let modules = try #require(Self.modules)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "swiftc", "-typecheck", "-swift-version", "6", "-I", modules.path, "-diagnostic-style",
      "llvm", "-Xfrontend", "-solver-scope-threshold=\(scopes)", "-",
    ]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    try input.fileHandleForWriting.close()
    let said = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    var errors: [Int: [String]] = [:]
    for line in said.split(separator: "\n") {
      let parts = line.components(separatedBy: ": error: ")
      guard parts.count == 2 else { continue }
      let place = parts[0].split(separator: ":")
      let number = try #require(place.count >= 3 ? Int(place[place.count - 2]) : nil, "\(line)")
      errors[number, default: []].append(parts[1])
    }
    return errors
  }

  @Test(
    "each line gets the message beside it, within the effort stated",
    .enabled(if: modules != nil, "the compiled module HDL is not beside the tests"),
    arguments: ["Right", "Wrong", "WrongLong"])
  func messages(_ name: String) throws {
    let file = Self.folder.appendingPathComponent("\(name).swift.txt")
    let text = try String(contentsOf: file, encoding: .utf8)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let scopes = try #require(lines[0].split(separator: " ").last)
    let errors = try errors(in: text, scopes: String(scopes))
    let isUpdate = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil
    for (index, line) in lines.enumerated().dropFirst() {
      let parts = line.components(separatedBy: "  // ")
      let found = errors[index + 1, default: []].joined(separator: "; ")
      if isUpdate {
        lines[index] = found.isEmpty ? parts[0] : "\(parts[0])  // \(found)"
      } else {
        #expect(found == (parts.count == 2 ? parts[1] : ""), "\(name), line \(index + 1)")
      }
    }
    if isUpdate {
      try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
      Issue.record("\(file.lastPathComponent) is rewritten; look at the difference")
    }
  }

  @Test("a limit that is too low is noticed")
  func limit() throws {
    guard Self.modules != nil else { return }
    let text = "import HDL\nfunc f(_ a: UInt) { _ = a .+ a .+ a .+ a .+ a .+ a .+ 1.5 }\n"
    let errors = try errors(in: text, scopes: "1")
    #expect(errors[2]?.first?.contains("in reasonable time") == true)
  }
}
