public import Accelerator
public import ArgumentParser
import Configuration
import Foundation
import MemoryDevices
import Reports
import Verification

/// Prints what the units take.
struct AreaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "area",
    abstract: "Map units of the sampler, or the whole, to ECP5 cells with Yosys.",
    discussion: """
      Depth is in LUT levels between registers, a multiplier counting 3. With --stages the depth up \
      to every register is printed. The whole sampler is mapped module by module, and the sums show \
      what its blocks take; with --block a block is mapped in one piece, as the other units are. \
      What stands behind its port of the memory is in these sums as the configuration has it; the \
      unit memory is the back ends dram and axi4 alone.
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
    /// What stands behind the port of the memory.
    case memory
    /// The whole sampler, module by module.
    case sampler
  }

  @Option(help: "affinity, embedding, selection, memory or sampler. Default: all but the sampler.")
  var unit: Stage?

  @Option(
    help: """
      Only this block of the sampler: front, distances, rows, affinities, joint, triangle, \
      embedding, selector, registers, queue or whole. In one piece, which takes long for large ones.
      """)
  var block: SamplerBlock?

  @Option(
    help: """
      The DRAM of the unit memory: \(MemoryDevice.builtInNames.joined(separator: ", ")), or a JSON \
      file. Default: that of the configuration.
      """)
  var device: String?

  @Flag(help: "Print the depth up to every register.")
  var stages = false

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    if let unit, unit != .sampler, block != nil {
      throw ValidationError("--block is of the sampler; leave out --unit \(unit.rawValue)")
    }
    if device != nil, unit != .memory {
      throw ValidationError("--device is of the memory; add --unit memory")
    }
  }

  func run() async throws {
    try await reportingFailures {
      let progress = ProgressReporter(isEnabled: !json)
      let configuration = try options.load()
      var areas: [Verification.UnitArea] = []
      let clock = ContinuousClock()
      let start = clock.now
      if unit == .sampler, block == nil {
        progress.update(0, "sampler")
        let area = try await HierarchyArea.sampler(configuration)
        let seconds = (clock.now - start) / .seconds(1)
        progress.finish()
        if json { try printJSON(area) } else { print(Self.text(area)) }
        if !json { print("\(configuration.name), \(fixed(seconds, 0)) s") }
        return
      }
      let chosen: [Stage] =
        if let unit { [unit] } else if block != nil { [.sampler] } else {
          [.affinity, .embedding, .selection, .memory]
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

  private static func text(_ area: HierarchyArea) -> String {
    func cells(_ cells: HierarchyArea.Cells) -> [String] {
      [cells.luts, cells.registers, cells.multipliers, cells.blockRAMs].map(String.init)
    }
    let head = ["LUT", "FF", "multipliers", "block RAM"]
    var blocks = TextTable(["block with all in it"] + head)
    for block in area.blocks { blocks.append([block.name] + cells(block.whole)) }
    var modules = TextTable(["module alone", "instances"] + head.map { $0 + " each" })
    for module in area.modules {
      modules.append([module.name, "\(module.instances)"] + cells(module.own))
      guard module.name == area.top else { continue }
      blocks.append([module.name] + cells(module.whole))
    }
    return "\(blocks)\n\n\(modules)"
  }

  private func areas(
    of stage: Stage, _ configuration: SamplerConfiguration, progress: (Double) -> Void
  ) async throws -> [Verification.UnitArea] {
    switch stage {
    case .affinity: try await Verification.UnitArea.affinity(configuration, progress: progress)
    case .embedding: try await Verification.UnitArea.embedding(configuration, progress: progress)
    case .selection: try await Verification.UnitArea.selection(configuration, progress: progress)
    case .memory:
      try await Verification.UnitArea.memory(configuration, device: device, progress: progress)
    case .sampler: try await [Verification.UnitArea.block(block ?? .whole, of: configuration)]
    }
  }
}

extension SamplerBlock: ExpressibleByArgument {}
