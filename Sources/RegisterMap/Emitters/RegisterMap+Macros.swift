/// A constant of the C header.
struct Macro {
  let name: String
  /// `(index)` for one with a parameter.
  var parameters = ""
  let value: String
  let comment: String
  /// Whose constant it is, for messages.
  let owner: String
  let origin: Origin
}

extension RegisterMap {
  /// Every constant of the C header, in its order.
  var macroDefinitions: [Macro] { registers.flatMap { macros(of: $0) } }

  /// The constants of a register, those of its fields after its own.
  func macros(of register: Register) -> [Macro] {
    func make(_ suffix: String, _ value: String, _ comment: String = "") -> Macro {
      Macro(
        name: Names.macro(name, register.name, suffix), value: value, comment: comment,
        owner: register.name, origin: register.origin)
    }
    var macros: [Macro] = []
    let offset = literal(UInt64(register.offset(ofElement: 0)), digits: 2)
    if register.count == nil {
      macros.append(make("offset", offset))
    } else {
      macros.append(make("count", "\(register.elementCount)u"))
      macros.append(make("stride", literal(UInt64(max(register.stride, 0)), digits: 2)))
      macros.append(make("base", offset))
      let stem = Names.macro(name, register.name)
      var element = make("offset", "(\(stem)_BASE + (index) * \(stem)_STRIDE)")
      element.parameters = "(index)"
      macros.append(element)
    }
    macros.append(make("reset", literal(register.resetValue)))
    for field in register.fields { macros += self.macros(of: field, in: register) }
    return macros
  }

  func macros(of field: Field, in register: Register) -> [Macro] {
    func make(_ suffix: String, _ value: String, _ comment: String = "") -> Macro {
      Macro(
        name: Names.macro(name, register.name, field.name, suffix), value: value, comment: comment,
        owner: "\(register.name).\(field.name)", origin: field.origin)
    }
    let mask: UInt64 = field.width >= 64 ? .max : (1 << UInt64(max(field.width, 0))) - 1
    return [
      make("shift", "\(field.low)u"), make("width", "\(field.width)u"),
      make("mask", literal(field.mask)),
    ]
      + field.values.map { value in
        make(
          value.name, literal(UInt64(bitPattern: Int64(value.value)) & mask, digits: 1),
          value.description)
      }
  }

  /// A number in C: of as many digits as a register has, unless told.
  func literal(_ value: UInt64, digits: Int? = nil) -> String {
    let text = Names.hexadecimal(value, digits: digits ?? dataWidth / 4)
    return dataWidth == 64 && digits == nil ? "UINT64_C(0x\(text))" : "0x\(text)u"
  }
}
