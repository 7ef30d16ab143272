public import HDL

/// The registers of a map behind an AXI4-Lite bus.
///
/// Address and data of a write may come in any order; it is done in the cycle after both are there,
/// as soon as the response before has been taken. One write and one read every two cycles; both at
/// once is possible, and the read then returns the value before the write. Every output of the bus
/// is a register; nothing leads from an input of the bus to an output within a cycle.
///
/// - The address bits within a word are ignored: a word is read whole and the strobes say what is
///   written.
/// - An address without a register, a write to a register without anything to write and a read from
///   one without anything to read have no effect; they answer SLVERR, a read with 0.
/// - In other registers, bits that cannot be written ignore it and bits without a field read as 0.
/// - `prot` is ignored.
public struct RegisterBlock: Module {
  /// What the registers are.
  public let map: RegisterMap

  /// A block for the registers of a map.
  public init(_ map: RegisterMap) {
    self.map = map
  }

  /// `RegisterBlock` and the name of the map.
  public var moduleName: String {
    Names.isLegal(map.name) ? "RegisterBlock_\(map.name)" : "RegisterBlock"
  }

  /// Declares the bus and the ports of the fields.
  public func ports(_ declare: PortDeclarer) -> RegisterPorts {
    let dataWidth = map.dataWidth == 64 ? 64 : 32
    let bus = declare.target(
      AXI4LiteInterface(
        addressWidth: min(max(map.addressWidth, 3), 32), dataWidth: dataWidth))
    guard map.mistakes.isEmpty else { return RegisterPorts(bus: bus, map: map, fields: []) }
    let fields = map.registers.map { register in
      (0..<register.elementCount).map { _ in
        register.fields.map { field in
          FieldSignals(
            input: field.inputWidth.map { declare.input(.bits($0)) },
            output: field.outputWidth.map { declare.output(.bits($0)) },
            module: bus.readAddress.ready.module)
        }
      }
    }
    return RegisterPorts(bus: bus, map: map, fields: fields)
  }

  /// Describes both directions of the bus and the fields.
  public func body(_ module: ModuleBuilder, _ ports: RegisterPorts) {
    let mistakes = map.mistakes
    guard mistakes.isEmpty else {
      for mistake in mistakes {
        module.report(
          mistake.code, mistake.message, fix: mistake.fix, fileID: mistake.origin.fileID,
          line: mistake.origin.line, column: mistake.origin.column)
      }
      return standIn(module, ports.bus)
    }
    let bytes = map.bytesPerWord
    let low = bytes.trailingZeroBitCount
    for address in [ports.bus.writeAddress.payload, ports.bus.readAddress.payload] {
      address.address[0..<low].ignore()
      address.protection.ignore()
    }
    let write = WriteChannel(
      module, ports.bus, lowAddressBits: low, indices: indices(where: \.isWritable),
      isMasked: map.registers.contains { $0.fields.contains { $0.needsMask } })
    let read = ReadChannel(
      module, ports.bus, lowAddressBits: low, indices: indices(where: \.isReadable))

    var words: [(index: Int, value: Bits)] = []
    for (register, elements) in zip(map.registers, ports.fields) {
      for (element, signals) in elements.enumerated() {
        let name = register.elementName(element)
        let index = register.offset(ofElement: element) / bytes
        let access = ElementAccess(
          writes: register.isWritable
            ? (write.performs .& (write.index .== index)).named("writes_\(name)") : nil,
          reads: register.fields.contains(where: \.access.isClearedByRead)
            ? (read.performs .& (read.index .== index)).named("reads_\(name)") : nil,
          write: write)
        var values: [(field: Field, value: Bits)] = []
        for (field, signals) in zip(register.fields, signals) {
          let builder = FieldBuilder(
            module: module, field: field, name: "\(name)_\(field.name)", access: access)
          if let value = builder.describe(signals) { values.append((field, value)) }
        }
        if register.isReadable {
          words.append((index, word(of: values, module)))
        }
      }
    }
    read.returns(words, module)
  }

  /// The word numbers of the registers that satisfy a condition, ascending.
  private func indices(where condition: (Register) -> Bool) -> [Int] {
    map.registers.filter(condition).flatMap { register in
      (0..<register.elementCount).map { register.offset(ofElement: $0) / map.bytesPerWord }
    }.sorted()
  }

  /// The fields at their places, zeros between them.
  private func word(of values: [(field: Field, value: Bits)], _ module: ModuleBuilder) -> Bits {
    var parts: [Bits] = []
    var high = map.dataWidth
    for (field, value) in values.sorted(by: { $0.field.low > $1.field.low }) {
      if high > field.bits.upperBound {
        parts.append(module.constant(0, .bits(high - field.bits.upperBound)))
      }
      parts.append(value)
      high = field.low
    }
    if high > 0 { parts.append(module.constant(0, .bits(high))) }
    return module.concatenate(parts)
  }

  /// A block that does nothing, for the elaboration to go on with.
  private func standIn(_ module: ModuleBuilder, _ bus: AXI4LitePorts) {
    bus.writeAddress.payload.ignore()
    bus.writeData.payload.ignore()
    bus.readAddress.payload.ignore()
    for input in [
      bus.writeAddress.valid, bus.writeData.valid, bus.writeResponse.ready, bus.readAddress.valid,
      bus.readData.ready,
    ] {
      input.ignore()
    }
    let zero = module.constant(0, .bit)
    for output in [
      bus.writeAddress.ready, bus.writeData.ready, bus.writeResponse.valid, bus.readAddress.ready,
      bus.readData.valid,
    ] {
      output.assign(zero)
    }
    let okay = module.constant(0, .bits(2))
    bus.writeResponse.payload.response.assign(okay)
    bus.readData.payload.response.assign(okay)
    bus.readData.payload.data.assign(module.constant(0, bus.readData.payload.data.shape))
  }
}

extension Field {
  /// Whether written bits have an effect each, in more than one byte.
  fileprivate var needsMask: Bool {
    !isWithinByte && (access == .sticky || access == .pulse)
  }
}

extension Field.Access {
  fileprivate var isClearedByRead: Bool {
    if case .counter(_, clear: .onRead) = self { return true }
    return false
  }
}
