import HDL

/// The ports of a `RegisterBlock`: the bus, and those of the fields.
///
/// A field `enable` of a register `control` has the port `control_enable`; bits to set are
/// `control_enable_set`, events to count `control_enable_increment`. Elements of arrays are numbered:
/// `channel_0_enable`.
public struct RegisterPorts: CustomReflectable {
  /// The bus, of which the block is the subordinate; its ports begin with `s_axi`.
  public let bus: AXI4LitePorts
  let map: RegisterMap
  /// By register, element and field; empty where the map has mistakes.
  let fields: [[[FieldSignals]]]

  /// The bus and the fields, under the names of the ports.
  public var customMirror: Mirror {
    var children: [(label: String?, value: Any)] = [(label: "s_axi", value: bus)]
    if !fields.isEmpty {
      for (register, elements) in zip(map.registers, fields) {
        for (element, signals) in elements.enumerated() {
          for (field, signals) in zip(register.fields, signals) {
            let ports = [signals.input, signals.output].compactMap { $0 }
            for (name, port) in zip(field.portNames(in: register, element), ports) {
              children.append((label: name, value: port))
            }
          }
        }
      }
    }
    return Mirror(self, children: children)
  }

  /// The hardware side of a field of a single register.
  public subscript<Hardware>(
    _ handle: FieldHandle<Hardware>, fileID fileID: StaticString = #fileID,
    line line: UInt32 = #line, column column: UInt32 = #column
  ) -> Hardware {
    if let register = register(of: handle), let count = register.count {
      report(
        "the field `\(register.name).\(handle.name)` is one of \(count)",
        fix: "say which one: `[\(handle.name), 0]`", fileID, line, column)
    }
    return view(handle, 0, fileID, line, column)
  }

  /// The hardware side of a field of an element of an array.
  public subscript<Hardware>(
    _ handle: FieldHandle<Hardware>, _ element: Int, fileID fileID: StaticString = #fileID,
    line line: UInt32 = #line, column column: UInt32 = #column
  ) -> Hardware {
    if let register = register(of: handle), !(0..<register.elementCount).contains(element) {
      report(
        "there is no element \(element) of `\(register.name)`",
        fix: "use 0 to \(register.elementCount - 1)", fileID, line, column)
    }
    return view(handle, element, fileID, line, column)
  }

  /// The register of a handle; `nil` if the handle belongs to another map.
  private func register<Hardware>(of handle: FieldHandle<Hardware>) -> Register? {
    guard map.registers.indices.contains(handle.register) else { return nil }
    let register = map.registers[handle.register]
    guard register.fields.indices.contains(handle.field),
      register.fields[handle.field].name == handle.name
    else { return nil }
    return register
  }

  private func view<Hardware>(
    _ handle: FieldHandle<Hardware>, _ element: Int, _ fileID: StaticString, _ line: UInt32,
    _ column: UInt32
  ) -> Hardware {
    // The mistakes of a map are reported by its block.
    if !fields.isEmpty {
      if register(of: handle) == nil {
        report(
          "`\(handle.name)` is no field of the map `\(map.name)`",
          fix: "take the handle from the declaration of this map", fileID, line, column)
      } else if fields[handle.register].indices.contains(element) {
        return handle.view(fields[handle.register][element][handle.field])
      }
    }
    return handle.view(FieldSignals(module: bus.readAddress.ready.module))
  }

  private func report(
    _ message: String, fix: String, _ fileID: StaticString, _ line: UInt32, _ column: UInt32
  ) {
    bus.readAddress.ready.module.report(
      .unknownName, message, fix: fix, fileID: fileID, line: line, column: column)
  }
}

extension Field {
  /// Width of what the hardware provides; `nil` if it provides nothing.
  var inputWidth: Int? {
    switch access {
    case .readOnly, .sticky: width
    case .counter: 1
    case .readWrite, .constant, .pulse: nil
    }
  }

  /// Width of what the hardware gets; `nil` if it gets nothing.
  var outputWidth: Int? {
    switch access {
    case .readWrite, .sticky, .counter, .pulse: width
    case .readOnly, .constant: nil
    }
  }

  /// Names of the ports: of what the hardware provides, then of what it gets.
  func portNames(in register: Register, _ element: Int) -> [String] {
    let stem = "\(register.elementName(element))_\(name)"
    return switch access {
    case .readOnly, .readWrite, .pulse: [stem]
    case .sticky: ["\(stem)_set", stem]
    case .counter: ["\(stem)_increment", stem]
    case .constant: []
    }
  }
}

extension RegisterMap {
  /// Every field of every element.
  var elementFields: [(register: Register, element: Int, field: Field)] {
    registers.flatMap { register in
      (0..<register.elementCount).flatMap { element in
        register.fields.map { (register, element, $0) }
      }
    }
  }
}
