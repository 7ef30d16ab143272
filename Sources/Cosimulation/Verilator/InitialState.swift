/// What registers and memories hold before the first clock edge.
///
/// Real hardware starts with arbitrary values. A testbench that gives the same results for two
/// seeds of `random` does not rely on a value nobody set.
public enum InitialState: Sendable, Hashable, Codable {
  /// All bits zero.
  case zeros
  /// All bits one.
  case ones
  /// Arbitrary bits, the same for the same seed. Only the low 31 bits of the seed count.
  case random(seed: Int)

  /// Verilator's number for the kind of values.
  var fill: Int32 {
    switch self {
    case .zeros: 0
    case .ones: 1
    case .random: 2
    }
  }

  /// Seed of the generator; Verilator takes zero for "any", so it is never passed.
  var seed: Int32 {
    guard case .random(let seed) = self else { return 1 }
    return Int32((seed & 0x7fff_ffff) % 0x7fff_ffff) + 1
  }
}
