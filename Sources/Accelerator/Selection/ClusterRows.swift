public import Configuration
public import HDL

/// Takes the passes over all distances, one beat a cycle, and sums them by cluster.
///
/// Of the first and the last pass only the sum within the point's own cluster is kept: added to the
/// cluster's total, or compared with the least so far. In the second pass every cluster has a sum, in
/// a memory for rows of even number or one for odd, so that the sums of a row are compared while those
/// of the next are made.
public struct ClusterRows: Module {
  let shapes: SelectorShapes

  /// Creates the rows of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = SelectorShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "ClusterRows" }

  /// Distances in, sums out.
  public struct Ports {
    /// A pass begins; the three inputs below stay until it is over.
    public let start: Bit
    /// It is the second pass: sums of all clusters.
    public let isMeans: Bit
    /// It is the last pass: medoids.
    public let isMedoids: Bit
    /// Points less 1.
    public let lastPoint: UInt
    /// What is under way is dropped.
    public let clear: Bit
    /// One token a pass.
    public let pass: Stream<Bit>
    /// The distances.
    public let distance: Stream<UInt>
    /// The cell of a column's point, or a row's.
    public let ownerRead: MemoryRead
    /// The cell, and whether the point is its first.
    public let owner: Bits
    /// The sum of a column's cluster.
    public let sumRead: MemoryRead
    /// The sum.
    public let sum: Bits
    /// The sum with the column.
    public let sumWrite: MemoryWrite
    /// The total of the row's cluster.
    public let totalRead: MemoryRead
    /// The total.
    public let total: Bits
    /// The total with the row, or the least sum.
    public let totalWrite: MemoryWrite
    /// The point of the least sum.
    public let medoidWrite: MemoryWrite
    /// The sums of the row are complete and shall be compared.
    public let startsSearch: Bit
    /// The sums of an earlier row are still compared.
    public let isSearching: Bit
    /// The row.
    public let row: UInt
    /// The cell of its point.
    public let ownCluster: UInt
    /// A row's sum within its own cluster is complete.
    public let sumValid: Bit
    /// The sum.
    public let ownSum: UInt
    /// The pass ends with this cycle.
    public let isLast: Bit
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    let bits = shapes.pointBits
    func read(_ addressBits: Int) -> MemoryRead {
      declare.output(of: MemoryReadLayout(addressBits: addressBits))
    }
    func write(_ addressBits: Int, _ dataBits: Int) -> MemoryWrite {
      declare.output(of: MemoryWriteLayout(addressBits: addressBits, dataBits: dataBits))
    }
    return Ports(
      start: declare.input(.bit), isMeans: declare.input(.bit), isMedoids: declare.input(.bit),
      lastPoint: declare.input(.uint(bits)), clear: declare.input(.bit),
      pass: declare.source(.bit, isMonitored: false),
      distance: declare.sink(.uint(shapes.distanceBits), isMonitored: false),
      ownerRead: read(bits + 1),
      owner: declare.input(.bits(shapes.ownerWordBits)), sumRead: read(bits),
      sum: declare.input(.bits(shapes.sumBits)), sumWrite: write(bits, shapes.sumWordBits),
      totalRead: read(bits), total: declare.input(.bits(shapes.pairBits)),
      totalWrite: write(bits, shapes.totalWordBits), medoidWrite: write(bits, bits),
      startsSearch: declare.output(.bit), isSearching: declare.input(.bit),
      row: declare.output(.uint(bits)), ownCluster: declare.output(.uint(bits)),
      sumValid: declare.output(.bit), ownSum: declare.output(.uint(shapes.sumBits)),
      isLast: declare.output(.bit))
  }

  /// What is done with the row.
  enum Phase: CaseIterable {
    /// Nothing.
    case idle
    /// The pass is asked for.
    case offer
    /// The point's cell is read.
    case fetch
    /// The cell is kept.
    case keep
    /// Distances are taken.
    case stream
    /// The last one is added.
    case drain
    /// The sums are handed on.
    case finish
    /// Sums of the last row are compared.
    case settle
  }

  /// Cycles of a row beside its distances.
  static let rowOverhead = 4

  /// Describes the phases and the way of a distance.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let bits = shapes.pointBits
    let phase = module.stateMachine("phase", Phase.self, initial: .idle)
    let row = module.register("rowPoint", .uint(bits))
    let column = module.register("column", .uint(bits))
    let own = module.register("own", .uint(bits))
    let ownSum = module.register("rowSum", .uint(shapes.sumBits))
    let takes = ports.distance.fires().named("takes")
    let isLastColumn = (column .== ports.lastPoint).named("isLastColumn")
    let isLastRow = (row .== ports.lastPoint).named("isLastRow")
    let isFetch = phase.is(.fetch)

