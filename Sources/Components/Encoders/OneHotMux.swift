public import HDL

extension ModuleBuilder {
  /// The value whose bit of `select` is 1; 0 without one, and of several their or.
  ///
  /// Combinational: an and for each bit of each value and a balanced tree of ors, smaller and quicker
  /// than multiplexers behind an index.
  ///
  /// - Parameters:
  ///   - select: One bit for each value.
  ///   - values: At least one, all of the same width.
  ///   - assertion: Name of an assertion that at most one bit of `select` is 1; `nil` for none, which
  ///     keeps a module without registers without a clock.
  public func oneHotMux<Value: BitVector>(
    _ select: Bits, _ values: [Value], assertion: String? = nil, fileID: StaticString = #fileID,
    line: UInt32 = #line, column: UInt32 = #column
  ) -> Value {
    if select.bitWidth != values.count, let first = values.first {
      report(
        .widthMismatch,
        "a one-hot multiplexer of \(values.count) values is selected by \(select.bitWidth) bits",
        fix: "give one bit of the selection for each value", fileID: fileID, line: line,
        column: column)
      // One mistake, one message.
      select.ignore(fileID: fileID, line: line, column: column)
      for value in values { value.ignore(fileID: fileID, line: line, column: column) }
      return first
    }
    if let assertion {
      assert(
        assertion, select.isOneHotOrZero(fileID: fileID, line: line, column: column),
        "several values are selected", fileID: fileID, line: line, column: column)
    }
    let bits = select.bits(fileID: fileID, line: line, column: column)
    let terms = zip(bits, values).map { bit, value in
      value.asBits
        .& bit.repeated(value.bitWidth, fileID: fileID, line: line, column: column)
    }
    let result = reduceTree(terms, fileID: fileID, line: line, column: column) { $0 .| $1 }
    return Value(signal: result.signal)
  }
}
