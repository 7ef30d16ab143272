extension ModuleBuilder {
  /// A wire for every field, named after the field: `beat_data`.
  public func wire<L: Layout>(
    _ name: String, of layout: L, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> L.Value {
    let location = locate(fileID, line, column)
    let value = makeFields(of: layout, location) { [self] width in
      wire(nil, .bits(width), fileID: fileID, line: line, column: column).node
    }
    nameMembers(of: value, prefix: name)
    return value
  }

  /// A register for every field, named after the field.
  ///
  /// - Parameters:
  ///   - name: Stem of the names.
  ///   - layout: What is held.
  ///   - isReset: Whether reset clears every bit.
  ///   - enable: The registers keep their values at edges where this is 0; `nil` for always.
  public func register<L: Layout>(
    _ name: String, of layout: L, isReset: Bool = false, enable: Bit? = nil,
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> L.Value {
    let location = locate(fileID, line, column)
    let value = makeFields(of: layout, location) { [self] width in
      register(
        nil, .bits(width), reset: isReset ? 0 : nil, enable: enable, fileID: fileID, line: line,
        column: column
      ).node
    }
    nameMembers(of: value, prefix: name)
    return value
  }

  /// The fields of a layout from bits, the first field from the most significant ones; undoes
  /// `packed()`.
  public func unpack<L: Layout>(
    _ bits: Bits, as layout: L, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> L.Value {
    let location = locate(fileID, line, column)
    guard let node = adopt(bits.signal, location) else {
      return makeFields(of: layout, location) { [self] in placeholder($0, location) }
    }
    var high = bits.bitWidth
    var total = 0
    let value = makeFields(of: layout, location) { [self] width in
      total += width
      guard width <= high else { return placeholder(width, location) }
      high -= width
      return slice(node, low: high, width: width, location: location)
    }
    if total != bits.bitWidth {
      excuse([bits.signal])
      report(
        .widthMismatch,
        "\(L.self) has \(Self.bits(total)), \(describe(node)) has \(Self.bits(bits.bitWidth))",
        location, notes: [declarationNote(node)], fix: "unpack as many bits as the layout has")
    }
    return value
  }
}

extension PortDeclarer {
  /// An input for every field of a layout.
  public func input<L: Layout>(
    of layout: L, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> L.Value {
    builder.makeFields(of: layout, builder.locate(fileID, line, column)) { width in
      input(.bits(width), fileID: fileID, line: line, column: column).node
    }
  }

  /// An output for every field of a layout.
  public func output<L: Layout>(
    of layout: L, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> L.Value {
    builder.makeFields(of: layout, builder.locate(fileID, line, column)) { width in
      output(.bits(width), fileID: fileID, line: line, column: column).node
    }
  }
}
