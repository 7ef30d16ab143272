/// What a memory or a table holds before the first clock edge, address 0 first.
public struct MemoryContents {
  enum Source {
    case narrow([UInt64])
    case wide([[UInt64]])
    case signed([Int])
    case function((Int) -> UInt64)
  }

  let source: Source

  /// Words of at most 64 bits.
  public static func words(_ words: [UInt64]) -> MemoryContents {
    MemoryContents(source: .narrow(words))
  }

  /// Words of any width, each as 64-bit words, least significant first. High words that are missing
  /// are 0.
  public static func wideWords(_ words: [[UInt64]]) -> MemoryContents {
    MemoryContents(source: .wide(words))
  }

  /// Words as signed integers of at most 64 bits.
  public static func signed(_ words: [Int]) -> MemoryContents {
    MemoryContents(source: .signed(words))
  }

  /// One word for each address, at most 64 bits wide.
  public static func function(_ word: @escaping (_ address: Int) -> UInt64) -> MemoryContents {
    MemoryContents(source: .function(word))
  }

  /// A word that does not fit.
  struct Misfit {
    var index: Int
    var text: String
    var isSigned: Bool
  }

  /// The words in `(width + 63) / 64` 64-bit words each, and those that do not fit the width.
  ///
  /// - Parameter depth: Words of a function.
  func resolved(width: Int, depth: Int) -> (words: [UInt64], count: Int, misfits: [Misfit]) {
    let wordCount = (width + 63) / 64
    var words: [UInt64] = []
    var misfits: [Misfit] = []
    func append(_ word: [UInt64], _ index: Int) {
      var fitted = Array(word.prefix(wordCount))
      fitted += Array(repeating: 0, count: wordCount - fitted.count)
      if width % 64 != 0 { fitted[wordCount - 1] &= (1 << UInt64(width % 64)) - 1 }
      let isLost =
        word.dropFirst(wordCount).contains { $0 != 0 }
        || !word.starts(with: fitted.prefix(word.count))
      if isLost {
        let text = word.reversed().drop { $0 == 0 }.enumerated().map { position, part in
          let digits = String(part, radix: 16)
          return position == 0
            ? digits : String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
        misfits.append(
          Misfit(index: index, text: word.count == 1 ? "\(word[0])" : "0x\(text)", isSigned: false))
      }
      words += fitted
    }
    let count: Int
    switch source {
    case .narrow(let values):
      count = values.count
      words.reserveCapacity(count * wordCount)
      for (index, value) in values.enumerated() { append([value], index) }
    case .wide(let values):
      count = values.count
      for (index, value) in values.enumerated() { append(value, index) }
    case .signed(let values):
      count = values.count
      for (index, value) in values.enumerated() {
        let low = width >= 64 ? Int64.min : -(1 << Int64(width - 1))
        if Int64(value) < low || Int64(value) > ~low {
          misfits.append(Misfit(index: index, text: "\(value)", isSigned: true))
        }
        let mask: UInt64 = width >= 64 ? .max : (1 << UInt64(width)) - 1
        let sign: UInt64 = value < 0 ? .max : 0
        var word = [UInt64(bitPattern: Int64(value)) & mask]
        word += Array(repeating: sign, count: wordCount - 1)
        if wordCount > 1, width % 64 != 0 {
          word[wordCount - 1] &= (1 << UInt64(width % 64)) - 1
        }
        append(word, index)
      }
    case .function(let word):
      count = depth
      for index in 0..<depth { append([word(index)], index) }
    }
    return (words, count, misfits)
  }
}
