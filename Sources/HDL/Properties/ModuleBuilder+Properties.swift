extension ModuleBuilder {
  /// States that `condition` is 1 at every rising clock edge outside reset, or this module is wrong.
  ///
  /// Simulators stop where it fails, proofs try to show that it cannot; synthesis does not see it.
  ///
  /// ```swift
  /// module.assert("neverOverflows", .!(isFull .& write), "written while full")
  /// ```
  ///
  /// - Parameters:
  ///   - name: Names the property in messages and in the Verilog; unique in the module.
  ///   - condition: Sampled on the settled values before the edge.
  ///   - message: What to say where it fails.
  ///   - enable: Nothing is sampled at edges where this is 0; `nil` for always.
  ///   - isSampledInReset: Whether it holds while reset is active too.
  public func assert(
    _ name: String, _ condition: Bit, _ message: String? = nil, when enable: Bit? = nil,
    duringReset isSampledInReset: Bool = false, fileID: StaticString = #fileID,
    line: UInt32 = #line, column: UInt32 = #column
  ) {
    declare(
      .assertion, name, condition, message, enable, isSampledInReset,
      locate(fileID, line, column))
  }

  /// States that the surroundings keep `condition` at 1 at every rising clock edge outside reset.
  ///
  /// Simulators stop where it fails, like an assertion; proofs take it for granted.
  ///
  /// - Parameters:
  ///   - name: Names the property in messages and in the Verilog; unique in the module.
  ///   - condition: Sampled on the settled values before the edge.
  ///   - message: What to say where it fails.
  ///   - enable: Nothing is sampled at edges where this is 0; `nil` for always.
  ///   - isSampledInReset: Whether it holds while reset is active too.
  public func assume(
    _ name: String, _ condition: Bit, _ message: String? = nil, when enable: Bit? = nil,
    duringReset isSampledInReset: Bool = false, fileID: StaticString = #fileID,
    line: UInt32 = #line, column: UInt32 = #column
  ) {
    declare(
      .assumption, name, condition, message, enable, isSampledInReset,
      locate(fileID, line, column))
  }

  /// Names a situation that tests ought to reach: simulators count the edges at which `condition`
  /// is 1 outside reset, proofs look for a way to it.
  ///
  /// - Parameters:
  ///   - name: Names the property in reports and in the Verilog; unique in the module.
  ///   - condition: Sampled on the settled values before the edge.
  ///   - enable: Nothing is sampled at edges where this is 0; `nil` for always.
  ///   - isSampledInReset: Whether edges with active reset count too.
  public func cover(
    _ name: String, _ condition: Bit, when enable: Bit? = nil,
    duringReset isSampledInReset: Bool = false, fileID: StaticString = #fileID,
    line: UInt32 = #line, column: UInt32 = #column
  ) {
    declare(
      .cover, name, condition, nil, enable, isSampledInReset, locate(fileID, line, column))
  }

  private func declare(
    _ kind: ModuleGraph.Property.Kind, _ name: String, _ condition: Bit, _ message: String?,
    _ enable: Bit?, _ isSampledInReset: Bool, _ location: Int32
  ) {
    guard let node = adopt(condition.signal, location) else { return }
    var enableNode = Graph.none
    if let enable {
      guard let node = adopt(enable.signal, location) else { return excuse([condition.signal]) }
      enableNode = node
    }
    for (what, value) in [("condition", node), ("enable", enableNode)]
    where value != Graph.none && graph.operations[Int(value)] == .constant {
      let bit = graph.constantWords(of: value).first ?? 0
      report(
        .constantProperty, "the \(what) of \(kind.rawValue) `\(name)` is always \(bit)", location,
        fix: "leave the \(kind.rawValue) out; compare parameters with Swift's own `if`")
      return excuse([condition.signal] + (enable.map { [$0.signal] } ?? []))
    }
    // Within a `when` it counts where the block does.
    if let active = activeCondition(location) {
      enableNode = enableNode == Graph.none ? active : guarded(enableNode, location)
    }
    properties.append(
      ModuleGraph.Property(
        kind: kind, name: name, condition: node, enable: enableNode,
        isSampledInReset: isSampledInReset, message: message,
        locationID: location))
  }
}
