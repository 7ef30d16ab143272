extension ModuleBuilder {
  /// A net that is assigned once, possibly before it is described where its value comes from.
  public func wire<Value>(
    _ name: String? = nil, _ shape: Shape<Value>, fileID: StaticString = #fileID,
    line: UInt32 = #line, column: UInt32 = #column
  ) -> Value {
    let location = locate(fileID, line, column)
    return declare(.wire, name, shape, "the wire", location)
  }

  /// A register that takes its assigned value at the rising clock edge.
  ///
  /// - Parameters:
  ///   - name: Name of the Verilog register.
  ///   - shape: Type and width.
  ///   - reset: Value after a cycle with reset, which is synchronous and goes before the enable;
  ///     `nil` for a register that reset leaves alone.
  ///   - enable: The register keeps its value at edges where this is 0; `nil` for always.
  public func register<Value>(
    _ name: String? = nil, _ shape: Shape<Value>, reset: Int? = nil, enable: Bit? = nil,
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Value {
    let location = locate(fileID, line, column)
    let enableNode = enable.flatMap { adopt($0.signal, location) } ?? Graph.none
    let index = Int32(registers.count)
    let value = declare(.register, name, shape, "the register", payload: index, location)
    var resetNode = Graph.none
    if let reset {
      resetNode = literal(
        reset, value.shape, what: "the reset value \(reset) of \(describe(value.node))",
        location: location)
    }
    registers.append(
      ModuleGraph.Register(node: value.node, enable: enableNode, resetValue: resetNode))
    return value
  }

  /// A constant in the given type and width.
  public func constant<Value>(
    _ value: Int, _ shape: Shape<Value>, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Value {
    let location = locate(fileID, line, column)
    let used = checkShape(shape, "the constant", location) ? shape : Shape(bitWidth: 1)
    return Value(self, literal(value, used, location: location), used)
  }

  /// The parts side by side, the first in the most significant place.
  public func concatenate(
    _ parts: [any HardwareValue], fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Bits {
    let location = locate(fileID, line, column)
    let nodes = parts.compactMap { adopt($0.signal, location) }
    guard !nodes.isEmpty else {
      report(
        .emptyList, "a concatenation of no parts", location, fix: "concatenate at least one value")
      return Bits(self, placeholder(1, location))
    }
    return Bits(self, concatenate(nodes, location: location))
  }

  /// Puts a module inside this one.
  ///
  /// - Returns: The instance's ports: assign its inputs, read its outputs.
  public func instance<Child: Module>(
    _ child: Child, named name: String, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Child.Ports {
    let location = locate(fileID, line, column)
    let module = elaborator.elaborate(child, requestedBy: self, location)
    let outer = declaredPorts
    declaredPorts = []
    let ports = child.ports(
      PortDeclarer(
        builder: self, side: .outside(instance: Int32(instances.count), location: location)))
    nameMembers(of: ports, prefix: name)
    instances.append(
      ModuleGraph.Instance(
        name: name, module: module, connections: declaredPorts, locationID: location))
    declaredPorts = outer
    return ports
  }

  /// Names every value stored in a struct after its property: `total`, `stream_valid`, `lanes_0`.
  public func nameMembers<Members>(
    of members: Members, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) {
    locate(fileID, line, column)
    nameMembers(of: members, prefix: "")
  }

  func nameMembers(of members: Any, prefix: String) {
    func join(_ label: String) -> String { prefix.isEmpty ? label : "\(prefix)_\(label)" }
    func name(_ value: any HardwareValue, _ text: String) {
      if graph.nameIDs[Int(value.node)] < 0 { setName(text, of: value.node) }
    }
    if let value = members as? any HardwareValue {
      name(value, prefix)
    } else if let values = members as? [any HardwareValue] {
      for (index, value) in values.enumerated() { name(value, join("\(index)")) }
    } else if !(members is ModuleBuilder) {
      let mirror = Mirror(reflecting: members)
      for (index, child) in mirror.children.enumerated() {
        // An optional adds no name of its own; a tuple's unnamed elements are called `.0`, `.1`.
        let label = child.label?.drop { $0 == "." } ?? "\(index)"
        nameMembers(
          of: child.value, prefix: mirror.displayStyle == .optional ? prefix : join(String(label)))
      }
    }
  }

  private func declare<Value>(
    _ operation: Operation, _ name: String?, _ shape: Shape<Value>, _ what: String,
    payload: Int32 = 0, _ location: Int32
  ) -> Value {
    let width =
      checkShape(shape, name.map { "`\($0)`" } ?? what, location) ? shape.bitWidth : 1
    let node = append(operation, width: Int32(width), payload: payload, [], location: location)
    if let name { setName(name, of: node) }
    if operation == .wire, currentBlock != 0 { scopes[node] = currentBlock }
    return Value(self, node, shape)
  }
}
