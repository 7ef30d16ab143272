/// Statements that count together: the body of a module, or one branch of a `when`.
struct ConditionalBlock {
  /// The chain of which it is a branch; -1 for the body of the module.
  var chain: Int32
  /// Its place among the chain's branches.
  var branch: Int32
}

/// A `when` with its `elseWhen` and `otherwise`: at most one branch counts in a cycle.
struct ConditionChain {
  struct Branch {
    /// One bit, or `Graph.none` for `otherwise`.
    var condition: NodeID
    var block: Int32
    var location: Int32
  }

  /// The block in which it stands.
  var parent: Int32
  /// Number of assignments made before it, which is its place among them.
  var position: Int
  var branches: [Branch]
}

extension ModuleBuilder {
  /// Opens a chain of conditions in the current block and describes its first branch.
  func openChain(_ condition: Bit, _ location: Int32, _ body: () -> Void) -> Int32 {
    let chain = Int32(chains.count)
    chains.append(
      ConditionChain(parent: currentBlock, position: assignments.count, branches: []))
    describeBranch(of: chain, adopt(condition.signal, location), location, body)
    return chain
  }

  /// Describes one more branch; `nil` is the condition of a branch that was refused.
  func describeBranch(
    of chain: Int32, _ condition: NodeID?, _ location: Int32, _ body: () -> Void
  ) {
    checkOpen(chain, condition, location)
    let block = Int32(blocks.count)
    blocks.append(
      ConditionalBlock(chain: chain, branch: Int32(chains[Int(chain)].branches.count)))
    chains[Int(chain)].branches.append(
      .init(
        condition: condition ?? placeholder(1, location), block: block, location: location))
    let outer = currentBlock
    currentBlock = block
    body()
    currentBlock = outer
    settleLastLocations()
  }

  /// The condition under which statements of the current block count; `nil` where they always do.
  func activeCondition(_ location: Int32) -> NodeID? {
    var condition: NodeID?
    func require(_ node: NodeID) {
      condition = condition.map { append(.and, width: 1, [node, $0], location: location) } ?? node
    }
    var block = blocks[Int(currentBlock)]
    while block.chain >= 0 {
      let chain = chains[Int(block.chain)]
      for branch in chain.branches[...Int(block.branch)].reversed()
      where branch.condition != Graph.none {
        let isTaken = branch.block == chain.branches[Int(block.branch)].block
        require(
          isTaken
            ? branch.condition : append(.not, width: 1, [branch.condition], location: location))
      }
      block = blocks[Int(chain.parent)]
    }
    return condition
  }

  /// A one-bit node and the condition of the current block.
  func guarded(_ node: NodeID, _ location: Int32) -> NodeID {
    guard let condition = activeCondition(location) else { return node }
    let isAlways =
      graph.operations[Int(node)] == .constant && graph.constantWords(of: node).first == 1
    return isAlways ? condition : append(.and, width: 1, [condition, node], location: location)
  }
}
