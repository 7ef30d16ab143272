import HDL

extension RegisterMap {
  /// Everything that is wrong with the map, in the order of the declarations; empty if nothing is.
  public var mistakes: [RegisterMapMistake] {
    var mistakes: [RegisterMapMistake] = []
    checkMap(&mistakes)
    for register in registers {
      check(register, &mistakes)
      for field in register.fields { check(field, in: register, &mistakes) }
      checkFieldsOverlap(in: register, &mistakes)
    }
    checkRegistersOverlap(&mistakes)
    checkNames(&mistakes)
    return mistakes + refusals
  }

  /// The map, if nothing is wrong with it.
  ///
  /// - Throws: `RegisterMapError` with all mistakes.
  @discardableResult
  public func validated() throws(RegisterMapError) -> RegisterMap {
    let mistakes = mistakes
    if !mistakes.isEmpty { throw RegisterMapError(mistakes: mistakes) }
    return self
  }

  private func checkMap(_ mistakes: inout [RegisterMapMistake]) {
    checkName(name, "register map", origin, &mistakes)
    if dataWidth != 32, dataWidth != 64 {
      mistakes.append(
        .init(
          .widthOutOfRange, "the registers of `\(name)` are \(dataWidth) bits wide",
          fix: "use 32 or 64", origin))
    }
    if let width = requestedAddressWidth, width < smallestAddressWidth || width > 32 {
      mistakes.append(
        .init(
          .widthOutOfRange,
          "an address of \(width) bits cannot reach the \(span) bytes of `\(name)`, or is too wide",
          fix: "use \(min(smallestAddressWidth, 32)) to 32 bits", origin))
    }
    if registers.isEmpty {
      mistakes.append(
        .init(
          .emptyList, "the map `\(name)` has no registers", fix: "declare a register", origin))
    }
  }

  private func check(_ register: Register, _ mistakes: inout [RegisterMapMistake]) {
    func report(_ code: Diagnostic.Code, _ message: String, fix: String) {
      mistakes.append(.init(code, message, fix: fix, register.origin))
    }
    let name = "\(self.name).\(register.name)"
    checkName(register.name, "register", register.origin, &mistakes)
    if register.offset < 0 || register.offset > Self.largestOffset {
      report(
        .parameterOutOfRange, "the offset \(register.offset) of `\(name)` is out of range",
        fix: "use an offset of 0 to 0xffffffff")
    } else if register.offset % bytesPerWord != 0 {
      report(
        .parameterOutOfRange,
        "the offset \(Self.hex(register.offset)) of `\(name)` is no multiple of \(bytesPerWord)",
        fix: "use \(Self.hex(register.offset / bytesPerWord * bytesPerWord)) or "
          + Self.hex((register.offset / bytesPerWord + 1) * bytesPerWord))
    } else if register.offset(ofElement: register.elementCount - 1) > Self.largestOffset {
      report(
        .parameterOutOfRange, "the last element of `\(name)` is out of the reach of 32 bits",
        fix: "use fewer elements or a smaller stride")
    }
    if let count = register.count, !(1...Self.mostElements).contains(count) {
      report(
        .parameterOutOfRange, "the array `\(name)` has \(count) elements",
        fix: "use 1 to \(Self.mostElements)")
    }
    if register.stride < bytesPerWord || register.stride % bytesPerWord != 0 {
      report(
        .parameterOutOfRange,
        "the stride \(register.stride) of `\(name)` is no multiple of \(bytesPerWord)",
        fix: "use a multiple of \(bytesPerWord)")
    }
    if register.fields.isEmpty {
      report(.emptyList, "the register `\(name)` has no fields", fix: "declare a field in it")
    }
  }

  private func check(
    _ field: Field, in register: Register, _ mistakes: inout [RegisterMapMistake]
  ) {
    func report(_ code: Diagnostic.Code, _ message: String, fix: String) {
      mistakes.append(.init(code, message, fix: fix, field.origin))
    }
    let name = "\(register.name).\(field.name)"
    checkName(field.name, "field", field.origin, &mistakes)
    guard field.width >= 1, field.low >= 0, field.low <= dataWidth,
      field.width <= dataWidth - field.low
    else {
      report(
        .sliceOutOfRange,
        "the field `\(name)` of \(field.width) \(field.width == 1 ? "bit" : "bits") at bit "
          + "\(field.low) is not within a register of \(dataWidth)",
        fix: "use bits 0 to \(dataWidth - 1)")
      return
    }
    let (least, most) = Self.range(of: field)
    func checkFits(_ value: Int, _ what: String) {
      guard value < least || value > most else { return }
      report(
        .literalOutOfRange,
        "\(what) of `\(name)` does not fit \(field.width) \(field.width == 1 ? "bit" : "bits")",
        fix: "use \(least) to \(most), or more bits")
    }
    checkFits(
      field.declaredReset,
      field.access == .constant
        ? "the value \(field.declaredReset)" : "the reset value \(field.declaredReset)")
    var names: Set<String> = []
    var numbers: Set<Int> = []
    for value in field.values {
      checkFits(value.value, "the value \(value.value), called `\(value.name)`,")
      checkName(value.name, "value", field.origin, &mistakes)
      if !numbers.insert(value.value).inserted {
        report(
          .duplicateName,
          "the value \(value.value) of `\(name)` has a second name, `\(value.name)`",
          fix: "give each value one name")
      }
      if !names.insert(Names.snake(value.name)).inserted {
        report(
          .duplicateName, "two values of `\(name)` are called `\(value.name)`",
          fix: "give each value a name of its own")
      }
    }
    checkAccess(field, name, report)
  }

