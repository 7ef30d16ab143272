/// Marsaglia's xorshift generator with 64 bits of state and shifts 13, 7, 17 ("Xorshift RNGs",
/// Journal of Statistical Software 8(14), 2003): the same numbers on every machine, and cheap in
/// hardware.
public struct Xorshift64: Sendable {
  /// The number drawn last, or what the first one is made of.
  public private(set) var state: UInt64

  /// Starts the sequence of a seed; any value is allowed.
  public init(seed: UInt64) {
    // Spread small seeds over the state (the finaliser of SplitMix64); zero would stay zero.
    var mixed = seed &+ 0x9e37_79b9_7f4a_7c15
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    state = (mixed ^ (mixed >> 31)) | 1
  }

  /// Continues from a state, as a register that is loaded with it does; 0, which has no successor,
  /// is taken as 1.
  public init(state: UInt64) { self.state = state == 0 ? 1 : state }

  /// The next 64 bits.
  @inline(__always)
  public mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }

  /// A number below `bound`.
  ///
  /// - Precondition: `bound` is at least 1.
  public mutating func next(below bound: Int) -> Int {
    Int((next() >> 32) % UInt64(bound))
  }
}
