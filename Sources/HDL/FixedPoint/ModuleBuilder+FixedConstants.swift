public import FixedPoint

extension ModuleBuilder {
  /// A fixed-point constant.
  ///
  /// - Parameters:
  ///   - number: The number; it must be in the range.
  ///   - shape: The format.
  ///   - rounding: How a number between two multiples of the last place is brought onto one of
  ///     them; without one named, such a number is a mistake.
  public func constant(
    _ number: Double, _ shape: Shape<Fixed>, rounding: RoundingMode? = nil,
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Fixed {
    let location = locate(fileID, line, column)
    guard checkShape(shape, "the constant \(number)", location), let format = shape.format else {
      return Fixed(self, placeholder(1, location), .bit)
    }
    return Fixed(
      self,
      literal(
        number, in: format, rounding: rounding, canRound: true, what: "the constant \(number)",
        location: location),
      format)
  }

  /// A fixed-point constant of a format that must hold the value exactly; by default its own.
  public func constant(
    _ value: FixedPointValue, _ shape: Shape<Fixed>? = nil, fileID: StaticString = #fileID,
    line: UInt32 = #line, column: UInt32 = #column
  ) -> Fixed {
    let location = locate(fileID, line, column)
    let shape = shape ?? .fixed(value.format)
    guard checkShape(shape, "the constant \(value)", location), let format = shape.format else {
      return Fixed(self, placeholder(1, location), .bit)
    }
    return Fixed(
      self, literal(value, in: format, what: "the constant \(value)", location: location), format)
  }

  /// A fixed-point register with a reset value that is no integer.
  ///
  /// - Parameters:
  ///   - name: Name of the Verilog register.
  ///   - shape: The format.
  ///   - reset: Value after a cycle with reset; the format must hold it exactly.
  ///   - enable: The register keeps its value at edges where this is 0; `nil` for always.
  public func register(
    _ name: String? = nil, _ shape: Shape<Fixed>, reset: Double, enable: Bit? = nil,
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Fixed {
    resetting(
      register(name, shape, enable: enable, fileID: fileID, line: line, column: column)
    ) { value, location in
      literal(
        reset, in: value.format,
        what: "the reset value \(reset) of \(describe(value.node))", location: location)
    }
  }

  /// A fixed-point register with a reset value that its format must hold exactly.
  public func register(
    _ name: String? = nil, _ shape: Shape<Fixed>, reset: FixedPointValue, enable: Bit? = nil,
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Fixed {
    resetting(
      register(name, shape, enable: enable, fileID: fileID, line: line, column: column)
    ) { value, location in
      literal(
        reset, in: value.format,
        what: "the reset value \(reset) of \(describe(value.node))", location: location)
    }
  }

  /// Gives the register made last a reset value.
  private func resetting(_ value: Fixed, to constant: (Fixed, Int32) -> NodeID) -> Fixed {
    let register = registers[registers.count - 1]
    let node = constant(value, graph.locationIDs[Int(value.node)])
    registers[registers.count - 1] = ModuleGraph.Register(
      node: register.node, enable: register.enable, resetValue: node)
    return value
  }
}

extension ModuleBuilder {
  /// A constant table of fixed-point numbers.
  ///
  /// - Parameters:
  ///   - name: Name in the Verilog.
  ///   - shape: The format of an entry, of at most 64 bits.
  ///   - numbers: The entries, address 0 first; each must be in the range.
  ///   - rounding: How an entry between two multiples of the last place is brought onto one of
  ///     them; without one named, such an entry is a mistake.
  public func readOnlyMemory(
    _ name: String, _ shape: Shape<Fixed>, _ numbers: [Double], rounding: RoundingMode? = nil,
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> ReadOnlyMemory<Fixed> {
    let location = locate(fileID, line, column)
    let integers = numbers.enumerated().map { index, number in
      integer(
        literal(
          number, in: shape.format ?? .bit, rounding: rounding, canRound: true,
          what: "entry \(index) of table `\(name)`, \(number),", location: location),
        signed: shape.isSigned)
    }
    return table(name, shape, integers, fileID, line, column)
  }

  /// The integers behind whole numbers.
  func integers<Word>(
    _ numbers: [Int], in shape: Shape<Word>, _ name: String, _ location: Int32
  ) -> [Int] {
    numbers.enumerated().map { index, number in
      integer(
        literal(
          number, shape, what: "entry \(index) of table `\(name)`, \(number),", location: location),
        signed: shape.isSigned)
    }
  }

  /// A table of integers, read as fixed-point numbers.
  private func table(
    _ name: String, _ shape: Shape<Fixed>, _ integers: [Int], _ fileID: StaticString,
    _ line: UInt32, _ column: UInt32
  ) -> ReadOnlyMemory<Fixed> {
    let (index, depth) =
      if shape.isSigned {
        raw(
          readOnlyMemory(
            name, .sint(shape.bitWidth), integers, fileID: fileID, line: line, column: column))
      } else {
        raw(
          readOnlyMemory(
            name, .uint(shape.bitWidth), integers, fileID: fileID, line: line, column: column))
      }
    return ReadOnlyMemory(builder: self, index: index, shape: shape, depth: depth)
  }

  private func raw<Word>(_ table: ReadOnlyMemory<Word>) -> (Int, Int) { (table.index, table.depth) }

  /// The number of a constant of at most 64 bits.
  private func integer(_ node: NodeID, signed: Bool) -> Int {
    let word = Int64(bitPattern: graph.constantWords(of: node).first ?? 0)
    let unused = Int64(64 - min(64, width(node)))
    return Int(signed ? (word << unused) >> unused : word)
  }
}
