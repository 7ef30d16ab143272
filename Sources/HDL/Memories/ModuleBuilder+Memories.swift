extension ModuleBuilder {
  /// A memory of `depth` words.
  ///
  /// - Parameters:
  ///   - name: Name of the Verilog array.
  ///   - shape: Type and width of a word.
  ///   - depth: Number of words, 1 to 2^24.
  ///   - laneWidth: Bits of a word that one bit of a mask stands for, 8 for byte masks; it divides
  ///     the width of a word. Left out for a memory without masks.
  ///   - initial: Words before the first clock edge, at most `depth`; the others are 0. Those of
  ///     fixed-point numbers are the integers behind them. Without it
  ///     contents are undefined until written, and 0 in the native simulator. Reset does not bring
  ///     them back.
  ///   - readUnderWrite: What synchronous reads return of a word written at the same edge.
  public func memory<Word>(
    _ name: String, _ shape: Shape<Word>, depth: Int, laneWidth: Int? = nil,
    initial: MemoryContents? = nil, readUnderWrite: ReadUnderWrite = .readFirst,
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Memory<Word> {
    let location = locate(fileID, line, column)
    var depth = depth
    if depth < 1 || depth > 1 << 24 {
      report(
        .memoryShape, "memory `\(name)` has \(depth) words", location,
        fix: "a depth is 1 to \(1 << 24) words")
      depth = 1
    }
    let isPossible = checkShape(shape, "a word of memory `\(name)`", location)
    let shape = isPossible ? shape : Shape(bitWidth: 1)
    var lane = laneWidth ?? shape.bitWidth
    if lane < 1 || shape.bitWidth % lane != 0 {
      if isPossible {
        report(
          .memoryShape,
          "memory `\(name)` has words of \(Self.bits(shape.bitWidth)) in lanes of \(lane)",
          location, fix: "give a lane width that divides the width of a word")
      }
      lane = shape.bitWidth
    }
    var words: [UInt64]?
    if let initial {
      let contents = initial.resolved(width: shape.bitWidth, depth: depth)
      if contents.count > depth {
        report(
          .memoryShape,
          "memory `\(name)` of \(depth) words has \(contents.count) initial words", location,
          fix: "give at most \(depth), or make the memory deeper")
      }
      reportMisfits(contents.misfits, "initial word", "memory `\(name)`", shape.bitWidth, location)
      {
        "widen the memory or correct the value"
      }
      words = Array(contents.words.prefix(depth * ((shape.bitWidth + 63) / 64)))
    }
    memories.append(
      ModuleGraph.Memory(
        name: name, bitWidth: shape.bitWidth, depth: depth, laneWidth: lane, initialWords: words,
        readUnderWrite: readUnderWrite, locationID: location))
    return Memory(
      builder: self, index: memories.count - 1, shape: shape, depth: depth, laneWidth: lane)
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
    let used = max(1, min(width, 64))
    let mask: UInt64 = used == 64 ? .max : (1 << UInt64(used)) - 1
    var words: [UInt64] = []
    var misfits: [MemoryContents.Misfit] = []
    for (index, value) in values.enumerated() {
      let node = Int64(value)
      let fits =
        shape.isSigned
        ? used >= 64 || (node >= -(1 << Int64(used - 1)) && node < 1 << Int64(used - 1))
        : node >= 0 && (used >= 63 || node < 1 << Int64(used))
      if !fits {
        misfits.append(.init(index: index, text: "\(value)", isSigned: shape.isSigned))
      }
      words.append(UInt64(bitPattern: node) & mask)
    }
    reportMisfits(misfits, "entry", "table `\(name)`", used, location) {
      "widen the table or correct the value"
    }
    return table(
      name, used == width ? shape : Shape(bitWidth: used), words.isEmpty ? [0] : words, location)
  }

  /// A constant table of entries of any width.
  ///
  /// - Parameters:
  ///   - name: Name in the Verilog.
  ///   - shape: Type and width of an entry.
  ///   - depth: Entries; the ones that `contents` leaves out are 0.
  ///   - contents: The entries, address 0 first, at most `depth`.
  public func readOnlyMemory<Word>(
    _ name: String, _ shape: Shape<Word>, depth: Int, contents: MemoryContents,
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> ReadOnlyMemory<Word> {
    let location = locate(fileID, line, column)
    let isPossible = checkShape(shape, "an entry of table `\(name)`", location)
    let shape = isPossible ? shape : Shape(bitWidth: 1)
    if depth < 1 || depth > 1 << 24 {
      report(
        .memoryShape, "table `\(name)` has \(depth) entries", location,
        fix: "a depth is 1 to \(1 << 24) entries")
      return table(name, shape, [UInt64](repeating: 0, count: (shape.bitWidth + 63) / 64), location)
    }
    let resolved = contents.resolved(width: shape.bitWidth, depth: depth)
    if resolved.count > depth {
      report(
        .memoryShape, "table `\(name)` of \(depth) entries is given \(resolved.count)", location,
        fix: "give at most \(depth), or make the table deeper")
    }
    reportMisfits(resolved.misfits, "entry", "table `\(name)`", shape.bitWidth, location) {
      "widen the table or correct the value"
    }
    let count = depth * ((shape.bitWidth + 63) / 64)
    var words = Array(resolved.words.prefix(count))
    words += Array(repeating: 0, count: count - words.count)
    return table(name, shape, words, location)
  }

  private func table<Word>(
    _ name: String, _ shape: Shape<Word>, _ words: [UInt64], _ location: Int32
  ) -> ReadOnlyMemory<Word> {
    let table = ModuleGraph.Table(
      name: name, bitWidth: shape.bitWidth, words: words, locationID: location)
    tables.append(table)
    return ReadOnlyMemory(
      builder: self, index: tables.count - 1, shape: shape, depth: table.depth)
  }

  private func reportMisfits(
    _ misfits: [MemoryContents.Misfit], _ what: String, _ whole: String, _ width: Int,
    _ location: Int32, fix: () -> String
  ) {
    for misfit in misfits {
      report(
        .literalOutOfRange,
        "\(what) \(misfit.index) of \(whole) is \(misfit.text) and does not fit \(width) "
          + (misfit.isSigned ? "signed bits" : "unsigned bits"), location, fix: fix())
    }
  }

  /// The memory that holds a table for its synchronous reads, made by the first of them.
  func memory(ofTable index: Int) -> Int {
    let table = tables[index]
    if let known = memories.firstIndex(where: { $0.table == index }) { return known }
    memories.append(
      ModuleGraph.Memory(
        name: table.name, bitWidth: table.bitWidth, depth: table.depth, initialWords: table.words,
        table: index, locationID: table.locationID))
    return memories.count - 1
  }
}
