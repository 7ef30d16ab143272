public import Configuration
public import HDL

/// The sums of the forces on the points of one lane, one point after the other on a read and a write
/// port: read in one cycle, added to and written in the next.
public struct ForceBank: Module {
  let shapes: EmbeddingShapes

  /// Creates the bank of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = EmbeddingShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "ForceBank" }

  /// An address in, and one cycle later what is added.
  public struct Ports {
    /// Reads the sums of a point.
    public let readEnable: Bit
    /// The point's group.
    public let readAddress: UInt
    /// The sums, one cycle later.
    public let sums: Forces
    /// What is there one cycle later is changed.
    public let writeEnable: Bit
    /// The group that was read.
    public let writeAddress: UInt
    /// The sums start again.
    public let restarts: Bit
    /// The forces of a row are added, else those of a pair.
    public let addsRow: Bit
    /// The forces of the pair.
    public let pair: Forces
    /// The forces of the row.
    public let row: Forces
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      readEnable: declare.input(.bit), readAddress: declare.input(.uint(shapes.groupBits)),
      sums: declare.output(of: shapes.forces), writeEnable: declare.input(.bit),
      writeAddress: declare.input(.uint(shapes.groupBits)), restarts: declare.input(.bit),
      addsRow: declare.input(.bit), pair: declare.input(of: shapes.pairForces),
      row: declare.input(of: shapes.forces))
  }

  /// Describes the memory and the adders.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let layout = shapes.forces
    let width = 2 * (layout.attractionBits + layout.repulsionBits)
    let memory = module.memory(
      "forces", .bits(width), depth: shapes.groups, readUnderWrite: .undefined)
    let word = memory.read(address: ports.readAddress, enable: ports.readEnable)
    let stored = module.unpack(word, as: layout)
    ports.sums.assign(stored)
    let added = mux(ports.addsRow, ports.row, ports.pair.resized(to: layout))
    let sums = stored.combined(with: added) { stored, added in
      mux(ports.restarts, 0, stored) .&+ added
    }
    guard let next = sums.packed() else { return }
    memory.write(address: ports.writeAddress, data: next, enable: ports.writeEnable)
  }
}
