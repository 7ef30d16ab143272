extension NativeSimulator {
  /// Hierarchical names of all memories, such as `row_0.queryBuffer`, in order of creation. The top
  /// module's own have no prefix.
  public var memoryNames: [String] { memoryTable.entries.map(\.path) }

  /// One word of a memory anywhere in the hierarchy, as 64-bit words, least significant first.
  ///
  /// - Parameters:
  ///   - path: One of `memoryNames`.
  ///   - address: The word, from 0.
  /// - Returns: `nil` if there is no such memory, or no such word in it.
  public func peekMemory(_ path: String, at address: Int) -> [UInt64]? {
    guard let (shape, _) = memory(path), (0..<shape.depth).contains(address) else { return nil }
    let first = shape.base + address * shape.wordCount
    return (0..<shape.wordCount).map { slots[first + $0] }
  }

  /// Writes one word of a memory past its ports, as a programmer or a loader would. Asynchronous reads
  /// show it after the next `settle()`.
  ///
  /// - Parameters:
  ///   - path: One of `memoryNames`.
  ///   - address: The word, from 0.
  ///   - word: The word as 64-bit words, least significant first; what is missing is 0, what is too
  ///     much is cut off.
  /// - Returns: Whether there is such a word.
  @discardableResult
  public func pokeMemory(_ path: String, at address: Int, _ word: [UInt64]) -> Bool {
    guard let (shape, width) = memory(path), (0..<shape.depth).contains(address) else {
      return false
    }
    let padded = word + Array(repeating: 0, count: max(0, shape.wordCount - word.count))
    let first = shape.base + address * shape.wordCount
    for (index, value) in WideWords.masked(padded, to: width).enumerated() {
      slots[first + index] = value
    }
    return true
  }

  /// Writes words of at most 64 bits at neighbouring addresses.
  ///
  /// - Returns: Whether all of them are in the memory; where not, none is written.
  @discardableResult
  public func pokeMemory(_ path: String, from address: Int = 0, words: [UInt64]) -> Bool {
    guard let (shape, _) = memory(path), address >= 0, words.count <= shape.depth - address else {
      return false
    }
    for (index, word) in words.enumerated() { pokeMemory(path, at: address + index, [word]) }
    return true
  }

  private func memory(_ path: String) -> (shape: Program.MemoryShape, bitWidth: Int)? {
    memoryTable.entry(path).map { (program.memories[$0.memory], $0.bitWidth) }
  }
}
