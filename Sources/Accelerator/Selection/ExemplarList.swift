public import Configuration
public import HDL

/// Marks the medoids and hands out the points that are marked, in ascending order.
public struct ExemplarList: Module {
  let shapes: SelectorShapes

  /// Creates the list of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = SelectorShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "ExemplarList" }

  /// Medoids in, exemplars out.
  public struct Ports {
    /// Medoids are to be marked, then handed out.
    public let start: Bit
    /// All is marked; exemplars are handed out.
    public let startsMarked: Bit
    /// Exemplars less 1; it stays until the last one has left.
    public let lastExemplar: UInt
    /// What is under way is dropped.
    public let clear: Bit
    /// The medoid of a cluster.
    public let medoidRead: MemoryRead
    /// The medoid.
    public let medoid: UInt
    /// A point is marked.
    public let ownerWrite: MemoryWrite
    /// A point's mark.
    public let ownerRead: MemoryRead
    /// The mark.
    public let isMarked: Bit
    /// The exemplars.
    public let exemplar: Stream<SelectedExemplar>
    /// The last exemplar leaves with this cycle.
    public let isLast: Bit
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    let bits = shapes.pointBits
    return Ports(
      start: declare.input(.bit), startsMarked: declare.input(.bit),
      lastExemplar: declare.input(.uint(bits)), clear: declare.input(.bit),
      medoidRead: declare.output(of: MemoryReadLayout(addressBits: bits)),
      medoid: declare.input(.uint(bits)),
      ownerWrite: declare.output(
        of: MemoryWriteLayout(addressBits: bits + 1, dataBits: shapes.ownerWordBits)),
      ownerRead: declare.output(of: MemoryReadLayout(addressBits: bits + 1)),
      isMarked: declare.input(.bit),
      exemplar: declare.source(SelectedExemplarLayout(pointBits: bits), isMonitored: false),
      isLast: declare.output(.bit))
  }

  /// What is done.
  enum Phase: CaseIterable {
    /// Nothing.
    case idle
    /// A medoid is read.
    case fetch
    /// It is marked.
    case mark
    /// A mark is read.
    case look
    /// The point is offered if it is marked.
    case offer
  }

  /// Describes the phases.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let bits = shapes.pointBits
    let phase = module.stateMachine("phase", Phase.self, initial: .idle)
    // A cluster, then a point.
    let index = module.register("index", .uint(bits))
    let left = module.register("left", .uint(bits))
    let isOffered = (phase.is(.offer) .& ports.isMarked).named("isOffered")
    let leaves = (isOffered .& ports.exemplar.ready).named("leaves")
    let isLastLeft = (left .== ports.lastExemplar).named("isLastLeft")

    phase.when(.fetch) { phase.go(to: .mark) }
    phase.when(.mark) {
      index.assign(index .&+ 1)
      phase.go(to: .fetch)
      module.when(index .== ports.lastExemplar) {
        index.set(to: 0)
        phase.go(to: .look)
      }
    }
    phase.when(.look) { phase.go(to: .offer) }
    phase.when(.offer) {
      module.when(.!isOffered .| leaves) {
        index.assign(index .&+ 1)
        phase.go(to: .look)
      }
      module.when(leaves) {
        left.assign(left .&+ 1)
        module.when(isLastLeft) { phase.go(to: .idle) }
      }
    }
    module.when(ports.start .| ports.startsMarked) {
      index.set(to: 0)
      left.set(to: 0)
      module.when(ports.startsMarked) { phase.go(to: .look) }.otherwise { phase.go(to: .fetch) }
    }
    module.when(ports.clear) { phase.go(to: .idle) }

    let refined = module.constant(1, .bit)
    ports.medoidRead.assign(MemoryRead(enable: phase.is(.fetch), address: index))
    ports.ownerWrite.assign(
      MemoryWrite(
        enable: phase.is(.mark), address: concatenate(refined, ports.medoid).asUInt,
        data: module.constant(1, .bits(shapes.ownerWordBits))))
    ports.ownerRead.assign(
      MemoryRead(enable: phase.is(.look), address: concatenate(refined, index).asUInt))
    ports.exemplar.valid.assign(isOffered)
    ports.exemplar.payload.assign(SelectedExemplar(index: index, isLast: isLastLeft))
    ports.isLast.assign(leaves .& isLastLeft)
  }
}
