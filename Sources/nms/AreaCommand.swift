public import Accelerator
public import ArgumentParser
import Configuration
import Foundation
import Reports
import Verification

/// Prints what the units take.
struct AreaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "area",
    abstract: "Map units of the sampler, or all its blocks, to ECP5 cells with Yosys.",
    discussion: """
      Depth is in LUT levels between registers, a multiplier counting 3. With --stages the depth up \
      to every register is printed.
      """)

  @OptionGroup var options: ConfigurationOptions

  /// Whose units are mapped.
  enum Stage: String, CaseIterable, ExpressibleByArgument {
    /// Affinity and search.
    case affinity
    /// The embedding.
    case embedding
    /// The exemplar selector.
    case selection
    /// The sampler, block by block.
    case sampler
  }

  @Option(help: "affinity, embedding, selection or sampler. Default: all but the sampler.")
  var unit: Stage?

  @Option(
    help: """
      Only this block of the sampler: front, distances, rows, affinities, joint, triangle, \
      embedding, selector, registers, queue or whole.
      """)
  var block: SamplerBlock?

  @Flag(help: "Print the depth up to every register.")
  var stages = false

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    if let unit, unit != .sampler, block != nil {
      throw ValidationError("--block is of the sampler; leave out --unit \(unit.rawValue)")
    }
  }

  func run() async throws {
    try await reportingFailures {
      let progress = ProgressReporter(isEnabled: !json)
      let configuration = try options.load()
      var areas: [Verification.UnitArea] = []
      let clock = ContinuousClock()
      let start = clock.now
      let chosen: [Stage] =
        if let unit { [unit] } else if block != nil { [.sampler] } else {
          [.affinity, .embedding, .selection]
        }
      for stage in chosen {
        areas += try await self.areas(of: stage, configuration) {
          progress.update($0, "units of \(stage.rawValue)")
        }
      }
      let seconds = (clock.now - start) / .seconds(1)
      progress.finish()
      if json {
        try printJSON(areas)
        return
      }
      var table = TextTable([
        "unit", "LUT", "FF", "multipliers", "block RAM", "depth", "slowest register",
      ])
      for area in areas {
        table.append([
          area.unit, "\(area.luts)", "\(area.registers)", "\(area.multipliers)",
          "\(area.blockRAMs)", "\(area.depth)", area.slowestRegister,
        ])
      }
      print(table)
      print("\(configuration.name), \(fixed(seconds, 0)) s")
      guard stages else { return }
      for area in areas {
        var table = TextTable(["register of \(area.unit)", "depth"])
        for (register, depth) in area.stages.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) })
        {
          table.append([register, "\(depth)"])
        }
        print("\n\(table)")
      }
    }
  }

  private func areas(
    of stage: Stage, _ configuration: SamplerConfiguration, progress: (Double) -> Void
  ) async throws -> [Verification.UnitArea] {
    switch stage {
    case .affinity: try await Verification.UnitArea.affinity(configuration, progress: progress)
    case .embedding: try await Verification.UnitArea.embedding(configuration, progress: progress)
    case .selection: try await Verification.UnitArea.selection(configuration, progress: progress)
    case .sampler:
      try await Verification.UnitArea.sampler(
        configuration, blocks: block.map { [$0] } ?? SamplerBlock.allCases, progress: progress)
    }
  }
}

extension SamplerBlock: ExpressibleByArgument {}
