/// A memory with one write port and any number of synchronous read ports, as block RAM has them.
///
/// A word read at the same edge at which it is written is the old one (read first). Contents are
/// undefined until written. An address at or beyond the depth reads 0 and writes nothing; a depth
/// that is a power of two costs no logic for that.
public struct Memory<Word: HardwareValue> {
  let builder: ModuleBuilder
  let index: Int
  /// Type and width of a word.
  public let shape: Shape<Word>
  /// Number of words.
  public let depth: Int

  /// Width of an address: the fewest bits that count to `depth - 1`, at least 1.
  public var addressWidth: Int { addressBits(depth) }

  /// Writes `data` at the clock edge when `enable` is 1. A memory has one write port.
  public func write(
    address: UInt, data: Word, enable: Bit, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) {
    let memory = builder.memories[index]
    if let user = builder.elaborator.current, user !== builder {
      let declaration = builder.graph.locations[memory.locationID]
      user.report(
        .foreignValue,
        "memory `\(memory.name)` belongs to module \(builder.moduleName) and is written in "
          + user.moduleName, user.locate(fileID, line, column),
        notes: [.init(message: "the memory is declared here", location: declaration)],
        fix: "write it through ports")
      return
    }
    let location = builder.locate(fileID, line, column)
    guard let addressNode = builder.adopt(address.signal, location),
      let dataNode = builder.adopt(data.signal, location),
      let enableNode = builder.adopt(enable.signal, location)
    else {
      refuseWrite(address, data, enable)
      return
    }
    guard memory.writeAddress == Graph.none else {
      refuseWrite(address, data, enable)
      builder.report(
        .memoryShape, "memory `\(memory.name)` has a second write port", location,
        notes: [
          .init(
            message: "the memory is declared here",
            location: builder.graph.locations[memory.locationID])
        ],
        fix: "choose between the writers in front of one port")
      return
    }
    checkAddress(address, location)
    guard builder.checkFormat(of: data, for: shape, "a word of memory `\(memory.name)`", location)
    else {
      refuseWrite(address, data, enable)
      return
    }
    if data.bitWidth != shape.bitWidth {
      refuseWrite(address, data, enable)
      builder.report(
        .widthMismatch,
        "cannot write \(builder.describe(dataNode)) (\(data.bitWidth) bits) to memory "
          + "`\(memory.name)` (\(shape.bitWidth) bits a word)", location,
        notes: [builder.declarationNote(dataNode)],
        fix: "make both widths equal with `.extended(to:)` or `.truncated(to:)`")
      return
    }
    builder.memories[index].writeAddress = addressNode
    builder.memories[index].writeData = dataNode
    builder.memories[index].writeEnable = enableNode
  }

  /// The word at `address`, one cycle later; held while `enable` is 0.
  public func read(
    address: UInt, enable: Bit, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Word {
    let location = builder.locate(fileID, line, column)
    let node = builder.append(
      .memoryRead, width: Int32(builder.memories[index].bitWidth),
      payload: Int32(builder.readPorts.count), [],
      location: location)
    let word = Word(builder, node, shape)
    checkAddress(address, location)
    builder.readPorts.append(
      ModuleGraph.ReadPort(
        node: node, memory: index,
        address: builder.adopt(address.signal, location) ?? builder.placeholder(1, location),
        enable: builder.adopt(enable.signal, location) ?? builder.placeholder(1, location)))
    return word
  }

  private func refuseWrite(_ address: UInt, _ data: Word, _ enable: Bit) {
    builder.excuse([address.signal, data.signal, enable.signal])
    builder.memories[index].hasRefusedWrite = true
  }

  private func checkAddress(_ address: UInt, _ location: Int32) {
    guard address.builder === builder, address.bitWidth != addressWidth else { return }
    let memory = builder.memories[index]
    builder.report(
      .widthMismatch,
      "memory `\(memory.name)` of \(depth) words takes an address of \(addressWidth) bits, "
        + "\(builder.describe(address.node)) has \(address.bitWidth)", location,
      notes: [builder.declarationNote(address.node)],
      fix: address.bitWidth > addressWidth
        ? "write `.truncated(to: \(addressWidth))`" : "write `.extended(to: \(addressWidth))`")
  }
}

/// A constant table, read without a clock edge. Addresses beyond the last entry read 0.
public struct ReadOnlyMemory<Word: HardwareValue> {
  let builder: ModuleBuilder
  let index: Int
  let shape: Shape<Word>
  /// Number of entries.
  public let depth: Int

  /// Width of an address: the fewest bits that count to `depth - 1`, at least 1.
  public var addressWidth: Int { addressBits(depth) }

