public import HDL

/// Marsaglia's xorshift generators: one random number a cycle from shifts and exclusive ors.
///
/// From G. Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8 (14), 2003. The period is
/// 2^32 - 1, 2^64 - 1 or 2^128 - 1; after reset the numbers are those of the paper's programs.
/// Statistically sound for stimulus and sampling, not for cryptography.
///
/// Latency: `value` is a register and moves on in the cycle after `enable`. Area: 32, 64 or 128
/// registers and two to three times the width of `value` in exclusive ors.
public struct Xorshift: Module, Sendable {
  /// Which generator of the paper.
  public enum Algorithm: String, Hashable, Sendable, CaseIterable {
    /// 32 bits of state, shifts 13, 17, 5.
    case xorshift32
    /// 64 bits of state, shifts 13, 7, 17.
    case xorshift64
    /// 128 bits of state, numbers of 32 bits, shifts 11, 8, 19.
    case xorshift128

    /// Width of a number in bits.
    public var bitWidth: Int { self == .xorshift64 ? 64 : 32 }

    /// The state of the paper's program before its first number; the parts of 128 bits are x, y, z
    /// and w.
    public var defaultSeed: [Int] {
      switch self {
      case .xorshift32: [2_463_534_242]
      case .xorshift64: [88_172_645_463_325_252]
      case .xorshift128: [123_456_789, 362_436_069, 521_288_629, 88_675_123]
      }
    }
  }

  /// Which generator of the paper.
  public let algorithm: Algorithm
  /// The state before the first number: one part, of 128 bits four of 32; not all 0.
  public let seed: [Int]

  /// Creates a generator, with the paper's seed unless another is given.
  public init(_ algorithm: Algorithm, seed: [Int]? = nil) {
    self.algorithm = algorithm
    self.seed = seed ?? algorithm.defaultSeed
  }

  /// The algorithm, and the seed unless it is the paper's.
  public var moduleName: String {
    let parts = seed == algorithm.defaultSeed ? [] : ["seed"] + seed.map { "\($0.magnitude)" }
    return (["X" + algorithm.rawValue.dropFirst()] + parts).joined(separator: "_")
  }

  /// An enable in, a number out.
  public struct Ports {
    /// Move on to the next number.
    public let enable: Bit
    /// The number. After reset it is the seed, as if it had been drawn: the generator's first number
    /// follows the first `enable`.
    public let value: UInt
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(enable: declare.input(.bit), value: declare.output(.uint(algorithm.bitWidth)))
  }

  /// Describes the state and the step.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let width = algorithm.bitWidth
    let parts = checkedSeed(module)
    func part(_ name: String, _ seed: Int) -> UInt {
      module.register(name, .uint(width), reset: seed, enable: ports.enable)
    }
    switch algorithm {
    case .xorshift32, .xorshift64:
      let state = part("state", parts[0])
      let shifts = algorithm == .xorshift32 ? (13, 17, 5) : (13, 7, 17)
      let first = mixed(state, left: shifts.0).named("first")
      let second = mixed(first, right: shifts.1).named("second")
      state.assign(mixed(second, left: shifts.2))
      ports.value.assign(state)
    case .xorshift128:
      let x = part("x", parts[0])
      let y = part("y", parts[1])
      let z = part("z", parts[2])
      let w = part("w", parts[3])
      let mix = mixed(x, left: 11).named("mix")
      x.assign(y)
      y.assign(z)
      z.assign(w)
      w.assign(mixed(w, right: 19) .^ mixed(mix, right: 8))
      ports.value.assign(w)
    }
  }

  private func mixed(_ value: UInt, left amount: Int) -> UInt {
    value .^ (value .<< amount).truncated(to: value.bitWidth)
  }

  private func mixed(_ value: UInt, right amount: Int) -> UInt {
    value .^ (value .>> amount).extended(to: value.bitWidth)
  }

  /// The seed, or where it is refused the paper's.
  private func checkedSeed(_ module: ModuleBuilder) -> [Int] {
    let parts = algorithm.defaultSeed.count
    let range = 0...(algorithm == .xorshift64 ? Int.max : Int(UInt32.max))
    if seed.count == parts, seed.allSatisfy(range.contains), seed.contains(where: { $0 != 0 }) {
      return seed
    }
    module.report(
      .parameterOutOfRange, "\(algorithm) has seed \(seed)",
      fix: parts == 1
        ? "give one number in 1...\(range.upperBound)"
        : "give \(parts) numbers in \(range), not all 0")
    return algorithm.defaultSeed
  }
}
