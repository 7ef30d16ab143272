/// A constant table. Addresses beyond the last entry read 0.
public struct ReadOnlyMemory<Word: HardwareValue> {
  let builder: ModuleBuilder
  let index: Int
  let shape: Shape<Word>
  /// Number of entries.
  public let depth: Int

  /// Width of an address: the fewest bits that count to `depth - 1`, at least 1.
  public var addressWidth: Int { addressBits(depth) }

  /// The entry at `address`, without a clock edge: logic.
  public func read(
    address: UInt, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Word {
    let location = builder.locate(fileID, line, column)
    guard let node = builder.adopt(address.signal, location) else {
      return Word(builder, builder.placeholder(shape.bitWidth, location), shape)
    }
    checkAddress(address, node, location)
    if builder.graph.operations[Int(node)] == .constant {
      let address = builder.graph.constantWords(of: node).first ?? 0
      let entry = builder.tables[index].entry(Int(min(address, UInt64(depth))))
      return Word(
        builder,
        builder.graph.appendConstant(
          words: Array(entry), width: Int32(shape.bitWidth), location: location),
        shape)
    }
    return Word(
      builder,
      builder.append(
        .romRead, width: Int32(shape.bitWidth), payload: Int32(index), [node], location: location),
      shape)
  }

  /// The entry at `address`, one cycle later, from block RAM; held while `enable` is 0.
  public func readSynchronously(
    address: UInt, enable: Bit, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Word {
    let location = builder.locate(fileID, line, column)
    let addressNode = builder.adopt(address.signal, location)
    if let addressNode { checkAddress(address, addressNode, location) }
    let node = builder.append(
      .memoryRead, width: Int32(shape.bitWidth), payload: Int32(builder.readPorts.count), [],
      location: location)
    builder.readPorts.append(
      ModuleGraph.ReadPort(
        node: node, memory: builder.memory(ofTable: index),
        address: addressNode ?? builder.placeholder(1, location),
        enable: builder.adopt(enable.signal, location) ?? builder.placeholder(1, location),
        writePort: nil, underOwnWrite: .readFirst, underOtherWrites: .readFirst))
    return Word(builder, node, shape)
  }

  private func checkAddress(_ address: UInt, _ node: NodeID, _ location: Int32) {
    guard address.bitWidth != addressWidth else { return }
    builder.report(
      .widthMismatch,
      "table `\(builder.tables[index].name)` of \(depth) entries takes an address of "
        + "\(addressWidth) bits, \(builder.describe(node)) has \(address.bitWidth)", location,
      notes: [builder.declarationNote(node)],
      fix: address.bitWidth > addressWidth
        ? "write `.truncated(to: \(addressWidth))`" : "write `.extended(to: \(addressWidth))`")
  }
}
