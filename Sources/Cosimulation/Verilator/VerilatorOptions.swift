/// How a Verilator model is translated and compiled.
public struct VerilatorOptions: Sendable, Hashable, Codable {
  /// Effort of the C++ compiler.
  public enum Optimization: String, Sendable, Hashable, Codable, CaseIterable {
    /// Fastest build, several times slower simulation.
    case none = "-O0"
    /// Short builds: for an edit and a run of up to a few million cycles.
    case basic = "-O1"
    /// For long runs.
    case full = "-O2"
  }

  /// Instructions the compiler may use.
  public enum InstructionSet: String, Sendable, Hashable, Codable, CaseIterable {
    /// What every processor of the architecture has.
    case portable
    /// The level x86-64-v3 (AVX2) where this processor has it, else `portable`.
    case vector
    /// Everything this processor has.
    case native
  }

  /// Effort of the C++ compiler.
  public var optimization: Optimization
  /// Instructions the compiler may use.
  public var instructionSet: InstructionSet
  /// Whether the model can write waveforms; costs build time, and up to 4 % speed while closed.
  public var isTracing: Bool
  /// Whether assertions in the Verilog are compiled in.
  public var hasAssertions: Bool
  /// Whether a lint warning fails the build. All warnings of `-Wall` are on.
  public var areWarningsErrors: Bool

  /// Creates options; the defaults suit an edit and a short run.
  public init(
    optimization: Optimization = .basic, instructionSet: InstructionSet = .portable,
    isTracing: Bool = false, hasAssertions: Bool = true, areWarningsErrors: Bool = true
  ) {
    self.optimization = optimization
    self.instructionSet = instructionSet
    self.isTracing = isTracing
    self.hasAssertions = hasAssertions
    self.areWarningsErrors = areWarningsErrors
  }

  /// Options for long runs: full optimisation and the vector instructions this processor has.
  public static let longRun = VerilatorOptions(optimization: .full, instructionSet: .vector)
}
