public import HDL

/// A counter modulo n: up or down, wrapping or staying at its last value.
///
/// It starts at 0 going up and at n - 1 going down; reset and `clear` take it there. Of the inputs
/// present, `clear` goes before `load`, and `load` before `enable`. Without an `enable` it counts
/// every cycle.
///
/// Latency: one cycle from every input to `count`; `isLast` follows `count` within the cycle. Area: a
/// register and an incrementer of the width, a comparison with the last value unless n is a power
/// of two, a multiplexer for each of `clear` and `load`.
public struct Counter: Module, Sendable {
  /// Which way a counter counts.
  public enum Direction: String, Hashable, Sendable {
    /// 0, 1, 2, ...
    case up
    /// n - 1, n - 2, ...
    case down
  }

  /// What a counter does at its last value.
  public enum Overflow: String, Hashable, Sendable {
    /// It starts anew.
    case wraps
    /// It stays there.
    case saturates
  }

  /// The inputs a counter has besides clock and reset.
  public struct Controls: OptionSet, Hashable, Sendable {
    /// One bit for each input.
    public let rawValue: Int
    /// Creates a set from its bits.
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// Counts in the cycles in which `enable` is 1.
    public static let enable = Controls(rawValue: 1)
    /// Goes back to the start.
    public static let clear = Controls(rawValue: 2)
    /// Takes `loadValue`.
    public static let load = Controls(rawValue: 4)
  }

  /// The number of values counted through, 2 to 2^62.
  public let modulus: Int
  /// Which way it counts.
  public let direction: Direction
  /// What it does at its last value.
  public let overflow: Overflow
  /// The inputs it has.
  public let controls: Controls

  /// The moduli a counter may have.
  public static let modulusRange = 2...1 << 62

  /// Creates a counter of `modulus` values.
  public init(
    modulo modulus: Int, _ direction: Direction = .up, overflow: Overflow = .wraps,
    controls: Controls = .enable
  ) {
    self.modulus = modulus
    self.direction = direction
    self.overflow = overflow
    self.controls = controls
  }

  /// Width of the count in bits.
  public var bitWidth: Int { addressBits(possibleModulus) }

  /// Direction, modulus and inputs.
  public var moduleName: String {
    var name = "Counter_\(direction.rawValue)_\(possibleModulus)"
    if overflow == .saturates { name += "_saturating" }
    if controls.contains(.enable) { name += "_enable" }
    if controls.contains(.clear) { name += "_clear" }
    if controls.contains(.load) { name += "_load" }
    return name
  }

  /// The controls asked for, and the count.
  public struct Ports {
    /// Count in this cycle.
    public let enable: Bit?
    /// Go back to the start.
    public let clear: Bit?
    /// Take `loadValue`.
    public let load: Bit?
    /// The next count when `load` is 1. A value of n or more is no count: from there the counter
    /// goes on in steps of 1 modulo 2 to the width.
    public let loadValue: UInt?
    /// The count, a register.
    public let count: UInt
    /// 1 while the count is the last one before the counter wraps or stays.
    public let isLast: Bit
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      enable: controls.contains(.enable) ? declare.input(.bit) : nil,
      clear: controls.contains(.clear) ? declare.input(.bit) : nil,
      load: controls.contains(.load) ? declare.input(.bit) : nil,
      loadValue: controls.contains(.load) ? declare.input(.uint(bitWidth)) : nil,
      count: declare.output(.uint(bitWidth)), isLast: declare.output(.bit))
  }

  /// Describes the register and its next value.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    if !Self.modulusRange.contains(modulus) {
      module.report(
        .parameterOutOfRange, "a counter modulo \(modulus)", fix: "count modulo 2 to 2^62")
    }
    let start = direction == .up ? 0 : possibleModulus - 1
    let last = direction == .up ? possibleModulus - 1 : 0
    // One enable for the register, so that holding costs no multiplexer.
    var changes = ports.enable
    for control in [ports.clear, ports.load] {
      if let control { changes = changes.map { $0 .| control } }
    }
    let value = module.register("value", .uint(bitWidth), reset: start, enable: changes)
    ports.count.assign(value)
    ports.isLast.assign(value .== last)

    var next = direction == .up ? value .&+ 1 : value .&- 1
    let wrapsByItself = possibleModulus == 1 << bitWidth
    switch overflow {
    case .saturates: next = mux(ports.isLast, value, next)
    case .wraps: if !wrapsByItself { next = mux(ports.isLast, start, next) }
    }
    if let load = ports.load, let loadValue = ports.loadValue { next = mux(load, loadValue, next) }
    if let clear = ports.clear { next = mux(clear, start, next) }
    value.assign(next)
  }

  /// The modulus, or where it is refused a possible one for the description to go on with.
  private var possibleModulus: Int { Self.modulusRange.contains(modulus) ? modulus : 2 }
}
