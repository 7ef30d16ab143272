import ArgumentParser
import Configuration
import Datasets
import Foundation
import Networks
import Reports
import Selection

/// Compares methods by what learners make of the exemplars they choose.
struct EvaluateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Train small networks on the exemplars of every method and compare test accuracies.",
    discussion: """
      For every method, ratio and seed the exemplars are chosen from the training images, every \
      learner learns from them alone, and is judged on the test images. The accuracies are the same \
      on every machine. Stopped, the same command with --output goes on where it was. The embedded \
      digits have no test images: every third image is held back.
      """)

  @OptionGroup var options: ConfigurationOptions

  @Option(help: "digits (embedded), or a folder with training and test images; may be repeated.")
  var dataset: [String] = ["digits"]

  @Option(help: "Percentages of the images to keep, such as 1,5,10,20.")
  var ratios = "1,5,10,20"

  @Option(help: "Methods, such as cells,random,dq; default: all.")
  var methods: String?

  @Option(help: "Learners out of 1-nn, softmax, mlp and cnn.")
  var learners = "1-nn,mlp,cnn"

  @Option(help: "Number of seeds: 1 to 1000; three or more show the spread.")
  var seeds = 3

  @Option(help: "Updates of every network: 1 to 1000000.")
  var updates = TrainingOptions().updates

  @Option(help: "What computes maps: float, or fixed (integers as in hardware).")
  var engine = MapEngine.float

  @Option(help: "Steps of gradient descent of every map: 1 to 65535.")
  var iterations = MapOptions().iterations

  @Option(help: "Trainings at once: 1 to 256; default: the number of cores.")
  var threads: Int?

  @Option(help: "Folder for tables, charts and what an unfinished run has computed.")
  var output: String?

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    do {
      guard (1...1_000).contains(seeds) else {
        throw ValidationError("--seeds is \(seeds); choose 1 to 1000")
      }
      try plan(.edge).validate()
    } catch let error as SelectionError {
      throw ValidationError(error.description)
    }
  }

  private func plan(_ configuration: SamplerConfiguration) throws -> EvaluationPlan {
    let percentages = try split(ratios).map { text -> Double in
      guard let value = Double(text), value > 0, value <= 100 else {
        throw ValidationError(
          "'\(text)' in --ratios is no percentage; choose numbers above 0 and at most 100")
      }
      return value / 100
    }
    let chosen = try split(learners).map { text -> Learner in
      guard let learner = Learner(rawValue: text) else {
        let names = Learner.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("there is no learner '\(text)'; choose among \(names)")
      }
      return learner
    }
    return EvaluationPlan(
      ratios: percentages,
      methods: try methods.map { try split($0).map(SelectionMethods.named) }
        ?? SelectionMethods.all,
      learners: chosen, seeds: (0..<max(0, seeds)).map { UInt64($0 + 1) },
      training: TrainingOptions(updates: updates),
      maps: MapOptions(engine: engine, iterations: iterations, configuration: configuration),
      threads: threads ?? min(256, ProcessInfo.processInfo.activeProcessorCount))
  }

  /// The distinct words of a list with commas, in their order.
  private func split(_ list: String) -> [String] {
    var words: [String] = []
    for word in list.split(separator: ",").map({ $0.trimmingCharacters(in: .whitespaces) })
    where !words.contains(word) {
      words.append(word)
    }
    return words
  }

  func run() async throws {
    try await reportingFailures {
      let plan = try plan(options.load())
      let runs = try dataset.map { name in
        let (training, test) = try EvaluateCommand.images(name)
        return try EvaluationRun(plan: plan, training: training, test: test)
      }
      let folder = output.map { URL(filePath: $0) }
      if let folder {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      }
      let progress = ProgressReporter()
      var evaluations: [Evaluation] = []
      for run in runs {
        let cache = folder.map { EvaluationCache(folder: $0, run: run) }
        var saved = ContinuousClock.now
        let evaluation = try await run.result(continuing: cache?.load()) { share, label, soFar in
          progress.update(share, label)
          if soFar.cells.isEmpty || ContinuousClock.now - saved > .seconds(10) {
            try cache?.save(soFar)
            saved = .now
          }
        }
        try cache?.save(evaluation)
        evaluations.append(evaluation)
      }
      progress.finish()
      let report = EvaluationReport(evaluations)
      if json { try printJSON(evaluations) } else { print(report.text, terminator: "") }
      if let folder { try report.write(to: folder) }
    }
  }

  private static func images(_ name: String) throws -> (training: Dataset, test: Dataset) {
    guard name == "digits" else {
      return (try .open(name, split: .train), try .open(name, split: .test))
    }
    let digits = try Dataset.opticalDigits()
    let isTest = { (index: Int) in index % 3 == 2 }
    return (
      try digits.subset(indices: (0..<digits.count).filter { !isTest($0) }),
      try digits.subset(indices: (0..<digits.count).filter(isTest))
    )
  }
}
