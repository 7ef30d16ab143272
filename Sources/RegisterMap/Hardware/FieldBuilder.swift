import HDL

/// The accesses of the bus to one register.
struct ElementAccess {
  /// 1 in the cycle at whose end it is written; `nil` if it cannot be.
  let writes: Bit?
  /// 1 in the cycle at whose end it is read; `nil` if no field cares.
  let reads: Bit?
  let write: WriteChannel
}

/// Describes the hardware of one field of one register.
struct FieldBuilder {
  let module: ModuleBuilder
  let field: Field
  let name: String
  let access: ElementAccess

  /// - Returns: What a read shows; `nil` for what reads as 0.
  func describe(_ signals: FieldSignals) -> Bits? {
    switch field.access {
    case .constant: return constant(field.reset)
    case .readOnly: return signals.input
    case .readWrite: return connect(readWrite(), signals)
    case .sticky: return connect(sticky(signals), signals)
    case .counter(let overflow, let clear):
      return connect(counter(overflow, clear, signals), signals)
    case .pulse:
      _ = connect(pulse(), signals)
      return nil
    }
  }

  private func connect(_ value: Bits, _ signals: FieldSignals) -> Bits {
    signals.output?.assign(value)
    return value
  }

  private func readWrite() -> Bits {
    if field.isWithinByte {
      let value = register(enable: strobed)
      value.assign(data)
      return value
    }
    // A choice for each byte is an enable of its flip-flops in synthesis; a mask would be logic.
    let value = register(enable: access.writes)
    let bytes = field.bytes.reversed().map { byte, bits in
      mux(
        access.write.strobes[byte],
        access.write.data[bits.lowerBound + field.low..<bits.upperBound + field.low], value[bits])
    }
    value.assign(module.concatenate(bytes))
    return value
  }

  private func sticky(_ signals: FieldSignals) -> Bits {
    let value = register(enable: nil)
    guard let set = signals.input else { return value }
    module.when(field.isWithinByte ? strobed : written) {
      value.assign((value .& .!maskedData) .| set)
    }.otherwise {
      value.assign(value .| set)
    }
    return value
  }

  private func counter(
    _ overflow: Field.Access.Overflow, _ clear: Field.Access.Clear, _ signals: FieldSignals
  ) -> Bits {
    let value = register(enable: nil)
    guard let input = signals.input else { return value }
    let increment = input[0]
    let counts = overflow == .wraps ? increment : increment .& .!value.allSet()
    let cleared: Bit? =
      switch clear {
      case .never: nil
      case .onRead: access.reads
      case .onWrite: strobed
      }
    let next = (value.asUInt .&+ 1).asBits
    if let cleared {
      // The event of this cycle is the first one counted anew.
      let first = field.width == 1 ? input : increment.asUInt.extended(to: field.width).asBits
      module.when(cleared) { value.assign(first) }
        .elseWhen(counts) { value.assign(next) }
    } else {
      module.when(counts) { value.assign(next) }
    }
    return value
  }

  private func pulse() -> Bits {
    let value = register(enable: nil)
    let enable = (field.isWithinByte ? strobed : written).repeated(field.width)
    value.assign(maskedData .& enable)
    return value
  }

  // MARK: What is written

  private var written: Bit { access.writes ?? module.constant(0, .bit) }

  /// Written, with the strobe of any of the field's bytes.
  private var strobed: Bit {
    let strobes = access.write.strobes
    guard let first = field.bytes.first?.byte, let last = field.bytes.last?.byte, first < last
    else { return written .& strobes[field.low / 8] }
    return written .& strobes[first...last].anySet()
  }

  private var data: Bits { access.write.data[field.bits] }

  /// The data where it is to be written, else 0.
  private var maskedData: Bits {
    guard !field.isWithinByte, let mask = access.write.mask else { return data }
    return data .& mask[field.bits]
  }

  // MARK: Values

  private func register(enable: Bit?) -> Bits {
    // Signed, for all 64 bits to be possible.
    let shift = Int64(64 - field.width)
    let reset = (Int64(bitPattern: field.reset) << shift) >> shift
    let value: SInt = module.register(
      "\(name)_value", .sint(field.width), reset: Int(reset), enable: enable)
    return value.asBits
  }

  private func constant(_ value: UInt64) -> Bits {
    let shift = Int64(64 - field.width)
    let signed: SInt = module.constant(
      Int((Int64(bitPattern: value) << shift) >> shift), .sint(field.width))
    return signed.asBits
  }
}

extension Field {
  /// Whether one strobe is that of all its bits.
  var isWithinByte: Bool { bytes.count == 1 }

  /// The bytes of the register it has bits in, with those bits counted from its lowest.
  var bytes: [(byte: Int, bits: Range<Int>)] {
    (low / 8...(bits.upperBound - 1) / 8).map { byte in
      let common = bits.clamped(to: 8 * byte..<8 * byte + 8)
      return (byte, common.lowerBound - low..<common.upperBound - low)
    }
  }
}
