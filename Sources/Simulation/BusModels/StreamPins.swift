/// The ports of a stream of a simulated design, by its name.
///
/// A stream `input` has `input_valid`, `input_ready` and `input_payload`, or for a bundle a port a
/// field: `input_payload_data`. Fields have at most 64 bits.
public struct StreamPins {
  /// Whether there is a payload.
  public let valid: PortStorage
  /// Whether it is taken.
  public let ready: PortStorage
  /// One port a field, in order of declaration.
  public let fields: [PortStorage]

  /// Finds the ports of a stream.
  ///
  /// - Parameters:
  ///   - simulator: Simulates a design with the stream among the ports of its top module.
  ///   - name: Name of the stream.
  ///   - isRead: Whether the design reads the stream, so that a testbench writes it.
  /// - Throws: `SimulationError` where there is no such stream in this direction, or a field has
  ///   more than 64 bits.
  public init(
    of simulator: any Simulator, _ name: String, isRead: Bool
  ) throws(SimulationError) {
    func port(_ suffix: String, isInput: Bool) throws(SimulationError) -> PortStorage {
      guard
        let index = simulator.ports.firstIndex(where: {
          $0.name == "\(name)_\(suffix)" && $0.isInput == isInput
        })
      else {
        throw SimulationError(
          "stream \(name) has no \(isInput ? "input" : "output") \(name)_\(suffix)")
      }
      return simulator.storage(ofPort: index)
    }
    valid = try port("valid", isInput: isRead)
    ready = try port("ready", isInput: !isRead)
    let prefix = "\(name)_payload"
    var fields: [PortStorage] = []
    for (index, port) in simulator.ports.enumerated()
    where port.name == prefix || port.name.hasPrefix(prefix + "_") {
      guard port.bitWidth <= 64 else {
        throw SimulationError("field \(port.name) has \(port.bitWidth) bits; at most 64 are driven")
      }
      fields.append(simulator.storage(ofPort: index))
    }
    self.fields = fields
  }

  /// Whether a payload moves at the next edge; after `settle()`.
  public var fires: Bool { valid.isSet && ready.isSet }

  /// The fields, in order of declaration.
  public var payload: [UInt64] {
    get { fields.map(\.value) }
    nonmutating set { for (field, value) in zip(fields, newValue) { field.value = value } }
  }
}

/// In which cycles a side of a stream holds back.
public enum StallPattern: Sendable, Hashable {
  /// Never.
  case never
  /// In this share of the cycles, 0 to 1, chosen by a generator with this seed.
  case random(share: Double, seed: UInt64)
  /// In the cycles in which the list is `true`, over and over; an empty list is `never`.
  case given([Bool])

  /// A generator of the pattern.
  func makeIterator() -> StallIterator { StallIterator(self) }
}

/// Goes through a pattern, a cycle a call.
struct StallIterator {
  private let pattern: StallPattern
  private var position = 0
  private var state: UInt64 = 0

  init(_ pattern: StallPattern) {
    self.pattern = pattern
    if case .random(_, let seed) = pattern { state = seed }
  }

  /// Whether the cycle is one in which to hold back.
  mutating func next() -> Bool {
    switch pattern {
    case .never: return false
    case .given(let list):
      guard !list.isEmpty else { return false }
      defer { position = (position + 1) % list.count }
      return list[position]
    case .random(let share, _):
      // SplitMix64; the top 53 bits as a fraction.
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      z ^= z >> 31
      return Double(z >> 11) * 0x1p-53 < share
    }
  }
}
