import FixedPoint

/// The values stored in a struct, in the order of its properties, those of structs within it too.
enum Fields {
  static func collect(_ members: Any) -> [any HardwareValue] {
    var fields: [any HardwareValue] = []
    collect(members, &fields)
    return fields
  }

  private static func collect(_ members: Any, _ fields: inout [any HardwareValue]) {
    if let value = members as? any HardwareValue {
      fields.append(value)
    } else if !(members is ModuleBuilder) {
      for child in Mirror(reflecting: members).children { collect(child.value, &fields) }
    }
  }
}

extension ModuleBuilder {
  /// Data of a layout whose fields are given by a closure, field after field.
  func makeFields<L: Layout>(
    of layout: L, _ location: Int32, _ declare: @escaping (_ width: Int) -> NodeID
  ) -> L.Value {
    var nodes: [NodeID] = []
    let declarer = FieldDeclarer { width in
      let node = declare(width)
      nodes.append(node)
      return Signal(builder: self, node: node)
    }
    let value = layout.make(declarer)
    if !Fields.collect(value).map(\.node).elementsEqual(nodes) {
      report(
        .bundleFields,
        "\(L.self) does not declare the fields of \(L.Value.self) in the order of its properties",
        location, fix: "call `field` once for each stored property, in order")
    }
    return value
  }

  /// Data of a layout whose fields are the given nodes.
  func makeFields<L: Layout>(
    of layout: L, from nodes: [NodeID], _ location: Int32
  ) -> L.Value {
    var position = 0
    return makeFields(of: layout, location) { [self] width in
      defer { position += 1 }
      guard position < nodes.count, self.width(nodes[position]) == width else {
        return placeholder(width, location)
      }
      return nodes[position]
    }
  }

  /// Whether two bundles have fields of the same widths; reports it otherwise.
  func checkFields(
    _ first: [any HardwareValue], _ second: [any HardwareValue], _ what: String, _ location: Int32
  ) -> Bool {
    let widths = (first.map(\.bitWidth), second.map(\.bitWidth))
    if widths.0 == widths.1 { return checkFormats(first, second, what, location) }
    excuse(first.map(\.signal) + second.map(\.signal))
    for target in first where graph.operations[Int(target.node)].isTarget {
      excuse([], target: target.node)
    }
    func text(_ widths: [Int]) -> String {
      "(" + widths.map { Self.bits($0) }.joined(separator: ", ") + ")"
    }
    report(
      .widthMismatch,
      "\(what) needs equal layouts: the fields are \(text(widths.0)) and \(text(widths.1))",
      location, fix: "give both bundles the same layout")
    return false
  }

  /// Whether fixed-point fields of two bundles have the same format; reports it otherwise.
  private func checkFormats(
    _ first: [any HardwareValue], _ second: [any HardwareValue], _ what: String, _ location: Int32
  ) -> Bool {
    func format<Value: HardwareValue>(_ value: Value) -> FixedPointFormat? { value.shape.format }
    for (one, other) in zip(first, second) {
      guard let target = format(one), let source = format(other), !target.hasSameBits(as: source)
      else { continue }
      excuse(first.map(\.signal) + second.map(\.signal))
      report(
        .formatMismatch,
        "\(what) needs equal layouts: a field is \(target) in one and \(source) in the other",
        location, fix: "give both bundles the same layout")
      return false
    }
    return true
  }
}
