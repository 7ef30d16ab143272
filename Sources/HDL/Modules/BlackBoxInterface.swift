/// What a finished module graph knows of a black box.
public struct BlackBoxInterface: Sendable {
  /// A parameter and its value.
  public struct Parameter: Sendable, Hashable {
    /// Name in the Verilog module.
    public let name: String
    /// Its value in this instance.
    public let value: ParameterValue
  }

  /// The value that was elaborated, for engines that look for more in it.
  public let box: any BlackBox
  /// Parameters in order.
  public let parameters: [Parameter]
  /// Inputs that take the clock.
  public let clockPorts: [String]
  /// Inputs that take the reset.
  public let resetPorts: [ResetPort]
  /// Where the Verilog is.
  public let source: BlackBoxSource
  /// For each port in order: the inputs, by position, that an output depends on within a cycle.
  public let inputsOfOutput: [[Int]]

  init(_ box: some BlackBox, ports: [ModuleGraph.Port]) {
    self.box = box
    parameters = box.parameters.map { Parameter(name: $0.key, value: $0.value) }
    clockPorts = box.clockPorts
    resetPorts = box.resetPorts
    source = box.source
    let paths = box.combinationalPaths
    inputsOfOutput = ports.map { output in
      guard !output.isInput else { return [] }
      return ports.indices.filter { position in
        guard ports[position].isInput else { return false }
        switch paths {
        case .every: return true
        case .none: return false
        case .only(let list):
          return list.contains { $0.input == ports[position].name && $0.output == output.name }
        }
      }
    }
  }
}
