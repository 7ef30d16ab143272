/// The first difference between the engines on one circuit.
public struct Mismatch: Hashable, Sendable {
  /// Cycle, from 0.
  public var cycle: Int
  /// Output of the circuit.
  public var port: String
  /// Width of the output in bits.
  public var bitWidth: Int
  /// What each engine gives, `native` first, in hexadecimal; `x` in front where bits are unknown.
  public var values: [(engine: String, value: String)]

  /// The engines that do not agree with the native simulator.
  public var engines: [String] {
    values.dropFirst().filter { $0.value != values[0].value }.map(\.engine)
  }

  /// Whether all parts are equal.
  public static func == (left: Mismatch, right: Mismatch) -> Bool {
    left.cycle == right.cycle && left.port == right.port && left.bitWidth == right.bitWidth
      && left.values.elementsEqual(right.values) { $0 == $1 }
  }

  /// Feeds the place and the values to a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(cycle)
    hasher.combine(port)
    for value in values { hasher.combine(value.value) }
  }
}
