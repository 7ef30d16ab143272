extension RegisterMap {
  /// A header for C99 and C++: offsets, masks, shifts, named values and accessors of fields.
  ///
  /// A field `mode` of the register `control` in a map `timer` has `TIMER_CONTROL_MODE_MASK`,
  /// `_SHIFT` and `_WIDTH`; `timer_control_mode_get` takes it out of a word, `timer_control_mode_set`
  /// puts it into one. Values are named after the field: `TIMER_CONTROL_MODE_ONCE`.
  ///
  /// - Throws: `RegisterMapError` with every mistake in the map.
  public func cHeader() throws(RegisterMapError) -> String {
    try validated()
    let guardName = Names.macro(name, "registers", "h")
    var lines = [
      "/* Registers of \(name). Generated from its register map; do not edit. */"
    ]
    if !description.isEmpty { lines.append("/* \(Self.comment(description)) */") }
    lines += ["", "#ifndef \(guardName)", "#define \(guardName)", "", "#include <stdint.h>"]
    for register in registers {
      lines += ["", "/* \(Self.comment(Self.title(register.name, register.description))) */"]
      var macros = macros(of: register)[...]
      let ownCount = macros.count - register.fields.reduce(0) { $0 + 3 + $1.values.count }
      for macro in macros.prefix(ownCount) { lines.append(Self.line(macro)) }
      macros = macros.dropFirst(ownCount)
      for field in register.fields {
        let title = Self.title(
          "\(register.name).\(field.name)", "\(field.access.abbreviation). \(field.description)")
        lines.append("/* \(Self.comment(title)) */")
        for macro in macros.prefix(3 + field.values.count) { lines.append(Self.line(macro)) }
        macros = macros.dropFirst(3 + field.values.count)
      }
    }
    lines.append("")
    for register in registers {
      for field in register.fields { lines += accessors(of: field, in: register) }
    }
    lines += ["#endif", ""]
    return lines.joined(separator: "\n")
  }

  private func accessors(of field: Field, in register: Register) -> [String] {
    let stem = [name, register.name, field.name].map(Names.snake).joined(separator: "_")
    let macro = Names.macro(name, register.name, field.name)
    let word = "uint\(dataWidth)_t"
    var lines: [String] = []
    if field.access.isReadable {
      lines += [
        "static inline \(word) \(stem)_get(\(word) word) {",
        "  return (word & \(macro)_MASK) >> \(macro)_SHIFT;", "}", "",
      ]
    }
    if field.access == .readWrite || field.access == .pulse || field.access == .sticky {
      lines += [
        "static inline \(word) \(stem)_set(\(word) word, \(word) value) {",
        "  return (word & ~\(macro)_MASK) | ((value << \(macro)_SHIFT) & \(macro)_MASK);", "}", "",
      ]
    }
    return lines
  }

  private static func line(_ macro: Macro) -> String {
    let comment = macro.comment.isEmpty ? "" : " /* \(comment(macro.comment)) */"
    return "#define \(macro.name)\(macro.parameters) \(macro.value)\(comment)"
  }

  private static func title(_ name: String, _ description: String) -> String {
    description.isEmpty ? name : "\(name): \(description)"
  }

  /// Text that does not end the comment in which it stands.
  private static func comment(_ text: String) -> String {
    var result = ""
    for character in Names.line(text) {
      if character == "/", result.hasSuffix("*") { result += " " }
      if character == "*", result.hasSuffix("/") { result += " " }
      result.append(character)
    }
    return result.hasSuffix(" ") ? String(result.dropLast()) : result
  }
}
