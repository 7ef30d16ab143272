/// A waveform as text, for tests and messages: a line a signal, a column a cycle.
///
/// ```
/// enable  ▁▁▁▔▔▔▔▔▔▁▁▁
/// count   0  0  1  2
/// ```
/// One-bit signals are drawn low or high, others written in hexadecimal where they change and as
/// dots where they stay.
public struct TextWaveform: CustomStringConvertible {
  private let names: [String]
  private let storages: [PortStorage]
  private var samples: [[String]]

  /// Prepares to record ports of a simulator.
  ///
  /// - Parameters:
  ///   - simulator: Where the ports are.
  ///   - names: The ports to record, in this order; all of them by default. Unknown names are left
  ///     out.
  public init(_ simulator: any Simulator, ports names: [String]? = nil) {
    let all = simulator.ports
    let chosen = (names ?? all.map(\.name)).compactMap { name in
      all.firstIndex { $0.name == name }
    }
    self.names = chosen.map { all[$0].name }
    storages = chosen.map(simulator.storage(ofPort:))
    samples = Array(repeating: [], count: chosen.count)
  }

  /// Prepares to record signals anywhere in the hierarchy of a native simulator.
  ///
  /// - Parameters:
  ///   - simulator: Where the signals are.
  ///   - paths: Names as in `signalNames`, in this order. Unknown ones are left out.
  public init(_ simulator: NativeSimulator, signals paths: [String]) {
    let found = paths.compactMap { path in
      simulator.storage(ofSignal: path).map { (path, $0) }
    }
    names = found.map(\.0)
    storages = found.map(\.1)
    samples = Array(repeating: [], count: found.count)
  }

  /// Records the settled values of one cycle.
  public mutating func sample() {
    for (index, storage) in storages.enumerated() {
      samples[index].append(Self.digits(storage))
    }
  }

  /// The drawing: a line a signal.
  public var description: String {
    let nameWidth = names.map(\.count).max() ?? 0
    let columnWidth = max(3, (samples.joined().map(\.count).max() ?? 0) + 1)
    var lines: [String] = []
    for (index, name) in names.enumerated() {
      var line = name + String(repeating: " ", count: nameWidth - name.count + 2)
      var previous = ""
      for value in samples[index] {
        if storages[index].bitWidth == 1 {
          line += String(repeating: value == "1" ? "▔" : "▁", count: columnWidth)
        } else {
          let text = value == previous ? String(repeating: "·", count: columnWidth - 1) : value
          line += text + String(repeating: " ", count: columnWidth - text.count)
        }
        previous = value
      }
      while line.last == " " { line.removeLast() }
      lines.append(line)
    }
    return lines.joined(separator: "\n")
  }

  private static func digits(_ storage: PortStorage) -> String {
    guard storage.bitWidth > 64 else { return String(storage.value, radix: 16) }
    var text = ""
    for byte in stride(from: (storage.bitWidth + 7) / 8 - 1, through: 0, by: -1) {
      let value = storage.bytes.load(fromByteOffset: byte, as: UInt8.self)
      let digits = String(value, radix: 16)
      text += digits.count == 1 ? "0" + digits : digits
    }
    let trimmed = text.drop { $0 == "0" }
    return trimmed.isEmpty ? "0" : String(trimmed)
  }
}
