import Foundation

/// The processor of this machine, as far as compiler flags depend on it.
enum Processor {
  /// Feature names of the first processor in the order the system lists them; empty where the
  /// system does not say.
  static let features: [String] = {
    guard let data = FileManager.default.contents(atPath: "/proc/cpuinfo") else { return [] }
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
    let line = lines.first { $0.hasPrefix("flags") || $0.hasPrefix("Features") }
    return line?.split(separator: ":").last?.split(separator: " ").map(String.init) ?? []
  }()

  /// Whether the level x86-64-v3 of the System V ABI supplement is there; `abm` is how Linux
  /// names LZCNT.
  static let hasX86Level3: Bool = {
    let needed = ["avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave"]
    return needed.allSatisfy { features.contains($0) }
  }()

  /// Compiler flags for a set of instructions.
  static func flags(for set: VerilatorOptions.InstructionSet) -> [String] {
    switch set {
    case .portable: []
    case .vector: hasX86Level3 ? ["-march=x86-64-v3"] : []
    case .native: ["-march=native"]
    }
  }
}
