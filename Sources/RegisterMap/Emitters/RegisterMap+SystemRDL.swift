extension RegisterMap {
  /// The map in SystemRDL 2.0.
  ///
  /// - Throws: `RegisterMapError` with every mistake in the map.
  public func systemRDL() throws(RegisterMapError) -> String {
    try validated()
    var lines: [String] = []
    let enumerations = registers.flatMap { register in
      register.fields.filter { !$0.values.isEmpty }.map { (register, $0) }
    }
    for (register, field) in enumerations { lines += enumeration(of: field, in: register) }
    lines.append("addrmap \(Self.identifier(name)) {")
    lines += Self.property("name", name, 1)
    if !description.isEmpty { lines += Self.property("desc", description, 1) }
    lines += [
      "  default regwidth = \(dataWidth);", "  default accesswidth = \(dataWidth);",
      "  lsb0;", "  littleendian;",
    ]
    for register in registers {
      lines += ["", "  reg {"]
      if !register.description.isEmpty { lines += Self.property("desc", register.description, 2) }
      for field in register.fields.sorted(by: { $0.low < $1.low }) {
        lines.append("    field {")
        if !field.description.isEmpty { lines += Self.property("desc", field.description, 3) }
        for property in properties(of: field, in: register) { lines.append("      \(property);") }
        let reset =
          Self.resets(field)
          ? " = \(field.width)'h\(Names.hexadecimal(field.reset, digits: 1))" : ""
        lines.append(
          "    } \(Self.identifier(field.name))[\(field.bits.upperBound - 1):\(field.low)]\(reset);"
        )
      }
      lines.append("  } \(instances(of: register));")
    }
    lines += ["};", ""]
    return lines.joined(separator: "\n")
  }

  /// Where the register is. SystemRDL knows no arrays with other registers between their elements:
  /// those are told one by one.
  private func instances(of register: Register) -> String {
    func instance(_ element: Int) -> String {
      "\(Self.identifier(register.elementName(element))) @ "
        + Self.hex(register.offset(ofElement: element))
    }
    guard let count = register.count else { return instance(0) }
    let span = register.offset...register.lastOffset
    let isAlone = registers.allSatisfy { other in
      other.name == register.name || other.lastOffset < span.lowerBound
        || other.offset > span.upperBound
    }
    return isAlone
      ? "\(Self.identifier(register.name))[\(count)] @ \(Self.hex(register.offset)) += "
        + Self.hex(register.stride)
      : (0..<count).map(instance).joined(separator: ", ")
  }

  /// Whether the field has a value of its own after reset: what the hardware provides has none.
  private static func resets(_ field: Field) -> Bool { field.access != .readOnly }

  private func properties(of field: Field, in register: Register) -> [String] {
    var properties: [String]
    switch field.access {
    case .readWrite: properties = ["sw = rw", "hw = r"]
    case .readOnly: properties = ["sw = r", "hw = w"]
    case .constant: properties = ["sw = r", "hw = na"]
    case .sticky: properties = ["sw = rw", "hw = rw", "woclr", "hwset"]
    // The property is for single bits only.
    case .pulse: properties = ["sw = w", "hw = r"] + (field.width == 1 ? ["singlepulse"] : [])
    case .counter(let overflow, let clear):
      let software =
        switch clear {
        case .never: ["sw = r"]
        case .onRead: ["sw = r", "rclr"]
        case .onWrite: ["sw = rw", "onwrite = wclr"]
        }
      properties = software + ["hw = r", "counter"]
      if overflow == .saturates { properties.append("incrsaturate") }
    }
    if !field.values.isEmpty {
      properties.append("encode = \(enumerationName(of: field, in: register))")
    }
    return properties
  }

  private func enumerationName(of field: Field, in register: Register) -> String {
    [name, register.name, field.name, "e"].map(Names.snake).joined(separator: "_")
  }

  private func enumeration(of field: Field, in register: Register) -> [String] {
    let mask: UInt64 = field.width >= 64 ? .max : (1 << UInt64(field.width)) - 1
    let members = field.values.map { value in
      let bits = UInt64(bitPattern: Int64(value.value)) & mask
      let number = "\(field.width)'h\(Names.hexadecimal(bits, digits: 1))"
      let text =
        value.description.isEmpty ? "" : " { desc = \(Self.string(value.description)); }"
      return "  \(Self.identifier(value.name)) = \(number)\(text);"
    }
    return ["enum \(enumerationName(of: field, in: register)) {"] + members + ["};", ""]
  }

  private static func property(_ name: String, _ text: String, _ depth: Int) -> [String] {
    [String(repeating: "  ", count: depth) + "\(name) = \(string(text));"]
  }

  private static func string(_ text: String) -> String {
    "\"" + Names.line(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  private static func identifier(_ name: String) -> String {
    keywords.contains(name) ? "\\\(name)" : name
  }

  /// The words of SystemRDL 2.0, clause 6.2, and those it reserves.
  private static let keywords = Set(
    """
    abstract accesstype addressingtype addrmap alias all bit boolean bothedge bus catch class clr
    compact component componentwidth constraint default encode enum exclusive external false field
    fullalign hw inside internal level longint mem na negedge nonsticky number onreadtype
    onwritetype posedge property pulse r rclr ref reg regalign regfile repeat rset ruser rw rw1 set
    signal string struct sw this true type unsigned user void w w1 wclr woclr woset wot wr wset
    wuser wzc wzs wzt alternate byte int precedencetype real shortint shortreal signed with within
    """.split(whereSeparator: \.isWhitespace).map(String.init))
}
