import Foundation

/// A value change dump (IEEE 1364-2005, clause 18), read back cycle by cycle.
///
/// A cycle ends just before the next rising edge of the clock, where everything has settled: that
/// holds for the dumps of every engine here and for counterexamples of proofs.
struct VCDReader {
  /// A signal of the dump.
  struct Variable {
    /// Scopes and name, joined by dots.
    var path: String
    /// Number of scopes around it.
    var depth: Int
    var bitWidth: Int
    /// Values by change, in order of time: a bit a character, most significant first.
    var code: Int
  }

  private(set) var variables: [Variable] = []
  /// For each code the time and value of every change, ascending.
  private var changes: [[(time: Int, value: Substring)]] = []
  private var end = 0
  private var start: Int?

  /// - Throws: `SimulationError` when the text is no value change dump.
  init(_ text: String) throws(SimulationError) {
    var codes: [Substring: Int] = [:]
    var scopes: [Substring] = []
    var time = 0
    var words = text.split(whereSeparator: \.isWhitespace)[...]
    var hasDefinitions = false
    func command() -> [Substring] {
      let end = words.firstIndex(of: "$end") ?? words.endIndex
      let body = Array(words[words.startIndex..<end])
      words = words[min(end + 1, words.endIndex)...]
      return body
    }
    while let word = words.popFirst() {
      switch word {
      case "$scope": scopes.append(command().last ?? "")
      case "$upscope":
        _ = command()
        _ = scopes.popLast()
      case "$var":
        let parts = command()
        guard parts.count >= 4, let width = Int(parts[1]), width >= 1 else {
          throw SimulationError("the value change dump has a `$var` without width or name")
        }
        let code = codes[parts[2]] ?? codes.count
        if code == codes.count {
          codes[parts[2]] = code
          changes.append([])
        }
        variables.append(
          Variable(
            path: (scopes + [parts[3].prefix { $0 != "[" }]).joined(separator: "."),
            depth: scopes.count, bitWidth: width, code: code))
      case "$enddefinitions":
        hasDefinitions = true
        _ = command()
      case "$dumpvars", "$dumpall", "$dumpon", "$dumpoff", "$end": break
      case _ where word.hasPrefix("$"): _ = command()
      case _ where word.hasPrefix("#"):
        time = Int(word.dropFirst()) ?? time
        start = start ?? time
        end = max(end, time)
      case _ where word.hasPrefix("b") || word.hasPrefix("B"):
        if let name = words.popFirst(), let code = codes[name] {
          changes[code].append((time, word.dropFirst()))
        }
      case _ where word.hasPrefix("r") || word.hasPrefix("R"): _ = words.popFirst()
      default:
        if let code = codes[word.dropFirst()] { changes[code].append((time, word.prefix(1))) }
      }
    }
    guard hasDefinitions, !variables.isEmpty else {
      throw SimulationError("the text is no value change dump: it declares no signals")
    }
  }

  /// The times at which cycles are sampled: all changes up to and including them have happened.
  func sampleTimes(clock: String?) -> [Int] {
    let first = start ?? 0
    guard let clock = variable(clock ?? "clock") ?? variable("clk") else {
      return Set(changes.joined().map(\.time)).sorted()
    }
    var rises: [Int] = []
    var last: Substring = "x"
    for change in changes[clock.code] {
      if change.value == "1", last != "1" { rises.append(change.time) }
      last = change.value
    }
    // A dump may start before its first edge, and ends after its last.
    var times = rises.filter { $0 > first }.map { $0 - 1 }
    if let final = rises.last, end > final { times.append(end) }
    return rises.isEmpty ? [end] : times
  }

  /// The signal of a path, or the outermost one whose path ends in it.
  func variable(_ path: String) -> Variable? {
    variables.filter { $0.path == path || $0.path.hasSuffix("." + path) }
      .enumerated().min { ($0.element.depth, $0.offset) < ($1.element.depth, $1.offset) }?.element
  }

  /// The words of a signal at each of some ascending times; `nil` where a bit is unknown.
  func values(of variable: Variable, at times: [Int]) -> [[UInt64]?] {
    let list = changes[variable.code]
    var position = 0
    return times.map { time in
      while position < list.count, list[position].time <= time { position += 1 }
      return position == 0 ? nil : Self.words(list[position - 1].value, variable.bitWidth)
    }
  }

  private static func words(_ text: Substring, _ bitWidth: Int) -> [UInt64]? {
    var words = [UInt64](repeating: 0, count: (bitWidth + 63) / 64)
    for (bit, digit) in text.utf8.reversed().enumerated() where bit < bitWidth {
      guard digit == 0x30 || digit == 0x31 else { return nil }
      words[bit / 64] |= UInt64(digit & 1) << UInt64(bit % 64)
    }
    return words
  }
}

extension TextWaveform {
  /// The waveform of a value change dump: of any engine here, or a counterexample.
  ///
  /// - Parameters:
  ///   - text: The contents of the file.
  ///   - signals: What to show, by path or by the end of a path; by default the signals of the
  ///     outermost scope that has some, without the clock. Unknown names are left out.
  ///   - clock: The signal whose rising edges begin cycles; by default `clock` or `clk`. A dump
  ///     without has a cycle for every time at which something changes.
  /// - Throws: `SimulationError` when the text is no value change dump.
  public init(
    vcd text: String, signals: [Selection]? = nil, clock: String? = nil
  ) throws(SimulationError) {
    let reader = try VCDReader(text)
    let times = reader.sampleTimes(clock: clock)
    let depth = reader.variables.map(\.depth).min() ?? 0
    let chosen =
      signals
      ?? reader.variables.filter { $0.depth == depth }.map { variable in
        Selection(variable.path, label: variable.path.split(separator: ".").last.map(String.init))
      }.filter { ![clock ?? "clock", "clk"].contains($0.label) }
    let rows = chosen.compactMap { signal -> Row? in
      guard let variable = reader.variable(signal.path) else { return nil }
      return Row(
        label: signal.label, bitWidth: variable.bitWidth, radix: signal.radix,
        values: reader.values(of: variable, at: times))
    }
    self.init(rows: rows, cycleCount: times.count)
  }
}
