public import Configuration
public import HDL

/// Finds the cluster whose mean is nearest to a point, from the sums of its distances.
///
/// With m members, a sum S of distances to them and a total P over their ordered pairs, the squared
/// distance to the mean is (2 m S - P) / 2 m². Two clusters are compared by the products of numerator
/// and the other's square, so the result is exact; of equally near ones the point's own cluster wins,
/// else the first. Distances are squared Euclidean ones, so no numerator is negative.
///
/// One multiplier does all: five cycles a cluster. The products of a comparison overlap with the start
/// of the next one.
public struct NearestMean: Module {
  let shapes: SelectorShapes

  /// Creates the search of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = SelectorShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "NearestMean" }

  /// Cycles from the start of a search to the one in which the next can start, for k clusters.
  static func cycles(clusters: Int) -> Int { 5 * (clusters + 1) + 6 }

  /// Sums in, a cluster out.
  public struct Ports {
    /// A search begins.
    public let start: Bit
    /// The point.
    public let row: UInt
    /// Its cluster.
    public let ownCluster: UInt
    /// Clusters less 1; it stays during a search.
    public let lastCluster: UInt
    /// What is under way is dropped.
    public let clear: Bit
    /// The cluster whose sum, size and total are wanted.
    public let clusterRead: MemoryRead
    /// S: of even rows, or odd ones.
    public let isOdd: Bit
    /// S.
    public let sum: UInt
    /// m.
    public let size: UInt
    /// P.
    public let total: UInt
    /// Operands for the multiplier.
    public let multiplicand: UInt
    /// Operands for the multiplier.
    public let multiplier: UInt
    /// Their product, two cycles later.
    public let product: UInt
    /// The number of points that went to a cluster.
    public let sizeRead: MemoryRead
    /// One more.
    public let sizeWrite: MemoryWrite
    /// The point's new cluster.
    public let ownerWrite: MemoryWrite
    /// A search is under way.
    public let isSearching: Bit
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    let bits = shapes.pointBits
    return Ports(
      start: declare.input(.bit), row: declare.input(.uint(bits)),
      ownCluster: declare.input(.uint(bits)), lastCluster: declare.input(.uint(bits)),
      clear: declare.input(.bit),
      clusterRead: declare.output(of: MemoryReadLayout(addressBits: bits)),
      isOdd: declare.output(.bit), sum: declare.input(.uint(shapes.sumBits)),
      size: declare.input(.uint(shapes.countBits)), total: declare.input(.uint(shapes.pairBits)),
      multiplicand: declare.output(.uint(shapes.multiplicandBits)),
      multiplier: declare.output(.uint(shapes.multiplierBits)),
      product: declare.input(.uint(shapes.scaledBits)),
      sizeRead: declare.output(of: MemoryReadLayout(addressBits: bits + 1)),
      sizeWrite: declare.output(
        of: MemoryWriteLayout(addressBits: bits + 1, dataBits: shapes.countBits)),
      ownerWrite: declare.output(
        of: MemoryWriteLayout(addressBits: bits + 1, dataBits: shapes.ownerWordBits)),
      isSearching: declare.output(.bit))
  }

  /// What enters the multiplier for the cluster at hand; those of the one before it in brackets.
  enum Phase: CaseIterable {
    /// Nothing.
    case idle
    /// Its sum, size and total are read (the least numerator and the square).
    case fetch
    /// S and m.
    case product
    /// m and m (both products are compared).
    case square
    /// Nothing: 2 m S - P.
    case numerator
    /// The numerator and the square of the nearest.
    case scale
    /// The nearest is written.
    case record
    /// It has one more point.
    case enlarge
  }