    // The column's cell comes a cycle after the distance, the cell's sum a cycle later.
    let cell = ports.owner[1..<bits + 1].asUInt.named("ownerCell")
    let isRead = module.register("isRead", .bit, reset: 0)
    isRead.assign(takes .& .!ports.clear)
    let distance = module.register("readDistance", .uint(shapes.distanceBits))
    distance.assign(ports.distance.payload)
    module.when(isRead .& cell .== own) {
      ownSum.assign((ownSum .+ distance).truncated(to: shapes.sumBits))
    }
    let isSummed = module.register("isSummed", .bit, reset: 0)
    isSummed.assign(isRead .& ports.isMeans .& .!ports.clear)
    let summedCell = module.register("summedCell", .uint(bits))
    summedCell.assign(cell)
    let startsSum = module.register("startsSum", .bit)
    startsSum.assign(ports.owner[0])
    let addend = module.register("addend", .uint(shapes.distanceBits))
    addend.assign(distance)
    let earlier = mux(startsSum, 0, ports.sum.asUInt).named("earlierSum")
    let nextSum = (earlier .+ addend).truncated(to: shapes.sumBits).named("nextSum")

    ports.ownerRead.assign(
      MemoryRead(
        enable: isFetch .| takes,
        address: concatenate(ports.isMedoids, mux(isFetch, row, column)).asUInt))
    ports.sumRead.assign(MemoryRead(enable: isRead .& ports.isMeans, address: cell))
    ports.sumWrite.assign(
      MemoryWrite(
        enable: isSummed, address: summedCell,
        data: nextSum.extended(to: shapes.sumWordBits).asBits))

    // The row ends.
    let finishes = phase.is(.finish)
    let total = ports.total.asUInt
    let isLess = (ownSum .< total).named("isLess")
    let isLeast = (finishes .& ports.isMedoids .& isLess).named("isLeast")
    let grown = (total .+ ownSum).truncated(to: shapes.pairBits)
    let nextTotal = mux(ports.isMedoids, ownSum.extended(to: shapes.pairBits), grown)
    ports.totalRead.assign(
      MemoryRead(enable: phase.is(.drain) .& .!ports.isMeans, address: own))
    ports.totalWrite.assign(
      MemoryWrite(
        enable: isLeast .| (finishes .& .!ports.isMedoids .& .!ports.isMeans), address: own,
        data: nextTotal.extended(to: shapes.totalWordBits).asBits))
    ports.medoidWrite.assign(MemoryWrite(enable: isLeast, address: own, data: row.asBits))
    ports.startsSearch.assign(finishes .& ports.isMeans .& .!ports.isSearching)
    ports.row.assign(row)
    ports.ownCluster.assign(own)
    ports.sumValid.assign(finishes .& .!ports.isMeans)
    ports.ownSum.assign(ownSum)

    phase.when(.offer) {
      row.set(to: 0)
      module.when(ports.pass.ready) { phase.go(to: .fetch) }
    }
    phase.when(.fetch) { phase.go(to: .keep) }
    phase.when(.keep) {
      own.assign(cell)
      ownSum.set(to: 0)
      column.set(to: 0)
      phase.go(to: .stream)
    }
    module.when(takes) {
      column.assign(column .&+ 1)
      module.when(isLastColumn) { phase.go(to: .drain) }
    }
    phase.when(.drain) { phase.go(to: .finish) }
    let endsPass = module.wire("endsPass", .bit)
    endsPass.set(to: 0)
    phase.when(.finish) {
      module.when(.!(ports.isMeans .& ports.isSearching)) {
        row.assign(row .&+ 1)
        module.when(.!isLastRow) { phase.go(to: .fetch) }
          .elseWhen(ports.isMeans) { phase.go(to: .settle) }
          .otherwise {
            endsPass.set(to: 1)
            phase.go(to: .idle)
          }
      }
    }
    phase.when(.settle) {
      module.when(.!ports.isSearching) {
        endsPass.set(to: 1)
        phase.go(to: .idle)
      }
    }
    module.when(ports.start) { phase.go(to: .offer) }
    module.when(ports.clear) { phase.go(to: .idle) }
    ports.pass.valid.assign(phase.is(.offer))
    ports.pass.payload.assign(ports.isMedoids)
    ports.distance.ready.assign(phase.is(.stream))
    ports.isLast.assign(endsPass)
  }
}