  /// The entry at `address`.
  public func read(
    address: UInt, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Word {
    let location = builder.locate(fileID, line, column)
    guard let node = builder.adopt(address.signal, location) else {
      return Word(builder, builder.placeholder(shape.bitWidth, location), shape)
    }
    if address.bitWidth != addressWidth {
      builder.report(
        .widthMismatch,
        "table `\(builder.tables[index].name)` of \(depth) entries takes an address of "
          + "\(addressWidth) bits, \(builder.describe(node)) has \(address.bitWidth)", location,
        notes: [builder.declarationNote(node)],
        fix: address.bitWidth > addressWidth
          ? "write `.truncated(to: \(addressWidth))`" : "write `.extended(to: \(addressWidth))`")
    }
    if builder.graph.operations[Int(node)] == .constant {
      let values = builder.tables[index].values
      let address = builder.graph.constantWords(of: node).first ?? 0
      let word = address < UInt64(values.count) ? values[Int(address)] : 0
      return Word(
        builder,
        builder.graph.appendConstant(
          words: [word], width: Int32(shape.bitWidth), location: location),
        shape)
    }
    return Word(
      builder,
      builder.append(
        .romRead, width: Int32(shape.bitWidth), payload: Int32(index), [node], location: location),
      shape)
  }
}

/// The fewest bits that count to `depth - 1`, at least 1.
public func addressBits(_ depth: Int) -> Int {
  depth <= 2 ? 1 : Int.bitWidth - (depth - 1).leadingZeroBitCount
}

extension ModuleBuilder {
  /// A memory of `depth` words.
  ///
  /// - Parameters:
  ///   - name: Name of the Verilog array.
  ///   - shape: Type and width of a word.
  ///   - depth: Number of words, 1 to 2^24.
  public func memory<Word>(
    _ name: String, _ shape: Shape<Word>, depth: Int, fileID: StaticString = #fileID,
    line: UInt32 = #line, column: UInt32 = #column
  ) -> Memory<Word> {
    let location = locate(fileID, line, column)
    var depth = depth
    if depth < 1 || depth > 1 << 24 {
      report(
        .memoryShape, "memory `\(name)` has \(depth) words", location,
        fix: "a depth is 1 to \(1 << 24) words")
      depth = 1
    }
    let width = checkShape(shape, "a word of memory `\(name)`", location)
    memories.append(
      ModuleGraph.Memory(
        name: name, bitWidth: width ? shape.bitWidth : 1, depth: depth, locationID: location))
    return Memory(
      builder: self, index: memories.count - 1,
      shape: width ? shape : Shape(bitWidth: 1), depth: depth)
  }

  /// A constant table of at most 64-bit entries.
  ///
  /// - Parameters:
  ///   - name: Name in the Verilog.
  ///   - shape: Type and width of an entry, at most 64 bits.
  ///   - values: The entries, address 0 first; each must fit the shape.
  public func readOnlyMemory<Word>(
    _ name: String, _ shape: Shape<Word>, _ values: [Int], fileID: StaticString = #fileID,
    line: UInt32 = #line, column: UInt32 = #column
  ) -> ReadOnlyMemory<Word> {
    let location = locate(fileID, line, column)
    let width = shape.bitWidth
    if values.isEmpty || width < 1 || width > 64 {
      report(
        .memoryShape, "table `\(name)` has \(values.count) entries of \(width) bits", location,
        fix: "give at least one entry of 1 to 64 bits")
    }
    let values = shape.format == nil ? values : integers(values, in: shape, name, location)
    let isSigned = shape.isSigned
    let used = max(1, min(width, 64))
    let mask: UInt64 = used == 64 ? .max : (1 << UInt64(used)) - 1
    var words: [UInt64] = []
    for (index, value) in values.enumerated() {
      let node = Int64(value)
      let fits =
        isSigned
        ? used >= 64 || (node >= -(1 << Int64(used - 1)) && node < 1 << Int64(used - 1))
        : node >= 0 && (used >= 63 || node < 1 << Int64(used))
      if !fits {
        report(
          .literalOutOfRange,
          "entry \(index) of table `\(name)` is \(value) and does not fit \(used) "
            + (isSigned ? "signed bits" : "unsigned bits"), location,
          fix: "widen the table or correct the value")
      }
      words.append(UInt64(bitPattern: node) & mask)
    }
    tables.append(
      ModuleGraph.Table(
        name: name, bitWidth: used, values: words.isEmpty ? [0] : words, locationID: location))
    return ReadOnlyMemory(
      builder: self, index: tables.count - 1, shape: used == width ? shape : Shape(bitWidth: used),
      depth: max(1, values.count))
  }
}
