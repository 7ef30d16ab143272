import HDL

/// What runs have exercised: bits of registers that rose and fell, states and transitions of state
/// machines, and properties.
///
/// Runs of one design are merged in any order and grouping with the same result, and kept as JSON.
///
/// ```swift
/// simulator.startCoverage()
/// // … the run …
/// total.merge(simulator.coverage())
/// print(total.report)
/// ```
public struct Coverage: Sendable, Hashable, Codable {
  /// One register: which of its bits rose and fell.
  public struct Toggle: Sendable, Hashable, Codable {
    /// Hierarchical name.
    public var path: String
    /// Width in bits.
    public var bitWidth: Int
    /// A 1 for each bit seen to go from 0 to 1, least significant word first.
    public var rose: [UInt64]
    /// A 1 for each bit seen to go from 1 to 0.
    public var fell: [UInt64]

    /// Number of bits that rose, and of those that fell: of twice the width.
    public var hits: Int { (rose + fell).reduce(0) { $0 + $1.nonzeroBitCount } }

    mutating func merge(_ other: Toggle) {
      for (index, word) in other.rose.enumerated() where index < rose.count { rose[index] |= word }
      for (index, word) in other.fell.enumerated() where index < fell.count { fell[index] |= word }
    }
  }

  /// A step of a state machine from one state to another.
  public struct Transition: Sendable, Hashable, Codable, Comparable {
    /// The state before the clock edge.
    public var from: UInt64
    /// The state after it.
    public var to: UInt64

    /// A transition between two states.
    public init(from: UInt64, to: UInt64) {
      self.from = from
      self.to = to
    }

    /// By the first state, then by the second.
    public static func < (left: Transition, right: Transition) -> Bool {
      (left.from, left.to) < (right.from, right.to)
    }
  }

  /// One state machine: how often it was in each state and took each transition.
  public struct Machine: Sendable, Hashable, Codable {
    /// A count of something.
    public struct Count<Key: Sendable & Hashable & Codable>: Sendable, Hashable, Codable {
      /// What is counted.
      public var key: Key
      /// How often.
      public var count: Int
    }

    /// Which register, and what to expect of it.
    public var selection: Selection
    /// Clock cycles in each state seen, ascending by state.
    public var states: [Count<UInt64>]
    /// Transitions taken to another state, ascending.
    public var transitions: [Count<Transition>]

    /// Named states that were never seen, ascending.
    public var missedStates: [UInt64] {
      let seen = Set(states.map(\.key))
      return selection.names.keys.filter { !seen.contains($0) }.sorted()
    }

    /// Declared transitions that were never taken, ascending.
    public var missedTransitions: [Transition] {
      let seen = Set(transitions.map(\.key))
      return selection.transitions.filter { !seen.contains($0) }.sorted()
    }

    /// States seen that have no name, if any has, ascending.
    public var unnamedStates: [UInt64] {
      selection.names.isEmpty ? [] : states.map(\.key).filter { selection.names[$0] == nil }
    }

    mutating func merge(_ other: Machine) {
      selection.names.merge(other.selection.names) { min($0, $1) }
      selection.transitions.formUnion(other.selection.transitions)
      states = Self.sum(states, other.states)
      transitions = Self.sum(transitions, other.transitions)
    }

    private static func sum<Key: Comparable>(
      _ left: [Count<Key>], _ right: [Count<Key>]
    ) -> [Count<Key>] {
      var counts: [Key: Int] = [:]
      for item in left + right { counts[item.key, default: 0] += item.count }
      return counts.map { Count(key: $0.key, count: $0.value) }.sorted { $0.key < $1.key }
    }
  }

  /// A register to watch as a state machine.
  public struct Selection: Sendable, Hashable {
    /// Hierarchical name of the register, of at most 64 bits.
    public var path: String
    /// The states there are, with their names.
    public var names: [UInt64: String]
    /// The transitions there are; empty where they are not known.
    public var transitions: Set<Transition>

    /// Selects a register by its path.
    public init(_ path: String, names: [UInt64: String], transitions: Set<Transition> = []) {
      self.path = path
      self.names = names
      self.transitions = transitions
    }
  }

  /// One entry a register, ascending by path.
  public private(set) var toggles: [Toggle] = []
  /// One entry a state machine, ascending by path.
  public private(set) var machines: [Machine] = []
  /// Counts of the properties.
  public private(set) var properties = PropertyCoverage()

  /// Coverage of nothing, to merge into.
  public init() {}

  init(toggles: [Toggle], machines: [Machine], properties: PropertyCoverage) {
    self.toggles = toggles.sorted { $0.path < $1.path }
    self.machines = machines.sorted { $0.selection.path < $1.selection.path }
    self.properties = properties
  }

  /// Adds what another run has exercised.
  public mutating func merge(_ other: Coverage) {
    toggles = Self.union(toggles, other.toggles, by: \.path) { $0.merge($1) }
    machines = Self.union(machines, other.machines, by: \.selection.path) { $0.merge($1) }
    properties.merge(other.properties)
  }

  private static func union<Entry>(
    _ left: [Entry], _ right: [Entry], by path: KeyPath<Entry, String>,
    _ merge: (inout Entry, Entry) -> Void
  ) -> [Entry] {
    var result = left
    var places: [String: Int] = [:]
    for (place, entry) in left.enumerated() { places[entry[keyPath: path]] = place }
    for entry in right {
      if let place = places[entry[keyPath: path]] {
        merge(&result[place], entry)
      } else {
        result.append(entry)
      }
    }
    return result.sorted { $0[keyPath: path] < $1[keyPath: path] }
  }
}

extension Coverage.Selection: Codable {
  private enum Key: CodingKey { case path, names, transitions }

  private struct Name: Codable {
    var value: UInt64
    var name: String
  }

  /// Reads a selection.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    path = try values.decode(String.self, forKey: .path)
    names = Dictionary(
      try values.decode([Name].self, forKey: .names).map { ($0.value, $0.name) }
    ) { first, _ in first }
    transitions = Set(try values.decode([Coverage.Transition].self, forKey: .transitions))
  }

  /// Writes names and transitions in ascending order, so that equal coverage is equal text.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(path, forKey: .path)
    let list = names.sorted { $0.key < $1.key }.map { Name(value: $0.key, name: $0.value) }
    try values.encode(list, forKey: .names)
    try values.encode(transitions.sorted(), forKey: .transitions)
  }
}
