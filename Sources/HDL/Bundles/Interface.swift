/// A struct of ports with directions, declared once and used from both sides.
///
/// Directions are written as its initiator has them (the source of a stream, the manager of a bus);
/// `PortDeclarer.target(_:)` flips them for the other side. Interfaces may contain interfaces, either
/// way round.
///
/// ```swift
/// struct MemoryPort: Interface {
///   let width: Int
///   struct Ports {
///     let address: UInt
///     let data: Bits
///   }
///   func ports(_ declare: PortDeclarer) -> Ports {
///     Ports(address: declare.output(.uint(10)), data: declare.input(.bits(width)))
///   }
/// }
/// ```
public protocol Interface: Hashable, Sendable {
  /// A struct that holds the ports.
  associatedtype Ports

  /// Declares the ports as the initiator has them.
  func ports(_ declare: PortDeclarer) -> Ports
}

extension PortDeclarer {
  /// The same with inputs and outputs exchanged.
  public var flipped: PortDeclarer {
    var result = self
    result.isFlipped.toggle()
    return result
  }

  /// The ports of an interface that this module drives as its initiator.
  public func initiator<I: Interface>(
    _ interface: I, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> I.Ports {
    interface.ports(standing(at: fileID, line, column))
  }

  /// The ports of an interface to which this module responds.
  public func target<I: Interface>(
    _ interface: I, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> I.Ports {
    interface.ports(standing(at: fileID, line, column).flipped)
  }

  /// The same for ports that all stand at one position; of an interface in another, at the outer's.
  private func standing(
    at fileID: StaticString, _ line: UInt32, _ column: UInt32
  ) -> PortDeclarer {
    guard case .inside = side, position == nil else { return self }
    var result = self
    result.position = builder.locate(fileID, line, column)
    return result
  }
}

extension ModuleBuilder {
  /// Connects the ports of an interface field by field: of each pair the one that can be assigned
  /// takes the value of the other.
  ///
  /// Passes the ports of this module on to an instance, or joins two instances. Where both can be
  /// assigned, as two wires can, the second takes the value of the first.
  public func connect<Ports>(
    _ first: Ports, to second: Ports, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) {
    let location = locate(fileID, line, column)
    let (ones, others) = (Fields.collect(first), Fields.collect(second))
    guard checkFields(ones, others, "a connection", location) else { return }
    for (one, other) in zip(ones, others) {
      let isTarget =
        graph.operations.indices.contains(Int(other.node))
        && other.builder === self && graph.operations[Int(other.node)].isTarget
      if isTarget {
        assign(one.signal, to: other.signal, location: location)
      } else {
        assign(other.signal, to: one.signal, location: location)
      }
    }
  }
}
