/// A memory with at most two write ports and any number of read ports.
///
/// Synchronous reads infer block RAM, one write port and one read port each (simple dual port), or
/// two read-write ports (true dual port). Asynchronous reads infer distributed RAM or registers. An
/// address at or beyond the depth reads 0 and writes nothing; a depth that is a power of two costs
/// no logic for that. Two ports that write one lane of one word at one edge: the port described
/// last wins.
public struct Memory<Word: HardwareValue> {
  let builder: ModuleBuilder
  let index: Int
  /// Type and width of a word.
  public let shape: Shape<Word>
  /// Number of words.
  public let depth: Int
  /// Bits of a word that one bit of a mask stands for; the whole word in a memory without masks.
  public let laneWidth: Int

  /// Width of an address: the fewest bits that count to `depth - 1`, at least 1.
  public var addressWidth: Int { addressBits(depth) }

  /// Width of a mask: the lanes of a word.
  public var maskWidth: Int { shape.bitWidth / laneWidth }

  private var memory: ModuleGraph.Memory { builder.memories[index] }

  /// Writes `data` at the clock edge when `enable` is 1. A memory has at most two write ports.
  ///
  /// - Parameters:
  ///   - address: `addressWidth` bits.
  ///   - data: A word.
  ///   - enable: Whether anything is written.
  ///   - mask: `maskWidth` bits; bit 0 stands for the least significant lane. Without it all lanes
  ///     are written.
  public func write(
    address: UInt, data: Word, enable: Bit, mask: Bits? = nil, fileID: StaticString = #fileID,
    line: UInt32 = #line, column: UInt32 = #column
  ) {
    guard !isForeign("written", fileID, line, column) else { return }
    addWritePort(address, data, enable, mask, builder.locate(fileID, line, column))
  }

