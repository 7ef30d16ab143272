extension ModuleGraph {
  /// One finite state machine: what its register's values mean, and the ways between them.
  public struct StateMachine: Sendable, Hashable {
    /// One state.
    public struct State: Sendable, Hashable {
      /// Name of the enum's case.
      public let name: String
      /// Bit pattern, least significant word first.
      public let code: [UInt64]
      /// Whether it is never left, on purpose.
      public let isFinal: Bool
    }

    /// One `go(to:)`.
    public struct Transition: Sendable, Hashable {
      /// Index of the state that is left.
      public let from: Int
      /// Index of the state that is entered.
      public let to: Int
      /// When it is taken, as written in the source; empty for always.
      public let condition: String
      let locationID: Int32
    }

    /// Name of the state register.
    public let name: String
    /// The state register.
    public let register: NodeID
    /// How states are told apart.
    public let encoding: StateEncoding
    /// The states in the enum's order.
    public let states: [State]
    /// Index of the state after reset.
    public let initial: Int
    /// The ways between states in order of description.
    public internal(set) var transitions: [Transition] = []
    /// Index of the state in whose block the description stands.
    var activeState: Int?
    let locationID: Int32

    init(
      name: String, register: NodeID, encoding: StateEncoding, states: [State], initial: Int,
      locationID: Int32
    ) {
      self.name = name
      self.register = register
      self.encoding = encoding
      self.states = states
      self.initial = initial
      self.locationID = locationID
    }

    /// The name of the state with a bit pattern, or `nil` if it is none.
    public func stateName(ofCode code: [UInt64]) -> String? {
      states.first { $0.code == code }?.name
    }
  }
}
