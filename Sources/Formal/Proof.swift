public import HDL

/// What came out of an attempt to prove the assertions of a design and to reach its covers.
public struct Proof: Sendable, Hashable, CustomStringConvertible {
  /// What is known of the assertions.
  public enum Outcome: Sendable, Hashable {
    /// They hold for ever, in every state that reset and the assumptions allow; shown by induction
    /// over so many cycles. Also of a design without assertions, with 0 cycles.
    case proven(inductionLength: Int)
    /// They hold for so many cycles after reset; nothing is known of later ones.
    case bounded(depth: Int)
    /// One of them fails.
    case refuted(Trace)
    /// Nothing is known, for this reason.
    case unknown(String)
  }

  /// A cover and the shortest way to it.
  public struct Cover: Sendable, Hashable {
    /// Which cover.
    public var property: PropertyInstance
    /// The way, or `nil` where there is none within the depth.
    public var trace: Trace?
  }

  /// Name of the top module.
  public var name: String
  /// What is known of the assertions.
  public var outcome: Outcome
  /// One entry a cover, in the order of the design's properties.
  public var covers: [Cover]
  /// Where `outcome` is `bounded`: states that no reset need lead to, which satisfy the assertions
  /// for `depth` cycles and then break one. An assertion that rules them out makes the induction
  /// go through.
  public var inductionGap: Trace?
  /// Cycles after reset that were looked at.
  public var depth: Int

  /// Whether all assertions hold for ever.
  public var isProven: Bool {
    if case .proven = outcome { return true }
    return false
  }

  /// The way to a failure, where there is one.
  public var counterexample: Trace? {
    if case .refuted(let trace) = outcome { return trace }
    return nil
  }

  /// Covers without a way to them.
  public var unreachedCovers: [PropertyInstance] {
    covers.filter { $0.trace == nil }.map(\.property)
  }

  /// The outcome in a sentence, then the counterexample as a waveform and the covers, a line each.
  public var description: String {
    var lines: [String] = []
    switch outcome {
    case .proven(let length):
      lines.append("`\(name)` is proven by induction over \(length) \(Self.cycles(length))")
    case .bounded(let depth):
      lines.append(
        "`\(name)` holds for \(depth) \(Self.cycles(depth)) after reset; later ones are not proven")
      if let inductionGap {
        lines.append(
          "the induction fails from a state that may be unreachable: \(inductionGap.message)")
        lines.append(inductionGap.waveform)
      }
    case .refuted(let trace):
      lines.append("`\(name)` is wrong: \(trace.message)")
      lines.append(trace.waveform)
    case .unknown(let reason): lines.append("`\(name)` is neither proven nor refuted: \(reason)")
    }
    for cover in covers {
      let name = cover.property.fullName
      lines.append(
        cover.trace.map { "cover \(name): reached in cycle \($0.cycle)" }
          ?? "cover \(name): not reached in \(depth) \(Self.cycles(depth))")
    }
    return lines.joined(separator: "\n")
  }

  private static func cycles(_ count: Int) -> String { count == 1 ? "cycle" : "cycles" }
}

/// A run that ends at an edge of interest: where an assertion fails or a cover is hit.
///
/// It was found by the solver and run again on the native simulator, which is where the waveform
/// comes from: both agree on it.
public struct Trace: Sendable, Hashable, CustomStringConvertible {
  /// The property that fails or is hit.
  public var property: PropertyInstance
  /// Number of rising clock edges before that one; reset, where the design has one, is cycle 0.
  public var cycle: Int
  /// What happens in a sentence, with the position in the Swift source.
  public var message: String
  /// Ports of the top module and all registers, a line each, from cycle 0.
  public var waveform: String

  /// The sentence and the waveform.
  public var description: String { message + "\n" + waveform }
}
