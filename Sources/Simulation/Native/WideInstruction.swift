import HDL

/// An operation on values of more than 64 bits, word by word, least significant word first.
struct WideInstruction {
  /// A value in consecutive slots.
  struct Operand {
    var slot: Int
    var width: Int
    var wordCount: Int { (width + 63) / 64 }
  }

  var operation: Operation
  var destination: Operand
  var operands: [Operand]
  /// Low bit of a slice; first word of a memory.
  var low = 0
  /// Words of a memory that can be addressed.
  var depth: UInt64 = 0

  /// Executes the instruction on the slots. Slow and plain: such values are rare in inner loops.
  func execute(_ slots: UnsafeMutablePointer<UInt64>) {
    let result: [UInt64]
    func words(_ position: Int) -> [UInt64] {
      let operand = operands[position]
      return (0..<operand.wordCount).map { slots[operand.slot + $0] }
    }
    func combine(_ function: (UInt64, UInt64) -> UInt64) -> [UInt64] {
      zip(words(0), words(1)).map(function)
    }
    switch operation {
    case .and: result = combine(&)
    case .or: result = combine(|)
    case .xor: result = combine(^)
    case .not: result = words(0).map(~)
    case .add: result = WideWords.add(words(0), words(1))
    case .subtract: result = WideWords.add(words(0), words(1).map(~), carry: 1)
    case .multiply, .multiplySigned: result = WideWords.multiply(words(0), words(1))
    case .equal: result = [words(0) == words(1) ? 1 : 0]
    case .lessThan: result = [WideWords.isLess(words(0), words(1)) ? 1 : 0]
    case .lessThanSigned:
      let left = WideWords.signExtended(words(0), from: operands[0].width)
      let right = WideWords.signExtended(words(1), from: operands[1].width)
      let (l, r) = (left[left.count - 1] >> 63, right[right.count - 1] >> 63)
      result = [l != r ? l : (WideWords.isLess(left, right) ? 1 : 0)]
    case .mux: result = words(slots[operands[0].slot] != 0 ? 1 : 2)
    case .slice: result = WideWords.shiftedRight(words(0), by: low)
    case .concatenate:
      var total = [UInt64](repeating: 0, count: destination.wordCount)
      var position = 0
      for index in operands.indices.reversed() {
        WideWords.insert(words(index), at: position, into: &total)
        position += operands[index].width
      }
      result = total
    case .zeroExtend: result = words(0)
    case .signExtend:
      let source = WideWords.signExtended(words(0), from: operands[0].width)
      let fill = source[source.count - 1] >> 63 == 1 ? UInt64.max : 0
      result = source + Array(repeating: fill, count: destination.wordCount - source.count)
    case .shiftLeft:
      result = WideWords.shiftedLeft(words(0), by: amount(words(1)))
    case .shiftRight:
      result = WideWords.shiftedRight(words(0), by: amount(words(1)))
    case .shiftRightSigned:
      let source = WideWords.signExtended(words(0), from: operands[0].width)
      let fill: UInt64 = source[source.count - 1] >> 63 == 1 ? .max : 0
      let distance = min(amount(words(1)), 64 * source.count)
      let extended = source + Array(repeating: fill, count: source.count + 1)
      result = WideWords.shiftedRight(extended, by: distance)
    case .reduceAnd:
      let all = WideWords.masked(words(0).map(~), to: operands[0].width)
      result = [all.allSatisfy { $0 == 0 } ? 1 : 0]
    case .reduceOr: result = [words(0).contains { $0 != 0 } ? 1 : 0]
    case .reduceXor:
      result = [UInt64(words(0).reduce(0) { $0 + $1.nonzeroBitCount } & 1)]
    case .constant, .input, .output, .wire, .register, .instanceInput, .instanceOutput,
      .memoryRead:
      result = words(0)
    case .memoryLookup, .romRead:
      let address = words(0)[0]
      let count = destination.wordCount
      result = (0..<count).map { address < depth ? slots[low + Int(address) * count + $0] : 0 }
    }
    let fitted = WideWords.masked(result, to: destination.width)
    for index in 0..<destination.wordCount {
      slots[destination.slot + index] = index < fitted.count ? fitted[index] : 0
    }
  }

  /// A shift amount, at most far beyond any width.
  private func amount(_ words: [UInt64]) -> Int {
    words.dropFirst().contains { $0 != 0 } ? 1 << 20 : Int(min(words[0], 1 << 20))
  }
}

/// Arithmetic on arrays of 64-bit words, least significant first.
enum WideWords {
  static func add(_ left: [UInt64], _ right: [UInt64], carry: UInt64 = 0) -> [UInt64] {
    var carry = carry
    return zip(left, right).map { a, b in
      let (partial, first) = a.addingReportingOverflow(b)
      let (sum, second) = partial.addingReportingOverflow(carry)
      carry = first || second ? 1 : 0
      return sum
    }
  }

  static func multiply(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
    var result = [UInt64](repeating: 0, count: left.count)
    for i in 0..<left.count {
      var carry: UInt64 = 0
      for j in 0..<(left.count - i) {
        let (high, low) = left[i].multipliedFullWidth(by: right[j])
        let (first, overflowFirst) = result[i + j].addingReportingOverflow(low)
        let (second, overflowSecond) = first.addingReportingOverflow(carry)
        result[i + j] = second
        carry = high &+ (overflowFirst ? 1 : 0) &+ (overflowSecond ? 1 : 0)
      }
    }
    return result
  }

  static func isLess(_ left: [UInt64], _ right: [UInt64]) -> Bool {
    for (a, b) in zip(left, right).reversed() where a != b { return a < b }
    return false
  }

  static func masked(_ words: [UInt64], to width: Int) -> [UInt64] {
    var result = Array(words.prefix((width + 63) / 64))
    if width % 64 != 0, result.count == (width + 63) / 64 {
      result[result.count - 1] &= (1 << UInt64(width % 64)) - 1
    }
    return result
  }

  static func signExtended(_ words: [UInt64], from width: Int) -> [UInt64] {
    guard width % 64 != 0 else { return words }
    var result = words
    let shift = UInt64(64 - width % 64)
    let top = Int64(bitPattern: result[result.count - 1] << shift) >> Int64(shift)
    result[result.count - 1] = UInt64(bitPattern: top)
    return result
  }

  static func shiftedRight(_ words: [UInt64], by amount: Int) -> [UInt64] {
    let (skip, shift) = (amount / 64, UInt64(amount % 64))
    return words.indices.map { index in
      guard index + skip < words.count else { return 0 }
      let low = words[index + skip] >> shift
      let above =
        index + skip + 1 < words.count && shift > 0 ? words[index + skip + 1] << (64 - shift) : 0
      return low | above
    }
  }

  static func shiftedLeft(_ words: [UInt64], by amount: Int) -> [UInt64] {
    let (skip, shift) = (amount / 64, UInt64(amount % 64))
    return words.indices.map { index in
      guard index >= skip else { return 0 }
      let high = words[index - skip] << shift
      let below = index - skip >= 1 && shift > 0 ? words[index - skip - 1] >> (64 - shift) : 0
      return high | below
    }
  }

  static func insert(_ words: [UInt64], at position: Int, into total: inout [UInt64]) {
    let (skip, shift) = (position / 64, UInt64(position % 64))
    for (index, word) in words.enumerated() {
      if index + skip < total.count { total[index + skip] |= word << shift }
      if shift > 0, index + skip + 1 < total.count {
        total[index + skip + 1] |= word >> (64 - shift)
      }
    }
  }
}
