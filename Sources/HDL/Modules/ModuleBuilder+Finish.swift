extension ModuleBuilder {
  /// The tables collected so far as a module graph; drivers are resolved by `DriverCheck`.
  func makeModuleGraph(children: [ModuleGraph]) -> ModuleGraph {
    resolveMemories()
    var module = ModuleGraph(name: moduleName, graph: graph)
    module.ports = declaredPorts.map { node in
      ModuleGraph.Port(
        node: node, name: graph.name(of: node) ?? "", bitWidth: Int(graph.widths[Int(node)]),
        isInput: graph.operations[Int(node)] == .input, format: portFormats[node])
    }
    module.firstDerivedNode = NodeID(graph.count)
    module.registers = registers
    module.memories = memories
    module.readPorts = readPorts
    module.tables = tables
    module.instances = instances
    module.properties = properties
    module.stateMachines = stateMachines
    module.ignored = ignored
    module.drivers = Array(repeating: Graph.none, count: graph.count)
    let below = instances.filter { children.indices.contains($0.module) }.map {
      children[$0.module]
    }
    module.usesClock =
      !registers.isEmpty || !readPorts.isEmpty || !properties.isEmpty
      || memories.contains { !$0.writePorts.isEmpty }
      || below.contains { $0.usesClock }
    module.usesReset =
      registers.contains { $0.resetValue != Graph.none }
      || properties.contains { !$0.isSampledInReset } || below.contains { $0.usesReset }
    return module
  }
}
