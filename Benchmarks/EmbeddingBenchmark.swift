import DESNE
import Datasets
import Foundation

/// DE-SNE beside scikit-learn and openTSNE on the same cores: whole embeddings of the same images with
/// the same number of steps, measured in turns.
///
/// Needs the environment of `make reference` and the real images; without them the comparison is
/// skipped by name. scikit-learn's exact method at 5,000 images takes minutes and runs only with
/// `NMS_BENCH_LONG` set.
func benchmarkEmbedding() throws {
  try benchmarkPairs()
  guard let python = referencePython else {
    print("SKIP embedding against scikit-learn and openTSNE: run `make reference` first")
    return
  }
  let environment = ProcessInfo.processInfo.environment
  guard let folder = environment["NMS_DATA"], !folder.isEmpty else {
    print("SKIP embedding against scikit-learn and openTSNE: NMS_DATA names no folder of images")
    return
  }
  let images = try Dataset.open(folder + "/fashion-mnist", split: .train)
  for count in [1_000, 5_000] where count <= images.count {
    let subset = images.prefix(count)
    for method in ["scikit-learn exact", "scikit-learn barnes-hut", "openTSNE bh", "openTSNE fft"] {
      let isLong = count > 1_000 && method == "scikit-learn exact"
      guard !isLong || environment["NMS_BENCH_LONG"] != nil else {
        print("SKIP \(method) at \(count) images: minutes; set NMS_BENCH_LONG to run it")
        continue
      }
      try compare(subset, method, steps: isLong ? 250 : 500, python: python)
    }
  }
}

/// Python with the reference implementations, if `make reference` installed it.
private var referencePython: URL? {
  let path = ProcessInfo.processInfo.environment["NMS_REFERENCE"] ?? ".build/tools-tsne"
  let python = URL(fileURLWithPath: path + "/bin/python")
  return FileManager.default.isExecutableFile(atPath: python.path) ? python : nil
}

/// The pairs of points that one core handles in a second: forces of both, float32.
private func benchmarkPairs() throws {
  let count = 2_048
  var random = Xorshift64(seed: 1)
  let images = (0..<count * 16).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  let distances = try SquaredDistances(images: images, bytesPerImage: 16)
  let options = DESNEOptions(search: .newton(Newton()), threads: 1)
  let bandwidths = try BandwidthResult(distances: distances, options: options)
  let affinities = Affinities(distances: distances, bandwidths: bandwidths, threads: 1)
  let descent = try GradientDescent(affinities: affinities, options: options)
  var shortest = Double.infinity
  for _ in 0..<10 {
    let before = processorSeconds()
    for _ in 0..<20 { descent.step() }
    shortest = min(shortest, processorSeconds() - before)
  }
  let rate = 20 * Double(count) * Double(count) / shortest / 1e9
  printFigure("pairs of points in a step", rate, "G/s a core", goal: "> 1", rate > 1)
}

private func compare(_ images: Dataset, _ method: String, steps: Int, python: URL) throws {
  let bytes = images.shape.byteCount
  let options = DESNEOptions(
    search: .bisection(Bisection()), iterations: steps, exaggerationIterations: 250,
    historyInterval: 0)
  func own() throws -> Times {
    let before = processorSeconds()
    let elapsed = try best(of: 1) {
      _ = try Embedding(images: images.pixels, bytesPerImage: bytes, options: options)
    }
    return Times(elapsed: elapsed, processor: processorSeconds() - before)
  }
  let first = try own()
  let theirs = try reference(images, method, steps: steps, python: python)
  let second = try own()
  let ours = Times(
    elapsed: (first.elapsed + second.elapsed) / 2,
    processor: (first.processor + second.processor) / 2)
  let name = "DE-SNE against \(method), \(images.count) images"
  print(
    String(
      format: "     %d steps: %.2f s and %.2f CPU s against %.2f s and %.2f CPU s", steps,
      ours.elapsed, ours.processor, theirs.elapsed, theirs.processor))
  let ratio = theirs.elapsed / ours.elapsed
  printFigure(name, ratio, "times as fast", goal: "> 1", ratio > 1)
  // On a machine with other work this is the steadier one.
  let processorRatio = theirs.processor / ours.processor
  printFigure(
    name + ", in processor time", processorRatio, "times", goal: "> 1", processorRatio > 1)
}

/// What an embedding took, by the clock and summed over the cores.
private struct Times {
  let elapsed: Double
  let processor: Double
}

/// What a reference implementation takes, as it measures itself without its start.
private func reference(
  _ images: Dataset, _ method: String, steps: Int, python: URL
) throws -> Times {
  let file = FileManager.default.temporaryDirectory
    .appendingPathComponent("nms-bench-images-\(ProcessInfo.processInfo.processIdentifier)")
  try Data(images.pixels).write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }
  let process = Process()
  process.executableURL = python
  process.arguments = [
    "Scripts/reference-tsne.py", "times", file.path, "\(images.count)",
    "\(images.shape.byteCount)", "\(steps)", method,
  ]
  // Threads that wait for others without using the processor: else their waiting counts as work.
  process.environment = ProcessInfo.processInfo.environment.merging(
    ["OMP_WAIT_POLICY": "passive"]
  ) { $1 }
  let output = Pipe()
  process.standardOutput = output
  try process.run()
  let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  let numbers = text.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
  guard process.terminationStatus == 0, numbers.count == 2 else {
    throw ReferenceFailure(method: method, output: text)
  }
  return Times(elapsed: numbers[0], processor: numbers[1])
}

/// A reference implementation that gave no time.
private struct ReferenceFailure: Error, CustomStringConvertible {
  let method: String
  let output: String
  var description: String { "\(method) failed and printed: \(output)" }
}
