extension Coverage {
  /// How much was exercised, and by name what was not.
  public var report: String {
    var lines: [String] = []
    let bits = toggles.reduce(0) { $0 + $1.bitWidth }
    let hits = toggles.reduce(0) { $0 + $1.hits }
    if bits > 0 {
      lines.append("toggles: \(Self.ratio(hits, 2 * bits)), up and down of \(bits) register bits")
    }
    for toggle in toggles where toggle.hits < 2 * toggle.bitWidth {
      let rose = Self.missing(in: toggle.rose, toggle.bitWidth)
      let fell = Self.missing(in: toggle.fell, toggle.bitWidth)
      let isBit = toggle.bitWidth == 1
      if rose == fell {
        lines.append("  \(toggle.path)\(isBit ? "" : rose): never changed")
        continue
      }
      if !rose.isEmpty { lines.append("  \(toggle.path)\(isBit ? "" : rose): never rose") }
      if !fell.isEmpty { lines.append("  \(toggle.path)\(isBit ? "" : fell): never fell") }
    }
    for machine in machines {
      let names = machine.selection.names
      func name(_ state: UInt64) -> String { names[state] ?? "\(state)" }
      let seen = names.count - machine.missedStates.count
      var line = "machine \(machine.selection.path): \(Self.ratio(seen, names.count)) states"
      let expected = machine.selection.transitions.count
      if expected > 0 {
        line += ", \(Self.ratio(expected - machine.missedTransitions.count, expected)) transitions"
      } else {
        line += ", \(machine.transitions.count) transitions"
      }
      lines.append(line)
      lines += machine.missedStates.map { "  \(name($0)): never entered" }
      lines += machine.missedTransitions.map { "  \(name($0.from)) to \(name($0.to)): never taken" }
      lines += machine.unnamedStates.map { "  \($0): entered, but no state" }
    }
    let covers = properties.entries.filter { $0.property.kind == .cover }
    if !covers.isEmpty {
      let missed = properties.missedCovers
      lines.append("covers: \(Self.ratio(covers.count - missed.count, covers.count))")
      lines += missed.map { "  \($0.property.fullName): never hit" }
    }
    let idle = properties.entries.filter { $0.property.kind != .cover && $0.count.samples == 0 }
    if !idle.isEmpty {
      lines.append("assertions never sampled: \(idle.count)")
      lines += idle.map { "  \($0.property.fullName)" }
    }
    return lines.joined(separator: "\n")
  }

  /// `3 of 4 (75.0 %)`.
  private static func ratio(_ part: Int, _ whole: Int) -> String {
    guard whole > 0 else { return "0 of 0" }
    let thousandths = part * 1000 / whole
    return "\(part) of \(whole) (\(thousandths / 10).\(thousandths % 10) %)"
  }

  /// The bits that are 0, as they are written after a name: empty for none.
  private static func missing(in words: [UInt64], _ bitWidth: Int) -> String {
    var ranges: [String] = []
    var bit = bitWidth - 1
    func isSet(_ bit: Int) -> Bool { words[bit / 64] >> UInt64(bit % 64) & 1 == 1 }
    while bit >= 0 {
      guard !isSet(bit) else {
        bit -= 1
        continue
      }
      let high = bit
      while bit >= 0, !isSet(bit) { bit -= 1 }
      ranges.append(high == bit + 1 ? "\(high)" : "\(high):\(bit + 1)")
    }
    return ranges.isEmpty ? "" : "[\(ranges.joined(separator: ", "))]"
  }
}
