public import Cosimulation
import Foundation
public import HDL
public import Simulation
import Verilog

/// Puts small changes into a design's netlist and asks a testbench which of them it sees.
///
/// Yosys spreads the changes over all cells and bits of the netlist as it reads it (`prep`, before any
/// mapping) and guards each by a value of one added input, so that all are built once. The testbench
/// runs once for each; for those that it does not see in a module with a check of its own, such as a
/// sweep over its inputs, that check runs on the module alone; for what is left Yosys is asked for a
/// proof that the changed module does the same.
public struct MutationCampaign: Sendable {
  /// The sound design.
  public let design: Design
  /// Checks of single modules.
  public let moduleChecks: [ModuleCheck]
  /// Number of changes, 1 to 10,000.
  public let count: Int
  /// Chooses the changes.
  public let seed: Int
  /// Where the tools are.
  public let toolchain: Toolchain
  /// Where built models are kept.
  public let cache: ArtifactCache

  /// Creates a campaign.
  public init(
    design: Design, moduleChecks: [ModuleCheck] = [], count: Int, seed: Int,
    toolchain: Toolchain = Toolchain(), cache: ArtifactCache = ArtifactCache()
  ) {
    self.design = design
    self.moduleChecks = moduleChecks
    self.count = count
    self.seed = seed
    self.toolchain = toolchain
    self.cache = cache
  }

  fileprivate static let portName = "mutant"
  private static let preparedFile = "prepared.il"

  /// Runs the campaign.
  ///
  /// - Parameters:
  ///   - progress: Called with the share of the work done.
  ///   - testbench: Runs on a simulator of the design, from a reset on, and tells what differs; nil
  ///     where nothing does. What it throws counts as a difference.
  /// - Returns: The outcomes in order.
  /// - Throws: `CosimulationError` when a tool is missing or fails, or the testbench finds fault with
  ///   the sound design.
  public func run(
    progress: (Double) -> Void = { _ in },
    testbench: (any Simulator) throws -> String?
  ) async throws(CosimulationError) -> [MutantOutcome] {
    let emitted = emitVerilog(design).design
    let yosys = try YosysSession(emitted, toolchain)
    defer { yosys.remove() }
    let files = emitted.files.map(\.name).joined(separator: " ")
    let width = addressBits(count + 1)
    try await yosys.run([
      "read_verilog -DSYNTHESIS \(files)", "prep -top \(emitted.topModule)",
      "write_rtlil \(Self.preparedFile)",
      "mutate -list \(count) -seed \(seed) -ctrl \(Self.portName) \(width) 1 -o list.txt",
    ])
    let read = ["read_rtlil \(Self.preparedFile)"]
    let lines = try yosys.text(of: "list.txt").split(separator: "\n").filter {
      Self.isUseful($0, clock: emitted.clock)
    }
    try await yosys.run(
      read + lines.map(String.init) + ["opt_clean", "write_verilog -noattr mutants.v"])
    let mutants = lines.compactMap(Mutant.init)

    let netlist = VerilogFile(name: "mutants.v", text: try yosys.text(of: "mutants.v"))
    let whole = try await MutatedModel(
      emitted, in: netlist, width: width, toolchain: toolchain, cache: cache)
    if let fault = whole.difference(0, testbench) {
      throw CosimulationError(.badData, "the testbench finds fault with the sound design: \(fault)")
    }
    var outcomes: [MutantOutcome] = []
    for (position, mutant) in mutants.enumerated() {
      progress(Double(position) / Double(mutants.count))
      let evidence = whole.difference(mutant.number, testbench)
      outcomes.append(
        MutantOutcome(
          mutant: mutant, verdict: evidence == nil ? .survived : .killed, evidence: evidence))
    }
    for check in moduleChecks {
      try await run(check, on: &outcomes, netlist, width: width)
    }
    let shallow = shallowModules
    for index in outcomes.indices where outcomes[index].verdict == .survived {
      let mutant = outcomes[index].mutant
      if await isEquivalent(mutant, isShallow: shallow.contains(mutant.module), read, yosys) {
        outcomes[index].verdict = .equivalent
      }
    }
    return outcomes
  }

  /// Whether a line of Yosys' list is a change to try.
  ///
  /// Yosys 0.23 stops at an asynchronous read port whose enable is not the constant 1. The clock of a
  /// register, a memory or an instance changed is a matter of timing, which no comparison by cycles sees.
  static func isUseful(_ line: Substring, clock: String?) -> Bool {
    let ports = ["CLK", clock].compactMap { $0 }
    let clocks = ["_CLK "] + ports.flatMap { ["-port \($0) ", "-port \\\($0) "] }
    return !line.contains("-port RD_EN ") && !clocks.contains { line.contains($0) }
  }