  /// Conflicts between what software and what hardware does.
  private func checkAccess(
    _ field: Field, _ name: String,
    _ report: (_ code: Diagnostic.Code, _ message: String, _ fix: String) -> Void
  ) {
    if case .counter(.saturates, clear: .never) = field.access {
      report(
        .parameterOutOfRange,
        "the counter `\(name)` saturates and nothing clears it, so that it stays full until reset",
        "clear it `.onRead` or `.onWrite`, or let it wrap")
    }
  }

  private func checkFieldsOverlap(
    in register: Register, _ mistakes: inout [RegisterMapMistake]
  ) {
    for (index, field) in register.fields.enumerated() where field.isPossible(in: dataWidth) {
      let first = register.fields[..<index].first {
        $0.isPossible(in: dataWidth) && $0.bits.overlaps(field.bits)
      }
      guard let first else { continue }
      let common = field.bits.clamped(to: first.bits)
      mistakes.append(
        .init(
          .multiplyDriven,
          "the fields `\(first.name)` and `\(field.name)` of `\(register.name)` both take "
            + (common.count == 1
              ? "bit \(common.lowerBound)" : "bits \(common.lowerBound)..<\(common.upperBound)"),
          fix: "move one of them, or leave the place to the map", field.origin))
    }
  }

  private func checkRegistersOverlap(_ mistakes: inout [RegisterMapMistake]) {
    var owners: [Int: (register: Int, element: Int)] = [:]
    for (index, register) in registers.enumerated()
    where (0...Self.largestOffset).contains(register.offset) {
      for element in 0..<register.elementCount {
        let offset = register.offset(ofElement: element)
        guard let owner = owners.updateValue((index, element), forKey: offset / bytesPerWord)
        else { continue }
        // An array whose stride is refused has been told of.
        if owner.register == index { break }
        mistakes.append(
          .init(
            .multiplyDriven,
            "`\(registers[owner.register].elementName(owner.element))` and "
              + "`\(register.elementName(element))` of `\(name)` are both at offset "
              + Self.hex(offset),
            fix: "move one of them, or leave the offset to the map", register.origin))
        break
      }
    }
  }

  private func checkName(
    _ name: String, _ what: String, _ origin: Origin, _ mistakes: inout [RegisterMapMistake]
  ) {
    if Names.isLegal(name) { return }
    mistakes.append(
      .init(
        .illegalName, "the \(what) name `\(name)` is no identifier of C and Verilog",
        fix: "start with a letter, go on with letters, digits and single underscores, at most 60",
        origin))
  }

  /// Names that are the same, as declared, in the header or among the ports.
  private func checkNames(_ mistakes: inout [RegisterMapMistake]) {
    let before = mistakes.count
    func report(_ message: String, _ origin: Origin) {
      mistakes.append(.init(.duplicateName, message, fix: "rename one of them", origin))
    }
    var names: Set<String> = []
    for register in registers {
      if !names.insert(Names.snake(register.name)).inserted {
        report("two registers of `\(name)` are called `\(register.name)`", register.origin)
      }
      var fields: Set<String> = []
      for field in register.fields where !fields.insert(Names.snake(field.name)).inserted {
        report("two fields of `\(register.name)` are called `\(field.name)`", field.origin)
      }
    }
    guard mistakes.count == before else { return }
    var macros: [String: String] = [:]
    var told: Set<[String]> = []
    for macro in macroDefinitions {
      guard let first = macros.updateValue(macro.owner, forKey: macro.name), first != macro.owner
      else { continue }
      if told.insert([first, macro.owner]).inserted {
        report("`\(first)` and `\(macro.owner)` both define `\(macro.name)` in C", macro.origin)
      }
    }
    guard mistakes.count == before else { return }
    var ports: [String: String] = [:]
    for (register, element, field) in elementFields {
      let owner = "\(register.elementName(element)).\(field.name)"
      for port in field.portNames(in: register, element) {
        if let first = ports.updateValue(owner, forKey: port) {
          report("`\(first)` and `\(owner)` both have a port `\(port)`", field.origin)
        }
      }
    }
  }

  /// The values a field can have, within those of `Int`.
  static func range(of field: Field) -> (least: Int, most: Int) {
    if field.isSigned {
      return field.width >= 64
        ? (.min, .max) : (-(1 << (field.width - 1)), (1 << (field.width - 1)) - 1)
    }
    return (0, field.width >= 63 ? .max : (1 << field.width) - 1)
  }

  static func hex(_ value: Int) -> String { "0x" + String(value, radix: 16) }
}

extension Field {
  func isPossible(in dataWidth: Int) -> Bool {
    width >= 1 && low >= 0 && low <= dataWidth && width <= dataWidth - low
  }
}
