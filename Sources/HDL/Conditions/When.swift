extension ModuleBuilder {
  /// Statements that count only in cycles in which `condition` is 1.
  ///
  /// Within the block `assign` drives its target in those cycles; in the others the target has what
  /// was assigned to it before, in the same block or around it. A register to which nothing was
  /// assigned keeps its value; a wire or an output needs a value in every case, or a latch is
  /// reported. Writes to memories and properties within the block count under the same condition.
  /// Declarations and instances are unconditional wherever they stand. A wire, or an input of an
  /// instance, that is made in the block and assigned only there needs a value in every case within
  /// the block; what it has in other cycles means nothing.
  ///
  /// ```swift
  /// module.when(load) {
  ///   count.assign(start)
  /// }.elseWhen(enable) {
  ///   count.assign(count .&+ 1)
  /// }
  /// ```
  ///
  /// - Returns: The chain, to which `elseWhen` and `otherwise` add branches.
  @discardableResult
  public func when(
    _ condition: Bit, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column, _ body: () -> Void
  ) -> Conditions {
    let location = locate(fileID, line, column)
    return Conditions(builder: self, chain: openChain(condition, location, body))
  }
}

/// A `when` whose further branches count if none before them does.
public struct Conditions {
  let builder: ModuleBuilder
  let chain: Int32

  /// Statements that count if `condition` is 1 and all conditions before it are 0.
  @discardableResult
  public func elseWhen(
    _ condition: Bit, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column, _ body: () -> Void
  ) -> Conditions {
    let location = builder.locate(fileID, line, column)
    builder.describeBranch(of: chain, builder.adopt(condition.signal, location), location, body)
    return self
  }

  /// Statements that count if all conditions before are 0.
  public func otherwise(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column,
    _ body: () -> Void
  ) {
    let location = builder.locate(fileID, line, column)
    builder.describeBranch(of: chain, Graph.none, location, body)
  }
}

extension ModuleBuilder {
  /// Reports a branch behind `otherwise`, or one added from another block.
  func checkOpen(_ chain: Int32, _ condition: NodeID?, _ location: Int32) {
    let branches = chains[Int(chain)].branches
    let refused = { [self] in
      if let condition, condition != Graph.none { ignored.append(condition) }
    }
    if let last = branches.last, last.condition == Graph.none {
      refused()
      report(
        .deadBranch, "a branch after `otherwise` never counts", location,
        notes: [.init(message: "`otherwise` is here", location: graph.locations[last.location])],
        fix: "put `otherwise` last")
    } else if !branches.isEmpty, chains[Int(chain)].parent != currentBlock {
      refused()
      report(
        .deadBranch, "a branch is added outside the block in which its `when` stands", location,
        notes: branches.first.map {
          [.init(message: "the `when` is here", location: graph.locations[$0.location])]
        } ?? [],
        fix: "write `elseWhen` and `otherwise` directly behind the `when`")
    }
  }
}
