/// Finds bits of targets that nobody drives or several do, and joins partial drivers.
enum DriverCheck {
  /// Resolves `module.drivers`, appending a concatenation where a target is driven in parts.
  static func run(
    on module: inout ModuleGraph, builder: ModuleBuilder
  ) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    let excused = builder.excused
    var assignments = builder.assignments
    if !builder.chains.isEmpty {
      let conditional = ConditionalDrivers.targets(of: assignments)
      var drivers = ConditionalDrivers(builder)
      for target in conditional { drivers.resolve(target, in: &module) }
      diagnostics += drivers.diagnostics
      let resolved = Set(conditional)
      assignments.removeAll { resolved.contains($0.target) }
    }
    // Most targets have one full assignment; only the others are sorted and looked at by bits.
    var extra: [Int32: [ModuleBuilder.Assignment]] = [:]
    for assignment in assignments {
      let target = Int(assignment.target)
      let isFull = module.graph.widths[Int(assignment.value)] == module.graph.widths[target]
      if isFull, module.drivers[target] == Graph.none, extra[assignment.target] == nil {
        module.drivers[target] = assignment.value
        continue
      }
      if extra[assignment.target] == nil, module.drivers[target] != Graph.none,
        let first = assignments.first(where: { $0.target == assignment.target })
      {
        extra[assignment.target] = [first]
      }
      extra[assignment.target, default: []].append(assignment)
    }
    for target in extra.keys.sorted() {
      let parts = extra[target, default: []].sorted { ($0.low, $0.value) < ($1.low, $1.value) }
      diagnostics += join(parts, of: target, in: &module).filter {
        $0.code != .undriven || !excused.contains(target)
      }
    }
    for node in 0..<module.drivers.count
    where module.graph.operations[node].isTarget && module.drivers[node] == Graph.none
      && extra[NodeID(node)] == nil && !excused.contains(NodeID(node))
    {
      diagnostics.append(undriven(NodeID(node), bits: nil, in: module))
    }
    for memory in module.memories
    where memory.writePorts.isEmpty && memory.initialWords == nil && !memory.hasRefusedWrite {
      diagnostics.append(
        Diagnostic(
          code: .undriven, message: "memory `\(memory.name)` is never written",
          location: module.graph.locations[memory.locationID], module: module.name, notes: [],
          fix: "call `write` once, or use `readOnlyMemory` for constants"))
    }
    return diagnostics
  }

  private static func join(
    _ parts: [ModuleBuilder.Assignment], of target: NodeID, in module: inout ModuleGraph
  ) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    var next: Int32 = 0
    var previous: ModuleBuilder.Assignment?
    for part in parts {
      let width = module.graph.widths[Int(part.value)]
      if part.low < next, let previous {
        diagnostics.append(
          multiplyDriven(
            target, bits: part.low..<min(next, part.low + width), previous.location,
            part.location, in: module))
      } else if part.low > next {
        diagnostics.append(undriven(target, bits: next..<part.low, in: module))
      }
      if part.low + width > next {
        next = part.low + width
        previous = part
      }
    }
    let width = module.graph.widths[Int(target)]
    if next < width { diagnostics.append(undriven(target, bits: next..<width, in: module)) }
    if diagnostics.isEmpty {
      module.drivers[Int(target)] = module.append(
        .concatenate, width: width, parts.reversed().map(\.value), location: parts[0].location)
    } else {
      module.drivers[Int(target)] = parts[0].value
    }
    return diagnostics
  }

  private static func undriven(
    _ target: NodeID, bits: Range<Int32>?, in module: ModuleGraph
  ) -> Diagnostic {
    let graph = module.graph
    let name = graph.expressionText(target, depth: 1)
    let what: String
    switch graph.operations[Int(target)] {
    case .output: what = "output"
    case .register: what = "register"
    case .instanceInput: what = "instance input"
    default: what = "wire"
    }
    let isPlural = (bits?.count ?? 1) > 1
    return Diagnostic(
      code: .undriven,
      message: "\(place(bits))\(what) `\(name)` \(isPlural ? "are" : "is") never assigned",
      location: graph.location(of: target), module: module.name, notes: [],
      fix: bits.map {
        "assign the rest, with `\(name).assign(…, to: \($0.lowerBound)..<\($0.upperBound))`"
      }
        ?? "assign it once, with `\(name).assign(…)`")
  }

  static func place(_ bits: Range<Int32>?) -> String {
    guard let bits else { return "" }
    return bits.count == 1
      ? "bit \(bits.lowerBound) of " : "bits \(bits.lowerBound)..<\(bits.upperBound) of "
  }

  static func multiplyDriven(
    _ target: NodeID, bits: Range<Int32>, _ first: Int32, _ second: Int32,
    in module: ModuleGraph
  ) -> Diagnostic {
    let graph = module.graph
    let name = graph.expressionText(target, depth: 1)
    let (earlier, later) = (min(first, second), max(first, second))
    let isWhole = bits.count == graph.widths[Int(target)]
    let place = place(isWhole ? nil : bits)
    return Diagnostic(
      code: .multiplyDriven,
      message: "\(place)`\(name)` \(isWhole || bits.count == 1 ? "is" : "are") assigned twice",
      location: graph.locations[later], module: module.name,
      notes: [
        .init(message: "the first assignment is here", location: graph.locations[earlier])
      ],
      fix: "keep one assignment; choose between values with `mux`")
  }
}
