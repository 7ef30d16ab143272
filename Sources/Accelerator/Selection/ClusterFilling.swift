public import Configuration
public import HDL

/// Gives every empty cluster the last point of the largest one, the first of equals, and prepares the
/// totals for the search of the medoids.
public struct ClusterFilling: Module {
  let shapes: SelectorShapes

  /// Creates the filling of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = SelectorShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "ClusterFilling" }

  /// Sizes in, sizes and clusters out.
  public struct Ports {
    /// The filling begins; the two numbers stay until it is over.
    public let start: Bit
    /// Points less 1.
    public let lastPoint: UInt
    /// Clusters less 1.
    public let lastCluster: UInt
    /// What is under way is dropped.
    public let clear: Bit
    /// The size of a cluster.
    public let sizeRead: MemoryRead
    /// The size.
    public let size: UInt
    /// A size that changes.
    public let sizeWrite: MemoryWrite
    /// The cluster of a point.
    public let ownerRead: MemoryRead
    /// The cluster.
    public let owner: UInt
    /// The cluster that a point is moved to.
    public let ownerWrite: MemoryWrite
    /// Totals are set to the greatest value.
    public let totalWrite: MemoryWrite
    /// The filling ends with this cycle.
    public let isLast: Bit
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    let bits = shapes.pointBits
    func read() -> MemoryRead { declare.output(of: MemoryReadLayout(addressBits: bits + 1)) }
    func write(_ addressBits: Int, _ dataBits: Int) -> MemoryWrite {
      declare.output(of: MemoryWriteLayout(addressBits: addressBits, dataBits: dataBits))
    }
    return Ports(
      start: declare.input(.bit), lastPoint: declare.input(.uint(bits)),
      lastCluster: declare.input(.uint(bits)), clear: declare.input(.bit), sizeRead: read(),
      size: declare.input(.uint(shapes.countBits)), sizeWrite: write(bits + 1, shapes.countBits),
      ownerRead: read(), owner: declare.input(.uint(bits)),
      ownerWrite: write(bits + 1, shapes.ownerWordBits),
      totalWrite: write(bits, shapes.totalWordBits), isLast: declare.output(.bit))
  }

  /// What is looked for.
  enum Phase: CaseIterable {
    /// Nothing.
    case idle
    /// A cluster's size is read.
    case look
    /// Is it empty?
    case judge
    /// Another cluster's size is read.
    case ask
    /// Is it the largest?
    case compare
    /// A point's cluster is read, from the last point down.
    case seek
    /// Is it the largest?
    case match
    /// The largest cluster gives a point.
    case take
    /// The empty one has it.
    case give
  }

  /// Describes the phases.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let bits = shapes.pointBits
    let phase = module.stateMachine("phase", Phase.self, initial: .idle)
    let cluster = module.register("cluster", .uint(bits))
    let probe = module.register("probe", .uint(bits))
    let largest = module.register("largest", .uint(bits))
    let largestSize = module.register("largestSize", .uint(shapes.countBits))
    let isLastCluster = (cluster .== ports.lastCluster).named("isLastCluster")
    let isEmpty = (ports.size .== 0).named("isEmpty")
    let advances = (phase.is(.judge) .& .!isEmpty .| phase.is(.give)).named("advances")

    phase.when(.look) { phase.go(to: .judge) }
    phase.when(.judge) {
      probe.set(to: 0)
      largestSize.set(to: 0)
      phase.go(to: .ask)
    }
    phase.when(.ask) { phase.go(to: .compare) }
    phase.when(.compare) {
      module.when(ports.size .> largestSize) {
        largest.assign(probe)
        largestSize.assign(ports.size)
      }
      probe.assign(probe .&+ 1)
      phase.go(to: .ask)
      module.when(probe .== ports.lastCluster) {
        probe.assign(ports.lastPoint)
        phase.go(to: .seek)
      }
    }
    phase.when(.seek) { phase.go(to: .match) }
    phase.when(.match) {
      module.when(ports.owner .== largest) { phase.go(to: .take) }
        .otherwise {
          probe.assign(probe .&- 1)
          phase.go(to: .seek)
        }
    }
    phase.when(.take) { phase.go(to: .give) }
    module.when(advances) {
      cluster.assign(cluster .&+ 1)
      module.when(isLastCluster) { phase.go(to: .idle) }.otherwise { phase.go(to: .look) }
    }
    module.when(ports.start) {
      cluster.set(to: 0)
      phase.go(to: .look)
    }
    module.when(ports.clear) { phase.go(to: .idle) }

    let refined = module.constant(1, .bit)
    let takes = phase.is(.take)
    ports.sizeRead.assign(
      MemoryRead(
        enable: phase.is(.look) .| phase.is(.ask),
        address: concatenate(refined, mux(phase.is(.look), cluster, probe)).asUInt))
    ports.sizeWrite.assign(
      MemoryWrite(
        enable: takes .| phase.is(.give),
        address: concatenate(refined, mux(takes, largest, cluster)).asUInt,
        data: mux(takes, largestSize .&- 1, 1).asBits))
    ports.ownerRead.assign(
      MemoryRead(enable: phase.is(.seek), address: concatenate(refined, probe).asUInt))
    ports.ownerWrite.assign(
      MemoryWrite(
        enable: takes, address: concatenate(refined, probe).asUInt,
        data: concatenate(cluster, module.constant(0, .bit))))
    ports.totalWrite.assign(
      MemoryWrite(
        enable: phase.is(.judge), address: cluster,
        data: .!module.constant(0, .bits(shapes.totalWordBits))))
    ports.isLast.assign(advances .& isLastCluster)
  }
}
