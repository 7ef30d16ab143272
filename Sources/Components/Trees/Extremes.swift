public import HDL

/// The smallest or largest of several values, and which one it is.
public struct Extreme<Value: HardwareValue> {
  /// The value.
  public let value: Value
  /// Its place in the list, from 0; of equal values that of the first.
  public let index: UInt
}

extension ModuleBuilder {
  /// The smallest of several numbers of equal width and its index.
  ///
  /// Combinational, in ceil(log2(count)) levels of a comparison and a multiplexer. Area: count - 1
  /// comparisons and multiplexers.
  ///
  /// - Parameter values: At least one; an empty list is reported.
  public func minimum(
    of values: [UInt], fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Extreme<UInt> {
    extreme(of: values, fileID, line, column) { $0 .< $1 }
  }

  /// The smallest of several signed numbers of equal width and its index.
  public func minimum(
    of values: [SInt], fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Extreme<SInt> {
    extreme(of: values, fileID, line, column) { $0 .< $1 }
  }

  /// The largest of several numbers of equal width and its index.
  public func maximum(
    of values: [UInt], fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Extreme<UInt> {
    extreme(of: values, fileID, line, column) { $0 .> $1 }
  }

  /// The largest of several signed numbers of equal width and its index.
  public func maximum(
    of values: [SInt], fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Extreme<SInt> {
    extreme(of: values, fileID, line, column) { $0 .> $1 }
  }

  private func extreme<Value: HardwareValue>(
    of values: [Value], _ fileID: StaticString, _ line: UInt32, _ column: UInt32,
    isBefore: (Value, Value) -> Bit
  ) -> Extreme<Value> {
    let width = addressBits(values.count)
    let leaves = values.enumerated().map { index, value in
      Extreme(
        value: value,
        index: constant(index, .uint(width), fileID: fileID, line: line, column: column))
    }
    let result = balancedReduction(leaves) { first, second in
      // Strictly before, so that the first of equal values stays.
      let takesSecond = isBefore(second.value, first.value)
      return Extreme(
        value: mux(
          takesSecond, second.value, first.value, fileID: fileID, line: line, column: column),
        index: mux(
          takesSecond, second.index, first.index, fileID: fileID, line: line, column: column))
    }
    if let result { return result }
    return Extreme(
      value: reportEmptyTree(fileID: fileID, line: line, column: column),
      index: constant(0, .uint(1), fileID: fileID, line: line, column: column))
  }
}
