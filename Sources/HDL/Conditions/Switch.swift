extension ModuleBuilder {
  /// Chooses between blocks of statements by the value of `selector`; see `when` for what counts.
  ///
  /// Cases for all values of the selector need no default.
  ///
  /// ```swift
  /// module.switch(operation) {
  ///   $0.case(0) { result.assign(a .&+ b) }
  ///   $0.case(1, 2) { result.assign(a .& b) }
  ///   $0.default { result.assign(a) }
  /// }
  /// ```
  public func `switch`<Selector: BitVector>(
    _ selector: Selector, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column, _ body: (SwitchCases) -> Void
  ) {
    let location = locate(fileID, line, column)
    guard let node = adopt(selector.signal, location) else { return }
    let cases = SwitchCases(builder: self, selector: node, isSigned: Selector.self == SInt.self)
    body(cases)
    if cases.chain == nil { excuse([selector.signal]) }
    cases.closeIfComplete()
  }
}

/// Collects the cases of a `switch`.
public final class SwitchCases {
  let builder: ModuleBuilder
  let selector: NodeID
  let isSigned: Bool
  fileprivate(set) var chain: Int32?
  private var seen: [Int: Int32] = [:]

  init(builder: ModuleBuilder, selector: NodeID, isSigned: Bool) {
    self.builder = builder
    self.selector = selector
    self.isSigned = isSigned
  }

  /// Statements that count while the selector has one of `values`; each value stands in one case.
  public func `case`(
    _ values: Int..., fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column, _ body: () -> Void
  ) {
    `case`(values, fileID: fileID, line: line, column: column, body)
  }

  /// The same for values from a list, such as one that is computed.
  public func `case`(
    _ values: [Int], fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column, _ body: () -> Void
  ) {
    let location = builder.locate(fileID, line, column)
    if values.isEmpty {
      builder.report(
        .emptyList, "a case of no values", location, fix: "name at least one value")
    }
    var condition: NodeID?
    for value in values {
      if let first = seen[value] {
        builder.report(
          .deadBranch, "the case \(value) of \(builder.describe(selector)) stands here twice",
          location,
          notes: [
            .init(message: "the first one is here", location: builder.graph.locations[first])
          ], fix: "remove one of the two")
        continue
      }
      seen[value] = location
      let constant = builder.literal(
        value, width: builder.width(selector), signed: isSigned,
        what: "the case \(value) of \(builder.describe(selector))", location: location)
      let equal = builder.append(.equal, width: 1, [selector, constant], location: location)
      condition =
        condition.map { builder.append(.or, width: 1, [$0, equal], location: location) } ?? equal
    }
    describe(condition ?? builder.placeholder(1, location), location, body)
  }

  /// Statements that count while the selector has none of the values before.
  public func `default`(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column,
    _ body: () -> Void
  ) {
    let location = builder.locate(fileID, line, column)
    guard chain != nil else {
      builder.report(
        .deadBranch, "a switch over \(builder.describe(selector)) has only a default", location,
        fix: "add a case, or write the statements without a switch")
      return
    }
    describe(Graph.none, location, body)
  }

  /// Where every value has its case, the last one counts whenever those before it do not.
  fileprivate func closeIfComplete() {
    let width = builder.width(selector)
    guard let chain, width < 32, seen.count == 1 << width else { return }
    let last = builder.chains[Int(chain)].branches.count - 1
    builder.chains[Int(chain)].branches[last].condition = Graph.none
  }

  private func describe(_ condition: NodeID, _ location: Int32, _ body: () -> Void) {
    if let chain {
      builder.describeBranch(of: chain, condition, location, body)
    } else {
      chain = builder.openChain(
        Bit(signal: Signal(builder: builder, node: condition)), location, body)
    }
  }
}
