extension ModuleGraph {
  /// A statement about a module: sampled at every rising clock edge, on the settled values before
  /// it.
  public struct Property: Sendable, Hashable {
    /// What a property says.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
      /// The condition always holds, or the module is wrong.
      case assertion
      /// The condition always holds, or the module is used wrongly.
      case assumption
      /// The condition is worth seeing at least once.
      case cover
    }

    /// What it says.
    public let kind: Kind
    /// Its name, unique in the module.
    public let name: String
    /// A one-bit node.
    public let condition: NodeID
    /// A one-bit node without which nothing is sampled, or `Graph.none` for always.
    public let enable: NodeID
    /// Whether it is sampled while reset is active too.
    public let isSampledInReset: Bool
    /// What to say when it fails, or `nil`.
    public let message: String?
    let locationID: Int32

    /// Whether the other one is the same hardware: all but the position.
    func hasSameStructure(as other: Property) -> Bool {
      kind == other.kind && name == other.name && condition == other.condition
        && enable == other.enable && isSampledInReset == other.isSampledInReset
        && message == other.message
    }

    /// Name of the register that counts the hits of a cover in a simulation of the Verilog.
    public var counterName: String { name + "_hits" }
  }

  /// Where a property of this module was written.
  public func location(of property: Property) -> SourceLocation {
    graph.locations[property.locationID]
  }
}

/// One property in one instance of its module.
public struct PropertyInstance: Sendable, Hashable, Codable {
  /// What it says.
  public let kind: ModuleGraph.Property.Kind
  /// Its name in its module.
  public let name: String
  /// Names from the top module down to the instance, joined by dots: `Top.row_0.lane_3`.
  public let path: String
  /// Whether it is sampled while reset is active too.
  public let isSampledInReset: Bool
  /// What to say when it fails, or `nil`.
  public let message: String?
  /// Where it was written.
  public let location: SourceLocation

  /// Path and name, joined by a dot: unique in the design.
  public var fullName: String { "\(path).\(name)" }

  /// Name of the register that counts the hits of a cover in a simulation of the Verilog.
  public var counterName: String { name + "_hits" }

  /// One sentence for a failure in a cycle, the same from every engine.
  ///
  /// - Parameter cycle: Number of rising clock edges before the one at which it was sampled.
  public func failureText(cycle: Int) -> String {
    let end = message.map { ": \($0)" } ?? ""
    return "\(kind.rawValue) `\(name)` of `\(path)` failed in cycle \(cycle)\(end) (\(location))"
  }

  /// One sentence for a hit in a cycle.
  ///
  /// - Parameter cycle: Number of rising clock edges before the one at which it was sampled.
  public func reachedText(cycle: Int) -> String {
    "\(kind.rawValue) `\(name)` of `\(path)` is reached in cycle \(cycle) (\(location))"
  }
}

extension Design {
  /// Every property of every instance: the top's first, then level by level, each module's in
  /// order of creation.
  public var properties: [PropertyInstance] {
    guard modules.contains(where: { !$0.properties.isEmpty }) else { return [] }
    var result: [PropertyInstance] = []
    var scopes = [(path: top.name, module: modules.count - 1)]
    var position = 0
    while position < scopes.count {
      let (path, index) = scopes[position]
      for property in modules[index].properties {
        result.append(
          PropertyInstance(
            kind: property.kind, name: property.name, path: path,
            isSampledInReset: property.isSampledInReset, message: property.message,
            location: modules[index].location(of: property)))
      }
      for instance in modules[index].instances {
        scopes.append(("\(path).\(instance.name)", instance.module))
      }
      position += 1
    }
    return result
  }
}
