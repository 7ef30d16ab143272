extension TextWaveform {
  /// What a drawing shows beside the signals, and how much of them.
  public struct Layout: Sendable, Hashable {
    /// The cycles to show; all by default. Cycles beyond the record are left out.
    public var cycles: Range<Int>?
    /// Characters in a line, beyond which the drawing goes on below; `nil` for any number.
    public var lineWidth: Int?
    /// Whether the numbers of the cycles stand above the signals.
    public var hasRuler: Bool
    /// Whether markers stand above the signals.
    public var hasMarkers: Bool
    /// Cycles with a line down through all signals, and the letter above it.
    public var cursors: [Int: String]

    /// A layout; by default everything, with a ruler and markers, in lines of any length.
    public init(
      cycles: Range<Int>? = nil, lineWidth: Int? = nil, hasRuler: Bool = true,
      hasMarkers: Bool = true, cursors: [Int: String] = [:]
    ) {
      self.cycles = cycles
      self.lineWidth = lineWidth
      self.hasRuler = hasRuler
      self.hasMarkers = hasMarkers
      self.cursors = cursors
    }

    /// The cycles from `before` cycles before one to `after` cycles after it.
    public static func around(_ cycle: Int, before: Int = 8, after: Int = 4) -> Layout {
      Layout(cycles: max(0, cycle - before)..<max(0, cycle + after + 1))
    }
  }

  /// The drawing with a ruler, markers and cursors as the layout says.
  public func drawing(_ layout: Layout = Layout()) -> String {
    let shown = (layout.cycles ?? 0..<cycleCount).clamped(to: 0..<cycleCount)
    let texts = rows.map { row in shown.map { Self.text(row.values[$0], row.bitWidth, row.radix) } }
    let nameWidth = (rows.map(\.label.count) + (layout.hasRuler ? [5] : [])).max() ?? 0
    let columnWidth = max(3, (texts.joined().map(\.count).max() ?? 0) + 1)
    let room = layout.lineWidth.map { max(1, ($0 - nameWidth - 2) / columnWidth) } ?? shown.count
    var blocks: [String] = []
    var start = shown.lowerBound
    repeat {
      let end = min(start + max(1, room), shown.upperBound)
      let block = Block(
        cycles: start..<end, nameWidth: nameWidth, columnWidth: columnWidth, layout: layout)
      var lines = block.above(layout.hasMarkers ? markers : [])
      for (row, values) in zip(rows, texts) {
        lines.append(
          block.line(
            row.label, Array(values[start - shown.lowerBound..<end - shown.lowerBound]),
            isLevel: row.bitWidth == 1 && row.radix != .binary))
      }
      blocks.append(lines.joined(separator: "\n"))
      start = end
    } while start < shown.upperBound
    return blocks.joined(separator: "\n\n")
  }

  /// The cycles of one line.
  private struct Block {
    let cycles: Range<Int>
    let nameWidth: Int
    let columnWidth: Int
    let layout: Layout

    /// Cursors, markers and the ruler.
    func above(_ markers: [(cycle: Int, label: String)]) -> [String] {
      var labels = layout.cursors.filter { cycles.contains($0.key) }
        .map { (cycle: $0.key, label: $0.value) }.sorted { $0.cycle < $1.cycle }
      let events = markers.filter { cycles.contains($0.cycle) }
        .map { (cycle: $0.cycle, label: "▼" + $0.label) }
      var lines: [String] = []
      // Labels that would run into each other go to lines of their own.
      for (index, list) in [events, labels].enumerated() {
        labels = list.sorted { $0.cycle < $1.cycle }
        var rest = labels
        while !rest.isEmpty {
          var line: [Character] = []
          var left: [(cycle: Int, label: String)] = []
          for item in rest {
            // A cursor stands over its line, which is the gap before the column.
            let place = (item.cycle - cycles.lowerBound) * columnWidth + (index == 1 ? 1 : 2)
            if !line.isEmpty, place <= line.count {
              left.append(item)
            } else {
              line += Array(repeating: " ", count: place - line.count) + Array(item.label)
            }
          }
          lines.append(padded("") + String(line))
          rest = left
        }
      }
      if layout.hasRuler { lines.append(ruler()) }
      return lines
    }

    /// The number of each cycle, or of every few where numbers are wide.
    private func ruler() -> String {
      var line: [Character] = []
      for cycle in cycles {
        let place = (cycle - cycles.lowerBound) * columnWidth + 2
        guard line.isEmpty || place > line.count else { continue }
        line += Array(repeating: " ", count: place - line.count) + Array("\(cycle)")
      }
      return padded("cycle") + String(line)
    }

    /// One signal.
    func line(_ name: String, _ values: [String], isLevel: Bool) -> String {
      var cells: [Character] = [" ", " "]
      var previous: String?
      for value in values {
        if isLevel, value == "0" || value == "1" {
          cells += Array(repeating: value == "1" ? "▔" : "▁", count: columnWidth)
        } else {
          let text = value == previous ? String(repeating: "·", count: columnWidth - 1) : value
          cells += Array(text) + Array(repeating: " ", count: columnWidth - text.count)
        }
        previous = value
      }
      for cycle in layout.cursors.keys where cycles.contains(cycle) {
        cells[(cycle - cycles.lowerBound) * columnWidth + 1] = "┊"
      }
      while cells.last == " " { cells.removeLast() }
      return padded(name) + String(cells)
    }

    private func padded(_ name: String) -> String {
      name + String(repeating: " ", count: nameWidth - name.count)
    }
  }

  // MARK: Values

  static func text(_ words: [UInt64]?, _ bitWidth: Int, _ radix: Radix) -> String {
    guard let words, let low = words.first else { return "x" }
    if bitWidth == 1, radix != .binary, !radix.hasNames { return "\(low & 1)" }
    switch radix {
    case .automatic, .hexadecimal: return hexadecimal(words)
    case .decimal: return decimal(words)
    case .signedDecimal:
      guard bitWidth <= 64 else { return decimal(words) }
      let shift = UInt64(64 - bitWidth)
      return "\(Int64(bitPattern: low << shift) >> Int64(shift))"
    case .binary:
      return String(
        (0..<bitWidth).reversed().map { words[$0 / 64] >> UInt64($0 % 64) & 1 == 1 ? "1" : "0" })
    case .names(let names):
      guard words.dropFirst().allSatisfy({ $0 == 0 }), let name = names[low] else {
        return hexadecimal(words)
      }
      return name
    }
  }

  private static func hexadecimal(_ words: [UInt64]) -> String {
    let top = words.lastIndex { $0 != 0 } ?? 0
    return words[..<top].reversed().reduce(String(words[top], radix: 16)) { text, word in
      let digits = String(word, radix: 16)
      return text + String(repeating: "0", count: 16 - digits.count) + digits
    }
  }

  /// Divides by ten again and again: values beyond a word are rare and short.
  private static func decimal(_ words: [UInt64]) -> String {
    guard words.count > 1 else { return "\(words[0])" }
    var rest = words
    var digits = ""
    repeat {
      var remainder: UInt64 = 0
      for index in rest.indices.reversed() {
        (rest[index], remainder) = UInt64(10).dividingFullWidth((remainder, rest[index]))
      }
      digits = "\(remainder)" + digits
    } while rest.contains { $0 != 0 }
    return digits
  }
}

extension TextWaveform.Radix {
  fileprivate var hasNames: Bool {
    if case .names = self { true } else { false }
  }
}
