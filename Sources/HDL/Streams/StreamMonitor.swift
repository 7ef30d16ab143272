/// The rule of a stream among a module's ports, checked in every simulation and proof.
struct StreamMonitor {
  let payload: [NodeID]
  let valid: NodeID
  let ready: NodeID
  /// Whether this module writes the stream: then it asserts the rule, else it assumes it.
  let isSource: Bool
  let location: Int32
}

extension PortDeclarer {
  /// Notes a stream whose rule is to be checked, inside the module.
  func monitor<Payload>(_ stream: Stream<Payload>) {
    guard case .inside = side else { return }
    builder.streamMonitors.append(
      StreamMonitor(
        payload: Fields.collect(stream.payload).map(\.node), valid: stream.valid.node,
        ready: stream.ready.node, isSource: !isFlipped,
        location: builder.graph.locationIDs[Int(stream.valid.node)]))
  }
}

extension ModuleBuilder {
  /// Adds the properties that monitor streams: a payload that was not taken is still there.
  ///
  /// Modules without a reset, in themselves and below, have none: they would get a clock for it,
  /// and what is connected to them checks the same.
  func addStreamMonitors() {
    let isReset =
      registers.contains { $0.resetValue != Graph.none }
      || instances.contains {
        elaborator.modules.indices.contains($0.module)
          && elaborator.modules[$0.module].usesReset
      }
    guard isReset else { return }
    for monitor in streamMonitors {
      let location = monitor.location
      let name = graph.name(of: monitor.valid) ?? "valid"
      let stem = name.hasSuffix("_valid") ? String(name.dropLast(6)) : name
      let waits = append(
        .and, width: 1,
        [monitor.valid, append(.not, width: 1, [monitor.ready], location: location)],
        location: location)
      let payload = concatenate(monitor.payload, location: location)
      let waited = stage(waits, "\(stem)_waited", reset: true, location)
      let before = stage(payload, "\(stem)_before", reset: false, location)
      let isSame = append(.equal, width: 1, [payload, before], location: location)
      let holds = append(
        .or, width: 1,
        [
          append(.not, width: 1, [waited], location: location),
          append(.and, width: 1, [monitor.valid, isSame], location: location),
        ], location: location)
      properties.append(
        ModuleGraph.Property(
          kind: monitor.isSource ? .assertion : .assumption, name: "\(stem)_stays",
          condition: holds, enable: Graph.none, isSampledInReset: false,
          message: "valid fell or the payload changed before ready", locationID: location))
    }
  }
}
