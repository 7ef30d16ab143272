public import HDL

/// What a black box does, for the native simulator.
///
/// ```swift
/// struct SRAMBehavior: BlackBoxBehavior {
///   var words = [UInt64](repeating: 0, count: 64)
///   var word: UInt64 = 0
///
///   func settle(_ pins: BlackBoxPins) { pins["Q"] = word }
///
///   mutating func step(_ pins: BlackBoxPins, isReset: Bool) {
///     let address = Int(pins["A"])
///     word = words[address]
///     if pins["WE"] == 1 { words[address] = pins["D"] }
///   }
/// }
/// ```
public protocol BlackBoxBehavior {
  /// Writes every output from the inputs and the state.
  ///
  /// Called whenever inputs may have changed, also several times a cycle and before all inputs have
  /// settled. An output may depend only on the inputs that `combinationalPaths` name for it.
  func settle(_ pins: BlackBoxPins)

  /// Takes a rising clock edge with the settled inputs; outputs are written by the next `settle`.
  mutating func step(_ pins: BlackBoxPins, isReset: Bool)
}

extension BlackBoxBehavior {
  /// Nothing: logic without a clock.
  public mutating func step(_ pins: BlackBoxPins, isReset: Bool) {}
}

/// A black box that the native simulator can run.
public protocol SimulatedBlackBox: BlackBox {
  /// The behavior of one instance, as it is before the first clock edge.
  func makeBehavior() -> any BlackBoxBehavior
}

/// A behavior without state, written as a closure.
public struct CombinationalBehavior: BlackBoxBehavior {
  private let compute: (BlackBoxPins) -> Void

  /// Wraps a closure that writes every output from the inputs.
  public init(_ compute: @escaping (BlackBoxPins) -> Void) { self.compute = compute }

  /// Calls the closure.
  public func settle(_ pins: BlackBoxPins) { compute(pins) }
}
