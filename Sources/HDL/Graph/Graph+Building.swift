extension Graph {
  /// Appends a node and returns its index.
  mutating func append(
    _ operation: Operation, width: Int32, payload: Int32 = 0, location: Int32
  ) -> NodeID {
    let node = NodeID(operations.count)
    operations.append(operation)
    widths.append(width)
    payloads.append(payload)
    operandEnds.append(Int32(operandPool.count))
    nameIDs.append(-1)
    locationIDs.append(location)
    return node
  }

  /// Adds an operand to the node appended last.
  mutating func appendOperand(_ operand: NodeID) {
    operandPool.append(operand)
    operandEnds[operandEnds.count - 1] += 1
  }

  /// Appends a constant whose words are already cut to the width.
  mutating func appendConstant(words: [UInt64], width: Int32, location: Int32) -> NodeID {
    constantStarts.append(Int32(constantWords.count))
    constantWords.append(contentsOf: words)
    return append(
      .constant, width: width, payload: Int32(constantStarts.count - 1), location: location)
  }

  /// Lets a slice take its bits from another node.
  mutating func setSlice(_ slice: NodeID, of node: NodeID, low: Int32) {
    operandPool[Int(operandEnds[Int(slice)]) - 1] = node
    payloads[Int(slice)] = low
  }

  /// Makes a node compute something else; its operands stay listed.
  mutating func setOperation(_ operation: Operation, of node: NodeID) {
    operations[Int(node)] = operation
  }

  mutating func setName(_ name: String, of node: NodeID) {
    names.append(name)
    nameIDs[Int(node)] = Int32(names.count - 1)
  }
}
