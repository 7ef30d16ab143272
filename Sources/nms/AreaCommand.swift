import ArgumentParser
import Foundation
import Reports
import Verification

/// Prints what the units take.
struct AreaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "area",
    abstract:
      "Map the units of affinity stage and selection to ECP5 cells with Yosys and count them.",
    discussion: """
      Depth is in LUT levels between registers, a multiplier counting 3. With --stages the depth up \
      to every register is printed.
      """)

  @OptionGroup var options: ConfigurationOptions

  @Flag(help: "Print the depth up to every register.")
  var stages = false

  @Flag(help: "Print the result as JSON.")
  var json = false

  func run() async throws {
    try await reportingFailures {
      let progress = ProgressReporter(isEnabled: !json)
      let configuration = try options.load()
      var areas = try await UnitArea.affinity(configuration) {
        progress.update($0, "units of the affinity stage")
      }
      areas += try await UnitArea.selection(configuration) {
        progress.update($0, "units of the selection")
      }
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
}
