public import Cosimulation
public import HDL

/// Tries to prove every assertion of a module and all below it, and to reach every cover.
///
/// ```swift
/// let proof = try await prove(SkidBuffer(width: 8))
/// print(proof)
/// ```
///
/// The run starts in an arbitrary state: registers and memories hold anything. A design with a reset
/// has it active in cycle 0 and never again, which loses nothing, since every state is a state in
/// which it may be reset. Assertions are proven from then on, for all inputs that the assumptions
/// allow.
///
/// Yosys solves it, with memories dissolved into registers: meant for blocks of up to some thousand
/// bits of state. Multipliers are hard for it.
///
/// - Parameters:
///   - module: The top module.
///   - depth: Cycles after reset within which everything is tried, and the longest induction.
///   - isInductive: Whether to prove for ever; otherwise up to `depth` only.
/// - Throws: `ElaborationError` for a wrong design, `CosimulationError` of kind `missingTool`
///   without Yosys.
public func prove<Top: Module>(
  _ module: Top, depth: Int = 20, isInductive: Bool = true
) async throws -> Proof {
  try await prove(
    design: elaborate(module), options: ProofOptions(depth: depth, isInductive: isInductive))
}

/// Tries to prove every assertion of a design and to reach every cover.
///
/// - Throws: `CosimulationError` of kind `missingTool` without Yosys, `internal` where it fails.
public func prove(
  design: Design, options: ProofOptions = ProofOptions()
) async throws(CosimulationError) -> Proof {
  try await Prover(design: design, options: options).run()
}
