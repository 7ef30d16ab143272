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

  /// Combines values in a balanced tree with registers after every `levels` levels.
  ///
  /// ```swift
  /// let total = module.reduceTree(lanes, named: "total", registerEvery: 2) { $0 .+ $1 }
  /// let valid = module.delayed(ports.valid, named: "valid", by: total.latency)
  /// ```
  ///
  /// Area: that of the tree, and a register for each value that passes such a level.
  ///
  /// - Parameters:
  ///   - values: At least one; an empty list is reported.
  ///   - name: Beginning of the registers' names: `total_2_0` is the first after level 2.
  ///   - levels: Levels between registers, at least 1.
  ///   - enable: The registers keep their values while this is 0; `nil` for always.
  ///   - combine: Makes the hardware of one operation; called with the earlier value first.
  /// - Returns: The result and the cycles it takes, `treeDepth(count) / levels`.
  public func reduceTree<Value: HardwareValue>(
    _ values: [Value], named name: String, registerEvery levels: Int, enable: Bit? = nil,
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column,
    _ combine: (Value, Value) -> Value
  ) -> Pipelined<Value> {
    guard !values.isEmpty else {
      return Pipelined(
        value: reportEmptyTree(fileID: fileID, line: line, column: column), latency: 0)
    }
    if levels < 1 {
      report(
        .parameterOutOfRange, "tree `\(name)` has a register after every \(levels) levels",
        fix: "give at least 1 level", fileID: fileID, line: line, column: column)
    }
    var latency = 0
    var level = values
    for depth in 1..<treeDepth(values.count) + 1 {
      level = pairwise(level, combine)
      guard depth.isMultiple(of: max(levels, 1)) else { continue }
      latency += 1
      level = level.enumerated().map { index, value in
        delayed(
          value, named: "\(name)_\(depth)_\(index)", by: 1, enable: enable, fileID: fileID,
          line: line, column: column)
      }
    }
    return Pipelined(value: level[0], latency: latency)
  }

  /// A value some cycles later, through as many registers.
  ///
  /// - Parameters:
  ///   - value: The value now.
  ///   - name: Name of the register; of several, each with its number from 1.
  ///   - cycles: At least 0, where the value itself is returned.
  ///   - enable: The registers keep their values while this is 0; `nil` for always.
  public func delayed<Value: HardwareValue>(
    _ value: Value, named name: String, by cycles: Int, enable: Bit? = nil,
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Value {
    if cycles < 0 {
      report(
        .parameterOutOfRange, "`\(name)` is delayed by \(cycles) cycles",
        fix: "delay by at least 0 cycles", fileID: fileID, line: line, column: column)
    }
    var result = value
    for cycle in 0..<max(cycles, 0) {
      let stage = register(
        cycles == 1 ? name : "\(name)_\(cycle + 1)", value.shape, enable: enable, fileID: fileID,
        line: line, column: column)
      stage.assign(result, fileID: fileID, line: line, column: column)
      result = stage
    }
    return result
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
  while level.count > 1 { level = pairwise(level, combine) }
  return level.first
}

/// One level of a balanced tree.
private func pairwise<Value>(_ values: [Value], _ combine: (Value, Value) -> Value) -> [Value] {
  stride(from: 0, to: values.count, by: 2).map {
    $0 + 1 < values.count ? combine(values[$0], values[$0 + 1]) : values[$0]
  }
}

/// A value and the cycles it takes from what it is made of.
public struct Pipelined<Value> {
  /// The value.
  public let value: Value
  /// Cycles from the inputs to the value, those not counted in which the registers were held.
  public let latency: Int
}

/// The levels of a balanced tree over `count` values: ceil(log2(count)).
public func treeDepth(_ count: Int) -> Int { count <= 1 ? 0 : addressBits(count) }