  /// The word at `address`, one cycle later; held while `enable` is 0.
  ///
  /// - Parameter underWrite: What it returns of a word written at the same edge, by any port; the
  ///   memory's own setting if left out.
  public func read(
    address: UInt, enable: Bit, underWrite: ReadUnderWrite? = nil,
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Word {
    let location = builder.locate(fileID, line, column)
    let behaviour = underWrite ?? memory.readUnderWrite
    let word = addReadPort(address, enable, (nil, behaviour, behaviour), location)
    checkAddress(address, location)
    return word
  }

  /// One port that reads and writes at one address: at each clock edge with `enable` it reads the
  /// word, and writes it if `write` is 1 too. Two of them make a true dual port memory.
  ///
  /// - Parameters:
  ///   - address: `addressWidth` bits.
  ///   - data: The word to write.
  ///   - write: Whether the port writes; it counts only while `enable` is 1.
  ///   - enable: Whether the port does anything; the word read is held while it is 0.
  ///   - mask: The lanes to write; all without it.
  ///   - underWrite: What the port returns of a word that it writes itself. What it returns of
  ///     words that the other port writes is the memory's own setting.
  public func readWrite(
    address: UInt, data: Word, write: Bit, enable: Bit, mask: Bits? = nil,
    underWrite: ReadUnderWrite? = nil, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Word {
    let location = builder.locate(fileID, line, column)
    let behaviour = memory.readUnderWrite
    guard !isForeign("written", fileID, line, column) else {
      return Word(builder, builder.placeholder(shape.bitWidth, location), shape)
    }
    var port: Int?
    if let writeNode = builder.adopt(write.signal, location),
      let enableNode = builder.adopt(enable.signal, location)
    {
      let both =
        builder.isOne(enableNode)
        ? write
        : Bit(builder, builder.append(.and, width: 1, [enableNode, writeNode], location: location))
      port = addWritePort(address, data, both, mask, location)
    } else {
      refuseWrite(address, data, enable, mask)
    }
    return addReadPort(address, enable, (port, underWrite ?? behaviour, behaviour), location)
  }

  /// The word at `address` without a clock edge: distributed RAM or registers, for memories of at
  /// most 1,024 words. A word written shows from the clock edge on.
  public func readAsynchronously(
    address: UInt, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Word {
    let location = builder.locate(fileID, line, column)
    guard !isForeign("read", fileID, line, column),
      let node = builder.adopt(address.signal, location)
    else {
      builder.excuse([address.signal])
      return Word(builder, builder.placeholder(shape.bitWidth, location), shape)
    }
    checkAddress(address, location)
    if depth > Self.largestAsynchronous {
      builder.report(
        .memoryShape, "memory `\(memory.name)` of \(depth) words is read asynchronously", location,
        notes: [declarationNote],
        fix: "read it with `read`, or make it at most \(Self.largestAsynchronous) words deep")
    }
    return Word(
      builder,
      builder.append(
        .memoryLookup, width: Int32(memory.bitWidth), payload: Int32(index), [node],
        location: location), shape)
  }

  /// Most words of a memory that is read asynchronously: beyond, registers and their multiplexers
  /// cost more than any design can mean.
  private static var largestAsynchronous: Int { 1024 }

  // MARK: Ports

  private var declarationNote: Diagnostic.Note {
    .init(
      message: "the memory is declared here", location: builder.graph.locations[memory.locationID])
  }

  /// Reports a use by another module than the memory's own.
  private func isForeign(
    _ what: String, _ fileID: StaticString, _ line: UInt32, _ column: UInt32
  ) -> Bool {
    guard let user = builder.elaborator.current, user !== builder else { return false }
    user.report(
      .foreignValue,
      "memory `\(memory.name)` belongs to module \(builder.moduleName) and is \(what) in "
        + user.moduleName, user.locate(fileID, line, column), notes: [declarationNote],
      fix: what == "read" ? "read it through ports" : "write it through ports")
    return true
  }

  private func addReadPort(
    _ address: UInt, _ enable: Bit,
    _ writes: (port: Int?, own: ReadUnderWrite, others: ReadUnderWrite), _ location: Int32
  ) -> Word {
    let node = builder.append(
      .memoryRead, width: Int32(memory.bitWidth), payload: Int32(builder.readPorts.count), [],
      location: location)
    builder.readPorts.append(
      ModuleGraph.ReadPort(
        node: node, memory: index,
        address: builder.adopt(address.signal, location) ?? builder.placeholder(1, location),
        enable: builder.adopt(enable.signal, location) ?? builder.placeholder(1, location),
        writePort: writes.port, underOwnWrite: writes.own, underOtherWrites: writes.others))
    return Word(builder, node, shape)
  }

  /// - Returns: Position of the port, or `nil` if it is refused and reported.
  @discardableResult
  private func addWritePort(
    _ address: UInt, _ data: Word, _ enable: Bit, _ mask: Bits?, _ location: Int32
  ) -> Int? {
    guard let addressNode = builder.adopt(address.signal, location),
      let dataNode = builder.adopt(data.signal, location),
      let enableNode = builder.adopt(enable.signal, location)
    else {
      refuseWrite(address, data, enable, mask)
      return nil
    }
    guard memory.writePorts.count < 2 else {
      refuseWrite(address, data, enable, mask)
      builder.report(
        .memoryShape, "memory `\(memory.name)` has a third write port", location,
        notes: [declarationNote],
        fix: "choose between the writers in front of one port")
      return nil
    }
    checkAddress(address, location)
    guard builder.checkFormat(of: data, for: shape, "a word of memory `\(memory.name)`", location)
    else {
      refuseWrite(address, data, enable, mask)
      return nil
    }
    if data.bitWidth != shape.bitWidth {
      refuseWrite(address, data, enable, mask)
      builder.report(
        .widthMismatch,
        "cannot write \(builder.describe(dataNode)) (\(data.bitWidth) bits) to memory "
          + "`\(memory.name)` (\(shape.bitWidth) bits a word)", location,
        notes: [builder.declarationNote(dataNode)],
        fix: "make both widths equal with `.extended(to:)` or `.truncated(to:)`")
      return nil
    }
    var maskNode = Graph.none
    if let mask {
      guard let node = builder.adopt(mask.signal, location), checkMask(node, location) else {
        refuseWrite(address, data, enable, mask)
        return nil
      }
      maskNode = node
    }
    builder.memories[index].writePorts.append(
      ModuleGraph.WritePort(
        address: addressNode, data: dataNode, enable: builder.guarded(enableNode, location),
        mask: maskNode))
    return memory.writePorts.count - 1
  }

  private func refuseWrite(_ address: UInt, _ data: Word, _ enable: Bit, _ mask: Bits?) {
    builder.excuse([address.signal, data.signal, enable.signal])
    if let mask { builder.excuse([mask.signal]) }
    builder.memories[index].hasRefusedWrite = true
  }

  private func checkMask(_ mask: NodeID, _ location: Int32) -> Bool {
    let width = builder.width(mask)
    if maskWidth > 1, width == maskWidth { return true }
    let message =
      maskWidth == 1
      ? "memory `\(memory.name)` has no lanes and takes no mask"
      : "memory `\(memory.name)` takes a mask of \(maskWidth) bits, \(builder.describe(mask)) has "
        + "\(width)"
    let fix =
      maskWidth == 1
      ? "declare it with `laneWidth`, the bits that each bit of a mask stands for"
      : "give a bit for each of its \(maskWidth) lanes of \(ModuleBuilder.bits(laneWidth))"
    builder.report(
      .widthMismatch, message, location,
      notes: [builder.declarationNote(mask), declarationNote], fix: fix)
    return false
  }

  private func checkAddress(_ address: UInt, _ location: Int32) {
    guard address.builder === builder, address.bitWidth != addressWidth else { return }
    builder.report(
      .widthMismatch,
      "memory `\(memory.name)` of \(depth) words takes an address of \(addressWidth) bits, "
        + "\(builder.describe(address.node)) has \(address.bitWidth)", location,
      notes: [builder.declarationNote(address.node)],
      fix: address.bitWidth > addressWidth
        ? "write `.truncated(to: \(addressWidth))`" : "write `.extended(to: \(addressWidth))`")
  }
}

/// The fewest bits that count to `depth - 1`, at least 1.
public func addressBits(_ depth: Int) -> Int {
  depth <= 2 ? 1 : Int.bitWidth - (depth - 1).leadingZeroBitCount
}
