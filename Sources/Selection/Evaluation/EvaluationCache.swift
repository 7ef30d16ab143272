public import Foundation

/// Keeps an unfinished evaluation in a file, so that the same plan goes on where it stopped.
public struct EvaluationCache: Sendable {
  /// The file; its name tells plans and images apart.
  public let file: URL

  /// The file of a run in a folder.
  public init(folder: URL, run: EvaluationRun) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ bytes: some Sequence<UInt8>) {
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
    let plan = run.plan
    add("\(plan.ratios) \(plan.methods.map(\.name)) \(plan.seeds) \(plan.scope)".utf8)
    add("\(plan.training) \(plan.maps)".utf8)
    for images in [run.training, run.test] {
      add(images.pixels)
      add(images.labels ?? [])
    }
    let name = run.training.name.map { $0.isLetter || $0.isNumber ? $0 : "-" }
    file = folder.appending(
      path: "evaluation-\(String(name))-\(String(hash, radix: 16)).json")
  }

  /// What the file holds; nil if there is none that can be read.
  public func load() -> Evaluation? {
    guard let data = try? Data(contentsOf: file) else { return nil }
    return try? JSONDecoder().decode(Evaluation.self, from: data)
  }

  /// Writes the file in one go.
  public func save(_ evaluation: Evaluation) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    try encoder.encode(evaluation).write(to: file, options: .atomic)
  }
}
