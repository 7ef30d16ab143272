public import HDL

/// A linear feedback shift register of maximal length: it runs through all 2^width - 1 states other
/// than 0 in a fixed, scrambled order.
///
/// Latency: `state` is a register and moves on in the cycle after `enable`. Area: `width` registers
/// and, for two taps, one exclusive or (for four taps three); no carry chain, so it also serves as
/// the smallest and quickest counter where the order of the states does not matter.
///
/// Successive states are shifted copies of each other: for random *numbers* take `Xorshift`, or let
/// the register make several steps between two of them.
public struct LFSR: Module, Sendable {
  /// Where the feedback is added.
  public enum Form: String, Hashable, Sendable {
    /// The exclusive or of all taps is shifted in at bit 0; the register shifts left.
    case fibonacci
    /// The bit shifted out is added at every tap; the register shifts right. No path is longer than
    /// one exclusive or, however many taps there are.
    case galois
  }

  /// Width of the register, 2 to 64 bits.
  public let width: Int
  /// Where the feedback is added.
  public let form: Form
  /// State after reset, 1 to 2^width - 1.
  public let seed: Int

  /// Creates a register of `width` bits.
  public init(width: Int, form: Form = .fibonacci, seed: Int = 1) {
    self.width = width
    self.form = form
    self.seed = seed
  }

  /// Width, form and a seed other than 1.
  public var moduleName: String {
    "LFSR_\(width.magnitude)_\(form.rawValue)" + (seed == 1 ? "" : "_seed\(seed.magnitude)")
  }

  /// An enable in, the state out.
  public struct Ports {
    /// Move on to the next state.
    public let enable: Bit
    /// The state, never 0.
    public let state: Bits
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(enable: declare.input(.bit), state: declare.output(.bits(possibleWidth)))
  }

  /// Describes the register and its feedback.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let width = possibleWidth
    if width != self.width {
      module.report(
        .parameterOutOfRange, "an LFSR of \(self.width) bits", fix: "use 2 to 64 bits")
    }
    // Any positive Int fits 63 bits.
    let seeds = 1...(width >= 63 ? Int.max : (1 << width) - 1)
    if !seeds.contains(seed) {
      module.report(
        .parameterOutOfRange, "an LFSR of \(width) bits has seed \(seed)",
        fix: "use a seed in \(seeds)")
    }
    let stages = module.register(
      "stages", .bits(width), reset: seeds.contains(seed) ? seed : 1, enable: ports.enable)
    let taps = LFSR.taps(width)
    switch form {
    case .fibonacci:
      let feedback = taps.dropFirst().reduce(stages[width - 1]) { $0 .^ stages[$1 - 1] }
      stages.assign(concatenate(stages[0..<width - 1], feedback.named("feedback")))
    case .galois:
      let out = stages[0]
      let next = (0..<width).reversed().map { index in
        index == width - 1
          ? out : taps.contains(index + 1) ? stages[index + 1] .^ out : stages[index + 1]
      }
      stages.assign(module.concatenate(next))
    }
    ports.state.assign(stages)
  }

  /// The width, or where it is refused a possible one for the description to go on with.
  private var possibleWidth: Int { LFSR.widths.contains(width) ? width : 2 }
}
