public import FixedPoint

/// A finished module: its graph, its ports and the tables its nodes point into.
public struct ModuleGraph: Sendable {
  /// One port, in order of declaration.
  public struct Port: Sendable, Hashable {
    /// Its node: `input` or `output`.
    public let node: NodeID
    /// Its name.
    public let name: String
    /// Its width in bits.
    public let bitWidth: Int
    /// Whether the surroundings drive it.
    public let isInput: Bool
    /// What its bits stand for if it is a `Fixed`.
    public let format: FixedPointFormat?
  }

  /// One register; the next value is the driver of its node.
  public struct Register: Sendable, Hashable {
    /// Its node.
    public let node: NodeID
    /// A one-bit node, or `Graph.none` for a register that is written every cycle.
    public internal(set) var enable: NodeID
    /// A constant node, or `Graph.none` for a register that reset leaves alone.
    public let resetValue: NodeID
  }

  /// One constant table.
  public struct Table: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// Width of an entry in bits.
    public let bitWidth: Int
    /// The entries, address 0 first, each in as many 64-bit words as it needs, least significant
    /// first. Addresses beyond them read 0.
    public let words: [UInt64]
    let locationID: Int32

    /// 64-bit words that hold one entry.
    public var wordCount: Int { (bitWidth + 63) / 64 }

    /// Number of entries.
    public var depth: Int { words.count / wordCount }

    /// The words of one entry, least significant first; zeros beyond the last.
    public func entry(_ index: Int) -> ArraySlice<UInt64> {
      index < depth
        ? words[index * wordCount..<(index + 1) * wordCount]
        : ArraySlice(repeating: 0, count: wordCount)
    }
  }

  /// One instance of another module.
  public struct Instance: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// Index of the module in its design.
    public internal(set) var module: Int
    /// The nodes connected to the module's ports, in its order of declaration.
    public let connections: [NodeID]
    let locationID: Int32
  }

  /// Name of the module.
  public internal(set) var name: String
  /// The nodes.
  public internal(set) var graph: Graph
  /// Ports in order of declaration, without clock and reset.
  public internal(set) var ports: [Port] = []
  /// Registers in order of creation.
  public internal(set) var registers: [Register] = []
  /// Memories in order of creation.
  public internal(set) var memories: [Memory] = []
  /// Memory read ports in order of creation.
  public internal(set) var readPorts: [ReadPort] = []
  /// Constant tables in order of creation.
  public internal(set) var tables: [Table] = []
  /// Instances in order of creation.
  public internal(set) var instances: [Instance] = []
  /// Assertions, assumptions and covers in order of creation.
  public internal(set) var properties: [Property] = []
  /// The nodes from here on were not described but made of statements under conditions.
  public internal(set) var firstDerivedNode = Graph.none
  /// State machines in order of creation.
  public internal(set) var stateMachines: [StateMachine] = []
  /// The node that drives each target; `Graph.none` for every other node.
  public internal(set) var drivers: [NodeID] = []
  /// Nodes that are read by nobody on purpose.
  public internal(set) var ignored: [NodeID] = []
  /// The unique identifier of every named node; `nil` for a node that has no name of its own.
  public internal(set) var nodeNames: [String?] = []
  /// All nodes in an order in which each stands after those it depends on within a cycle.
  public internal(set) var evaluationOrder: [NodeID] = []
  /// Whether its logic can be ordered node by node. `false` only where a signal feeds other bits of
  /// itself, which is legal.
  public internal(set) var isAcyclic = true
  /// Whether anything in it, or below it, takes the clock.
  public internal(set) var usesClock = false
  /// Whether anything in it, or below it, is reset.
  public internal(set) var usesReset = false

  /// What there is to know of a module that is Verilog of others; its graph has ports and nothing
  /// else.
  public internal(set) var blackBox: BlackBoxInterface?

  init(name: String, graph: Graph) {
    self.name = name
    self.graph = graph
  }
}

/// A checked hierarchy of modules.
public struct Design: Sendable {
  /// Every distinct module once, children before their parents; the top is the last.
  public let modules: [ModuleGraph]

  /// The module nobody instantiates.
  public var top: ModuleGraph { modules[modules.count - 1] }
}
