/// How large random circuits are.
public struct CircuitSize: Hashable, Sendable {
  /// Steps of a circuit besides its inputs, those of instances not counted.
  public var steps: ClosedRange<Int>
  /// Inputs of a circuit.
  public var inputs: ClosedRange<Int>
  /// The widest value, in bits.
  public var widest: Int
  /// How deep modules are instantiated in modules.
  public var depth: Int

  /// A size from its parts.
  public init(steps: ClosedRange<Int>, inputs: ClosedRange<Int>, widest: Int = 200, depth: Int = 2)
  {
    self.steps = steps
    self.inputs = inputs
    self.widest = widest
    self.depth = depth
  }

  /// A few steps.
  public static let small = CircuitSize(steps: 2...8, inputs: 1...3)
  /// What the campaigns use.
  public static let medium = CircuitSize(steps: 4...20, inputs: 1...4)
  /// Circuits with long chains between registers.
  public static let large = CircuitSize(steps: 20...80, inputs: 2...6)
}