  /// Runs the check of a module for the survivors that are in it.
  private func run(
    _ check: ModuleCheck, on outcomes: inout [MutantOutcome], _ netlist: VerilogFile, width: Int
  ) async throws(CosimulationError) {
    let emitted = emitVerilog(check.design).design
    let files = Set(emitted.files.map(\.name))
    let indices = outcomes.indices.filter {
      outcomes[$0].verdict == .survived && files.contains(outcomes[$0].mutant.module + ".v")
    }
    guard !indices.isEmpty else { return }
    let module = try await MutatedModel(
      emitted, in: netlist, width: width, toolchain: toolchain, cache: cache)
    if let fault = module.difference(0, check.run) {
      throw CosimulationError(
        .badData, "the check of \(emitted.topModule) finds fault with the sound module: \(fault)")
    }
    for index in indices {
      guard let evidence = module.difference(outcomes[index].mutant.number, check.run) else {
        // What depends on another bit may depend on another input that is under way, and not all
        // successions of inputs were tried.
        if check.isExhaustive, outcomes[index].mutant.controlBit == nil {
          outcomes[index].verdict = .equivalent
          outcomes[index].evidence = "\(emitted.topModule) alone: the same for every input"
        }
        continue
      }
      outcomes[index].verdict = .killed
      outcomes[index].evidence = "\(emitted.topModule) alone: \(evidence)"
    }
  }

  /// Modules with nothing below what is in them: small enough for a proof of all of it.
  private var shallowModules: Set<String> {
    let modules = design.modules
    func hasInstances(_ instance: ModuleGraph.Instance) -> Bool {
      !modules[Int(instance.module)].instances.isEmpty
    }
    return Set(modules.filter { !$0.instances.contains(where: hasInstances) }.map(\.name))
  }

  /// Whether the module with the change is proven equal to the module without: net by net, from equal
  /// registers and inputs; if it is shallow also with the modules in it, or, for pipelines without
  /// feedback, at the outputs after so many cycles that nothing of the start is left.
  private func isEquivalent(
    _ mutant: Mutant, isShallow: Bool, _ read: [String], _ yosys: YosysSession
  ) async -> Bool {
    let module = mutant.module
    let both =
      read + [
        "hierarchy -top \(module)", "design -save sound", mutant.command, "design -stash changed",
        "design -load sound",
        "design -copy-from changed -as changed \(module)", "select changed \(module)",
        "opt_clean", "select -clear",
      ]
    let netByNet = [
      "equiv_make \(module) changed equal", "hierarchy -top equal", "opt -full", "equiv_struct",
      "equiv_simple -undef -seq 1", "equiv_induct -undef -seq 3", "equiv_status -assert",
    ]
    if (try? await yosys.run(both + netByNet)) != nil { return true }
    guard isShallow else { return false }
    // Only registers and outputs are compared, so that what no register reads may differ; with the
    // modules inside, whose unread inputs then are known.
    let inside = ["select \(module) changed", "flatten", "opt_clean", "select -clear"]
    let registersOnly = [
      "select -set registers \(module)/t:$*dff* changed/t:$*dff* %u %co1:+[Q] w:* %i",
      "rename -hide \(module)/w:* changed/w:* %u @registers %d",
    ]
    let byRegister = both + inside + registersOnly + netByNet
    if (try? await yosys.run(byRegister)) != nil { return true }
    // From registers of any content, which are gone after so many cycles: few are enough for the units
    // of arithmetic.
    for cycles in [5, 12] {
      let atOutputs = [
        "miter -equiv -flatten \(module) changed miter", "hierarchy -top miter", "opt -full",
        "sat -verify -tempinduct -seq \(cycles) -maxsteps 2 -timeout 30 -prove trigger 0 miter",
      ]
      if (try? await yosys.run(both + atOutputs)) != nil { return true }
    }
    return false
  }
}

/// A module of the netlist with all changes, built and ready to run.
private struct MutatedModel {
  private let simulator: VerilatorSimulator
  private let selector: PortStorage

  /// - Parameters:
  ///   - sound: The module without changes.
  ///   - netlist: It and all others with changes.
  ///   - width: Bits of the input that chooses a change.
  ///   - toolchain: Where the tools are.
  ///   - cache: Where built models are kept.
  init(
    _ sound: VerilogDesign, in netlist: VerilogFile, width: Int, toolchain: Toolchain,
    cache: ArtifactCache
  ) async throws(CosimulationError) {
    let name = MutationCampaign.portName
    let mutated = VerilogDesign(
      topModule: sound.topModule, files: [netlist],
      ports: sound.ports + [VerilogPort(name: name, bitWidth: width, direction: .input)],
      clock: sound.clock, reset: sound.reset)
    var options = VerilatorOptions.longRun
    options.areWarningsErrors = false
    let build = VerilatorBuild(options: options, toolchain: toolchain, cache: cache)
    simulator = try VerilatorSimulator(try await build.model(of: mutated))
    guard let index = simulator.ports.firstIndex(where: { $0.name == name }) else {
      throw CosimulationError(.internal, "the mutated netlist has no port \(name)")
    }
    selector = simulator.storage(ofPort: index)
  }

  /// What a check sees of a change; 0 is none.
  func difference(_ number: Int, _ check: (any Simulator) throws -> String?) -> String? {
    selector.value = UInt64(number)
    do { return try check(simulator) } catch { return "\(error)" }
  }
}
