import Foundation
import TestSupport
import Testing
import Verilog

extension Tool {
  /// Ends the test or the test case as skipped, by name, where the tool is missing and may be.
  func skipIfMissing() throws {
    if !isExpected { try Test.cancel("\(name) is not installed") }
  }

  /// Runs the module `bench` in Icarus, beside a file `vectors.txt`.
  ///
  /// - Returns: What it wrote, line by line.
  static func simulate(_ files: [VerilogFile], _ vectors: String) throws -> [String] {
    let folder = try TemporaryFolder()
    for file in files + [VerilogFile(name: "vectors.txt", text: vectors)] {
      try folder.write(file.name, file.text)
    }
    let build = try Command.run(
      ["iverilog", "-g2005", "-o", "bench.vvp", "-s", "bench"] + files.map(\.name),
      in: folder.url)
    try #require(build.status == 0, "\(build.text)")
    return try Command.run(["vvp", "-n", "bench.vvp"], in: folder.url).text
      .split(separator: "\n").map(String.init)
  }
}