  /// Describes the schedule.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let bits = shapes.pointBits
    let (aBits, bBits) = (shapes.multiplicandBits, shapes.multiplierBits)
    let phase = module.stateMachine("phase", Phase.self, initial: .idle)
    let row = module.register("searchedRow", .uint(bits))
    let cluster = module.register("cluster", .uint(bits))
    // The point's own cluster comes first; behind the last one only the comparison is left.
    let isOwn = module.register("isOwn", .bit)
    let isThrough = module.register("isThrough", .bit)
    let numerator = module.register("numerator", .uint(shapes.numeratorBits))
    let square = module.register("square", .uint(shapes.squareBits))
    let scaled = module.register("scaledNumerator", .uint(shapes.scaledBits))
    let rival = module.register("rival", .uint(bits))
    let isRival = module.register("isRival", .bit)
    let isRivalOwn = module.register("isRivalOwn", .bit)
    let nearest = module.register("nearest", .uint(bits))
    let leastNumerator = module.register("leastNumerator", .uint(shapes.numeratorBits))
    let leastSquare = module.register("leastSquare", .uint(shapes.squareBits))
    let isNearer =
      (scaled .< ports.product).named("isNearer")

    phase.when(.fetch) { phase.go(to: .product) }
    phase.when(.product) {
      scaled.assign(ports.product)
      phase.go(to: .square)
    }
    phase.when(.square) {
      module.when(isRival .& (isRivalOwn .| isNearer)) {
        nearest.assign(rival)
        leastNumerator.assign(numerator)
        leastSquare.assign(square)
      }
      module.when(isThrough) { phase.go(to: .record) }.otherwise { phase.go(to: .numerator) }
    }
    let twice = (ports.product.truncated(to: shapes.numeratorBits - 1) .<< 1).named("twiceProduct")
    phase.when(.numerator) {
      numerator.assign(twice .&- ports.total.extended(to: shapes.numeratorBits))
      phase.go(to: .scale)
    }
    module.assert(
      "numeratorIsNotNegative", twice .>= ports.total,
      "distances are not squared Euclidean ones", when: phase.is(.numerator))
    phase.when(.scale) {
      square.assign(ports.product.truncated(to: shapes.squareBits))
      rival.assign(cluster)
      isRival.set(to: 1)
      isRivalOwn.assign(isOwn)
      isOwn.set(to: 0)
      cluster.assign(mux(isOwn, 0, cluster .&+ 1))
      isThrough.assign(.!isOwn .& cluster .== ports.lastCluster)
      phase.go(to: .fetch)
    }
    phase.when(.record) { phase.go(to: .enlarge) }
    phase.when(.enlarge) { phase.go(to: .idle) }
    module.when(ports.start) {
      row.assign(ports.row)
      cluster.assign(ports.ownCluster)
      isOwn.set(to: 1)
      isThrough.set(to: 0)
      isRival.set(to: 0)
      phase.go(to: .fetch)
    }
    module.when(ports.clear) { phase.go(to: .idle) }

    ports.clusterRead.assign(
      MemoryRead(enable: phase.is(.fetch) .& .!isThrough, address: cluster))
    ports.isOdd.assign(row[0])
    let isFetch = phase.is(.fetch).named("isFetch")
    let isScale = phase.is(.scale).named("isScale")
    let isSquare = phase.is(.square).named("isSquare")
    let size = ports.size
    ports.multiplicand.assign(
      mux(
        isFetch, leastNumerator.extended(to: aBits),
        mux(
          isScale, numerator.extended(to: aBits),
          mux(isSquare, size.extended(to: aBits), ports.sum.extended(to: aBits)))))
    ports.multiplier.assign(
      mux(
        isFetch, square.extended(to: bBits),
        mux(isScale, leastSquare.extended(to: bBits), size.extended(to: bBits))))

    let refined = module.constant(1, .bit)
    ports.ownerWrite.assign(
      MemoryWrite(
        enable: phase.is(.record), address: concatenate(refined, row).asUInt,
        data: concatenate(nearest, module.constant(0, .bit))))
    ports.sizeRead.assign(
      MemoryRead(enable: phase.is(.record), address: concatenate(refined, nearest).asUInt))
    ports.sizeWrite.assign(
      MemoryWrite(
        enable: phase.is(.enlarge), address: concatenate(refined, nearest).asUInt,
        data: (size .&+ 1).asBits))
    ports.isSearching.assign(.!phase.is(.idle))
  }
}
