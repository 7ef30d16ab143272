public import HDL

extension ModuleBuilder {
  /// Combines values in a balanced tree: neighbours first, then neighbouring results.
  ///
  /// Combinational, in ceil(log2(count)) levels of the operation, count - 1 operations in all. An odd
  /// value at the end of a level goes on to the next as it is, so the operation must be associative,
  /// and with `.+`, whose results grow, must take operands of different widths.
  ///
  /// ```swift
  /// let total = module.reduceTree(lanes) { $0 .+ $1 }
  /// ```
  ///
  /// - Parameters:
  ///   - values: At least one; an empty list is reported.
  ///   - combine: Makes the hardware of one operation; called with the earlier value first.
  public func reduceTree<Value: HardwareValue>(
    _ values: [Value], fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column, _ combine: (Value, Value) -> Value
  ) -> Value {
    if let result = balancedReduction(values, combine) { return result }
    return reportEmptyTree(fileID: fileID, line: line, column: column)
  }

  /// Reports a tree without leaves and stands in for its result.
  func reportEmptyTree<Value: HardwareValue>(
    fileID: StaticString, line: UInt32, column: UInt32
  ) -> Value {
    report(
      .emptyList, "a tree over no values", fix: "reduce at least one value", fileID: fileID,
      line: line, column: column)
    return placeholder(fileID: fileID, line: line, column: column)
  }
}

/// Combines values in a balanced tree of ceil(log2(count)) levels; `nil` of none.
///
/// For values of any type, for example a number together with its index.
public func balancedReduction<Value>(
  _ values: [Value], _ combine: (Value, Value) -> Value
) -> Value? {
  var level = values
  while level.count > 1 {
    level = stride(from: 0, to: level.count, by: 2).map {
      $0 + 1 < level.count ? combine(level[$0], level[$0 + 1]) : level[$0]
    }
  }
  return level.first
}

/// The levels of a balanced tree over `count` values: ceil(log2(count)).
public func treeDepth(_ count: Int) -> Int { count <= 1 ? 0 : addressBits(count) }
