/// A waveform as text, for tests, messages and reports: a line a signal, a column a cycle.
///
/// ```
/// enable  ▁▁▁▔▔▔▔▔▔▁▁▁
/// count   0  ·· 1  2
/// ```
/// One-bit signals are drawn low or high, others written where they change and as dots where they
/// stay. `drawing(_:)` adds a ruler, markers and cursors, and wraps long runs.
public struct TextWaveform: CustomStringConvertible {
  /// How the values of a signal are written.
  public enum Radix: Sendable, Hashable {
    /// By the names of its states for the register of a state machine, else in hexadecimal.
    case automatic
    /// Base 16, without leading zeros.
    case hexadecimal
    /// Base 10, unsigned.
    case decimal
    /// Base 10, two's complement, for signals of at most 64 bits; wider ones are unsigned.
    case signedDecimal
    /// Base 2, every bit; a single bit is a digit, not a level.
    case binary
    /// The name of each value; hexadecimal for values without one.
    case names([UInt64: String])
  }

  /// A signal to show: where it is, what it is called, how it is written.
  public struct Selection: Sendable, Hashable, ExpressibleByStringLiteral {
    /// Name of a port, or hierarchical name of a signal inside, such as `stage.sum`.
    public var path: String
    /// What stands at the start of its line.
    public var label: String
    /// How its values are written.
    public var radix: Radix

    /// Selects a signal; its label is its path unless another is given.
    public init(_ path: String, label: String? = nil, radix: Radix = .automatic) {
      self.path = path
      self.label = label ?? path
      self.radix = radix
    }

    /// A signal, written as fits it.
    public init(stringLiteral path: String) { self.init(path) }
  }

  /// One line: the value of a signal in each cycle; `nil` where it is unknown.
  struct Row {
    var label: String
    var bitWidth: Int
    var radix: Radix
    var values: [[UInt64]?] = []
  }

  var rows: [Row] = []
  /// Labels at cycles, in order of marking.
  var markers: [(cycle: Int, label: String)] = []
  private var storages: [PortStorage] = []
  /// Keeps the memory of the storages.
  private var simulator: (any Simulator)?
  private var recorded = 0

  /// Number of cycles recorded.
  public var cycleCount: Int { recorded }

  /// Prepares to record ports of a simulator.
  ///
  /// - Parameters:
  ///   - simulator: Where the ports are.
  ///   - names: The ports to record, in this order; all of them by default. Unknown names are left
  ///     out.
  public init(_ simulator: any Simulator, ports names: [String]? = nil) {
    self.init(
      simulator, signals: (names ?? simulator.ports.map(\.name)).map { Selection($0) })
  }

  /// Prepares to record ports of a simulator and, of a native one, signals inside.
  ///
  /// - Parameters:
  ///   - simulator: Where the signals are; it is kept alive.
  ///   - signals: What to record, in this order. Unknown names are left out.
  public init(_ simulator: any Simulator, signals: [Selection]) {
    self.simulator = simulator
    for signal in signals {
      let port = simulator.ports.firstIndex { $0.name == signal.path }
      let native = simulator as? NativeSimulator
      guard
        let storage = port.map(simulator.storage(ofPort:)) ?? native?.storage(ofSignal: signal.path)
      else { continue }
      var radix = signal.radix
      if radix == .automatic, let names = native?.stateNames(of: signal.path) {
        radix = .names(names)
      }
      rows.append(Row(label: signal.label, bitWidth: storage.bitWidth, radix: radix))
      storages.append(storage)
    }
  }

  /// Prepares to record signals anywhere in the hierarchy of a native simulator.
  ///
  /// - Parameters:
  ///   - simulator: Where the signals are.
  ///   - paths: Names as in `signalNames`, in this order. Unknown ones are left out.
  public init(_ simulator: NativeSimulator, signals paths: [String]) {
    self.init(simulator, signals: paths.map { Selection($0) })
  }

  /// A waveform of what is known already, such as the contents of a file.
  init(rows: [Row], cycleCount: Int) {
    self.rows = rows
    recorded = cycleCount
  }

  /// Records the settled values of one cycle.
  public mutating func sample() {
    for (index, storage) in storages.enumerated() { rows[index].values.append(storage.words) }
    recorded += 1
  }

  /// Puts a label at a cycle, by default at the one recorded last. It is shown by `drawing(_:)`.
  public mutating func mark(_ label: String, cycle: Int? = nil) {
    markers.append((cycle ?? max(0, recorded - 1), label))
  }

  /// The plain drawing: a line a signal, nothing else.
  public var description: String {
    drawing(Layout(hasRuler: false, hasMarkers: false))
  }
}

extension PortStorage {
  /// All words of the port, least significant first.
  var words: [UInt64] {
    guard bitWidth > 64 else { return [value] }
    return (0..<(bitWidth + 63) / 64).map { word in
      let count = min(8, byteCount - 8 * word)
      return (0..<count).reduce(0) {
        $0 | UInt64(bytes.load(fromByteOffset: 8 * word + $1, as: UInt8.self)) << UInt64(8 * $1)
      }
    }
  }
}
