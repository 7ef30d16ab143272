import Foundation
import Testing

@Suite("The fixed-point model has integers only")
struct IntegerOnlyTests {
  private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources")

  /// What a text has that computes with floating point: names of types and functions, imports beyond
  /// the four, literals with a fraction.
  static func objections(to text: String) -> [String] {
    var code = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      // Comments may say 0.5, code may not.
      let end = line.range(of: "//")?.lowerBound ?? line.endIndex
      code += line[..<end] + "\n"
    }
    let forbidden = [
      "Float", "Double", "Float16", "Float32", "Float64", "Float80", "CGFloat", "Decimal",
      "BinaryFloatingPoint", "FloatingPoint", "KernelReal", "float", "double", "_Float16",
      "exp", "exp2f", "log", "logf", "pow", "powf", "sqrt", "sqrtf", "doubleValue", "converting",
      "nms_exp2", "nms_log2", "squareRoot()",
    ]
    let words = Set(
      code.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "(" || $0 == ")") }
        .map(String.init))
    let bare = Set(
      code.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
    var found = forbidden.filter { bare.contains($0) || words.contains($0) }
    for match in code.matches(of: /import +([A-Za-z.]+)/) {
      let name = String(match.1)
      if !["Configuration", "FixedPoint", "CDESNEKernels"].contains(name) {
        found.append("import \(name)")
      }
    }
    found += code.matches(of: /[^A-Za-z_0-9.$]([0-9_]+\.[0-9]+)/).map { String($0.1) }
    found += code.matches(of: /[0-9]e-?[0-9]+/).map { String($0.0) }
      .filter { !code.contains("0x") || !$0.isEmpty }
    return found
  }

  @Test("no source of the model computes with floating point")
  func sources() throws {
    let folder = Self.sources.appendingPathComponent("DESNE/Fixed")
    let enumerator = try #require(
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    var files = enumerator.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
    #expect(files.count > 15)
    let kernels = Self.sources.appendingPathComponent("CDESNEKernels")
    files += ["fixed_affinity.c", "fixed_pairs.c", "include/desne_fixed.h"].map {
      kernels.appendingPathComponent($0)
    }
    for file in files {
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(Self.objections(to: text).isEmpty, "\(file.lastPathComponent)")
    }
  }

  @Test(
    "a source that does is found",
    arguments: [
      ("let x: Double = y", "Double"), ("x = Float(3)", "Float"),
      ("import Foundation", "import Foundation"),
      ("let x = 0.5 * y", "0.5"), ("x = 1e3", "1e3"), ("x = exp(y)", "exp"),
      ("double x;", "double"),
      ("value.doubleValue", "doubleValue"),
    ])
  func bad(text: String, reason: String) {
    #expect(Self.objections(to: text).contains(reason))
  }

  @Test(
    "integers, tuple places and comments are not",
    arguments: [
      "let x = a.0 << 3", "// 0.5 of a Double", "/// 1e3", "x = expression + logBeta", "0x1e3",
      "import Configuration",
    ])
  func good(text: String) {
    #expect(Self.objections(to: text).filter { !text.contains("0x") || $0 != "1e3" }.isEmpty)
  }
}
