/// Gives every named thing of a module its own identifier and refuses names that cannot be kept.
///
/// Names that others see (ports, instances, memories, tables) must be unique as written. A net or
/// register whose name is taken gets a number after it, in order of creation. An instance must not
/// have the name of a signal or memory of its module, which hides it there (Verilator's VARHIDDEN).
enum NameCheck {
  static func run(
    on module: inout ModuleGraph, children: [ModuleGraph], diagnostics: inout [Diagnostic]
  ) {
    var check = Check(module: module)
    check.fixedNames()
    check.nodes()
    check.hiddenNames(children)
    diagnostics += check.diagnostics
    module.nodeNames = check.names
  }

  private struct Check {
    let module: ModuleGraph
    var names: [String?]
    var diagnostics: [Diagnostic] = []
    /// What each name stands for, and the index of its position: thousands of names are kept, few are
    /// ever told.
    var taken: [String: (what: StaticString, locationID: Int32)] = [:]

    init(module: ModuleGraph) {
      self.module = module
      names = Array(repeating: nil, count: module.graph.count)
      taken.reserveCapacity(module.graph.names.count + module.instances.count)
    }

    mutating func fixedNames() {
      let graph = module.graph
      _ = isLegal(module.name, "module", graph.firstLocation)
      for port in module.ports {
        let location = graph.locationIDs[Int(port.node)]
        if port.name.isEmpty {
          report(
            .missingName, "a port has no name", graph.location(of: port.node),
            fix: "store it in a property of the module's `Ports`")
        } else {
          if let meaning = ReservedNames.meaning(ofPort: port.name) {
            report(
              .reservedName, "the port name `\(port.name)` is \(meaning)",
              graph.location(of: port.node), fix: "choose another name")
          }
          claim(port.name, "port", location)
          names[Int(port.node)] = port.name
        }
      }
      for instance in module.instances {
        claim(instance.name, "instance", instance.locationID)
      }
      // A table's own memory has the table's name, which is claimed below.
      for memory in module.memories where memory.table == nil {
        claim(memory.name, "memory", memory.locationID)
      }
      for table in module.tables {
        claim(table.name, "table", table.locationID)
      }
      for property in module.properties {
        claim(property.name, "property", property.locationID)
        if property.kind == .cover {
          claim(property.counterName, "counter", property.locationID)
        }
      }
    }

    mutating func nodes() {
      let graph = module.graph
      for node in 0..<graph.count where names[node] == nil && graph.nameIDs[node] >= 0 {
        let name = graph.names[Int(graph.nameIDs[node])]
        let location = graph.locationIDs[node]
        guard isLegal(name, "value", graph.location(of: NodeID(node))) else { continue }
        var unique = name
        var number = 1
        while taken[unique] != nil {
          unique = "\(name)_\(number)"
          number += 1
        }
        taken[unique] = ("value", location)
        names[node] = unique
      }
    }

    mutating func hiddenNames(_ children: [ModuleGraph]) {
      // Many instances share a module: its names are looked through once.
      var instances: [Int: [String: Int32]] = [:]
      for instance in module.instances {
        instances[instance.module, default: [:]][instance.name] = instance.locationID
      }
      for (index, names) in instances.sorted(by: { $0.key < $1.key })
      // After a recursion, which is reported, an index may mean nothing.
      where children.indices.contains(index) {
        let child = children[index]
        let inside =
          child.nodeNames.compactMap { $0 } + child.memories.map(\.name) + child.tables.map(\.name)
          + child.properties.map(\.name)
        var reported: Set<String> = []
        for name in inside {
          guard let location = names[name], reported.insert(name).inserted else { continue }
          report(
            .duplicateName, "the instance name `\(name)` is taken inside its module \(child.name)",
            module.graph.locations[location], fix: "give the instance another name")
        }
      }
    }

    private mutating func claim(_ name: String, _ what: StaticString, _ locationID: Int32) {
      let location = { [graph = module.graph] in graph.locations[locationID] }
      guard isLegal(name, what, location()) else { return }
      if let first = taken[name] {
        diagnostics.append(
          Diagnostic(
            code: .duplicateName, message: "the \(what) name `\(name)` is taken",
            location: location(), module: module.name,
            notes: [
              .init(
                message: "the \(first.what) of that name is here",
                location: module.graph.locations[first.locationID])
            ],
            fix: "give one of them another name"))
      }
      taken[name] = (what, locationID)
    }

    private mutating func isLegal(
      _ name: String, _ what: StaticString, _ location: @autoclosure () -> SourceLocation
    ) -> Bool {
      if let meaning = ReservedNames.meaning(of: name) {
        report(
          .reservedName, "the \(what) name `\(name)` is \(meaning)", location(),
          fix: "choose another name, for example `\(name)Value`")
        return false
      }
      var isFirst = true
      var last: UInt8 = 0
      for byte in name.utf8 {
        let isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a
        let isDigit = byte >= 0x30 && byte <= 0x39
        let isUnderscore = byte == 0x5f
        if !(isLetter || (isDigit && !isFirst) || (isUnderscore && !isFirst && last != 0x5f)) {
          return reportIllegal(name, what, location())
        }
        isFirst = false
        last = byte
      }
      return isFirst || name.utf8.count > 200 ? reportIllegal(name, what, location()) : true
    }

    private mutating func reportIllegal(
      _ name: String, _ what: StaticString, _ location: SourceLocation
    ) -> Bool {
      report(
        .illegalName, "the \(what) name `\(name)` is not an identifier of every tool", location,
        fix: "start with an ASCII letter, go on with letters, digits and single underscores, "
          + "at most 200")
      return false
    }

    private mutating func report(
      _ code: Diagnostic.Code, _ message: String, _ location: SourceLocation, fix: String
    ) {
      diagnostics.append(
        Diagnostic(
          code: code, message: message, location: location, module: module.name, notes: [],
          fix: fix))
    }
  }
}
