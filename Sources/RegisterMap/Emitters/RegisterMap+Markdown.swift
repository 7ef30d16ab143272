extension RegisterMap {
  /// Tables for a document: the registers, the fields of each, and their named values.
  ///
  /// - Throws: `RegisterMapError` with every mistake in the map.
  public func markdown() throws(RegisterMapError) -> String {
    try validated()
    var lines = ["# Registers of \(name)", ""]
    if !description.isEmpty { lines += [Names.line(description), ""] }
    lines += [
      "Registers of \(dataWidth) bits, byte offsets, \(addressWidth) bits of address.", "",
      "| offset | register | reset | description |", "|---|---|---|---|",
    ]
    for register in registers {
      let offset = RegisterMap.hex(register.offset)
      let place = register.count.map {
        "\(offset) + \(RegisterMap.hex(register.stride))·i, i < \($0)"
      }
      let reset = Names.hexadecimal(register.resetValue, digits: dataWidth / 4)
      lines.append(
        "| \(place ?? offset) | [`\(register.name)`](#\(register.name.lowercased())) | 0x\(reset) "
          + "| \(Self.cell(register.description)) |")
    }
    for register in registers {
      lines += ["", "## `\(register.name)`", ""]
      lines += ["| bits | field | access | reset | description |", "|---|---|---|---|---|"]
      for field in register.fields.sorted(by: { $0.low > $1.low }) {
        let bits =
          field.width == 1 ? "\(field.low)" : "\(field.bits.upperBound - 1):\(field.low)"
        let reset =
          field.access == .readOnly ? "" : "0x" + Names.hexadecimal(field.reset, digits: 1)
        let texts = [field.description, Self.behavior(field.access)] + field.values.map(Self.text)
        let text = texts.filter { !$0.isEmpty }.map(Self.cell).joined(separator: "<br>")
        lines.append(
          "| \(bits) | `\(field.name)` | \(field.access.abbreviation) | \(reset) | \(text) |")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func text(of value: FieldValue) -> String {
    "\(value.value) `\(value.name)`" + (value.description.isEmpty ? "" : ": \(value.description)")
  }

  /// What the abbreviation of the access does not say.
  private static func behavior(_ access: Field.Access) -> String {
    switch access {
    case .readWrite, .readOnly: return ""
    case .constant: return "Constant."
    case .sticky: return "Write 1 to clear."
    case .pulse: return "Write 1 for one cycle."
    case .counter(let overflow, let clear):
      let end = overflow == .wraps ? "Counts and wraps" : "Counts and stays at its largest value"
      switch clear {
      case .never: return end + "."
      case .onWrite: return end + "; any write clears."
      case .onRead: return end + "; a read clears."
      }
    }
  }

  private static func cell(_ text: String) -> String {
    Names.line(text).replacing("|", with: "\\|")
  }
}
