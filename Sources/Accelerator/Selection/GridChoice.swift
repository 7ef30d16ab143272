public import Configuration
public import HDL

/// Chooses the points of a grid: of each cell the one nearest to its centre, most populated cells
/// first; where cells are fewer than exemplars, then of the cell with the most points left.
///
/// Each choice looks at all cells, a cell a cycle, then at the points of one, a point in two cycles:
/// the squared distance to the centre takes the multiplier twice.
public struct GridChoice: Module {
  let shapes: SelectorShapes

  /// Creates the choice of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = SelectorShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "GridChoice" }

  /// Cells in, marks out.
  public struct Ports {
    /// The choice begins; the inputs up to `isIdentity` stay until it is over.
    public let start: Bit
    /// Exemplars less 1.
    public let lastExemplar: UInt
    /// Occupied cells less 1.
    public let lastCell: UInt
    /// The box's extent.
    public let spanX: UInt
    /// The box's extent.
    public let spanY: UInt
    /// The side of the list with the points by cell.
    public let side: Bit
    /// The list is not sorted.
    public let isIdentity: Bit
    /// What is under way is dropped.
    public let clear: Bit
    /// A cell.
    public let cellRead: MemoryRead
    /// Its first place, points and points left.
    public let cellRecord: Bits
    /// One point less is left.
    public let cellWrite: MemoryWrite
    /// The points of a cell.
    public let walk: WalkRequest
    /// The point visited.
    public let element: WalkElement
    /// It was chosen already.
    public let isMarked: Bit
    /// What is left of its offset in its column.
    public let restX: UInt
    /// What is left of its offset in its row.
    public let restY: UInt
    /// An offset from the centre, for the multiplier.
    public let offset: UInt
    /// Its square, two cycles later.
    public let square: UInt
    /// The point chosen is marked.
    public let owner: MemoryWrite
    /// The choice ends with this cycle.
    public let isLast: Bit
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    let bits = shapes.pointBits
    let span = Shape<UInt>.uint(shapes.coordinateBits)
    func write(_ addressBits: Int, _ dataBits: Int) -> MemoryWrite {
      declare.output(of: MemoryWriteLayout(addressBits: addressBits, dataBits: dataBits))
    }
    return Ports(
      start: declare.input(.bit), lastExemplar: declare.input(.uint(bits)),
      lastCell: declare.input(.uint(bits)), spanX: declare.input(span), spanY: declare.input(span),
      side: declare.input(.bit), isIdentity: declare.input(.bit), clear: declare.input(.bit),
      cellRead: declare.output(of: MemoryReadLayout(addressBits: bits)),
      cellRecord: declare.input(.bits(bits + 2 * shapes.countBits)),
      cellWrite: write(bits, shapes.totalWordBits),
      walk: declare.output(of: WalkRequestLayout(pointBits: bits)),
      element: declare.input(of: WalkElementLayout(pointBits: bits)),
      isMarked: declare.input(.bit), restX: declare.input(span), restY: declare.input(span),
      offset: declare.output(.uint(shapes.extentBits)),
      square: declare.input(.uint(shapes.squaredOffsetBits)),
      owner: write(bits + 1, shapes.ownerWordBits), isLast: declare.output(.bit))
  }

  /// What is looked at.
  enum Phase: CaseIterable {
    /// Nothing.
    case idle
    /// The cells.
    case look
    /// The last cell.
    case decide
    /// The walk over the cell's points starts.
    case visit
    /// Its points.
    case measure
    /// The nearest is marked.
    case mark
  }

  /// Cycles from a point visited to the decision whether it is the nearest.
  static let latency = 6

  /// Describes the phases; the distance is below.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let (bits, countBits) = (shapes.pointBits, shapes.countBits)
    let phase = module.stateMachine("phase", Phase.self, initial: .idle)
    let chosen = module.register("chosen", .uint(bits))
    let cell = module.register("cellIndex", .uint(bits))
    let readCell = module.register("readCell", .uint(bits))
    let isRead = module.register("isRead", .bit, reset: 0)
    let best = module.register("bestCell", .uint(bits))
    let bestRecord = module.register("bestRecord", ports.cellRecord.shape)
    let bestKey = module.register("bestKey", .uint(2 * countBits + 1))

    // Cells that gave none first, then by the points left, then by their points, then the first.
    let left = ports.cellRecord[0..<countBits].asUInt.named("pointsLeft")
    let members = ports.cellRecord[countBits..<2 * countBits].asUInt.named("points")
    let key = concatenate(left .== members, left, members).asUInt.named("key")
    let reads = phase.is(.look)
    isRead.assign(reads .& .!ports.clear)
    readCell.assign(cell)
    module.when(isRead .& key .> bestKey) {
      bestKey.assign(key)
      best.assign(readCell)
      bestRecord.assign(ports.cellRecord)
    }
    let bestStart = bestRecord[2 * countBits..<2 * countBits + bits].asUInt.named("bestStart")
    let bestMembers = bestRecord[countBits..<2 * countBits].asUInt.named("bestMembers")
    let bestLeft = bestRecord[0..<countBits].asUInt.named("bestLeft")
    let distance = CentreDistance(
      module, shapes, ports, isFresh: phase.is(.visit), measures: phase.is(.measure))

    phase.when(.look) {
      cell.assign(cell .&+ 1)
      module.when(cell .== ports.lastCell) { phase.go(to: .decide) }
    }
    phase.when(.decide) { phase.go(to: .visit) }
    phase.when(.visit) { phase.go(to: .measure) }
    phase.when(.measure) { module.when(distance.isLast) { phase.go(to: .mark) } }
    let isLast = (phase.is(.mark) .& chosen .== ports.lastExemplar).named("isLastChoice")
    phase.when(.mark) {
      chosen.assign(chosen .&+ 1)
      module.when(isLast) { phase.go(to: .idle) }.otherwise { phase.go(to: .look) }
    }
    module.when(ports.start .| phase.is(.mark)) {
      cell.set(to: 0)
      bestKey.set(to: 0)
    }
    module.when(ports.start) {
      chosen.set(to: 0)
      phase.go(to: .look)
    }
    module.when(ports.clear) { phase.go(to: .idle) }

    ports.cellRead.assign(MemoryRead(enable: reads, address: cell))
    let record = concatenate(bestStart, bestMembers, bestLeft .&- 1).asUInt
    ports.cellWrite.assign(
      MemoryWrite(
        enable: phase.is(.mark), address: best,
        data: record.extended(to: shapes.totalWordBits).asBits))
    let lastPlace = (bestStart .+ bestMembers .&- 1).truncated(to: bits)
    ports.walk.assign(
      WalkRequest(
        start: phase.is(.visit), first: bestStart, last: lastPlace, side: ports.side,
        isIdentity: ports.isIdentity, isPaced: module.constant(1, .bit)))
    ports.owner.assign(
      MemoryWrite(
        enable: phase.is(.mark),
        address: concatenate(module.constant(1, .bit), distance.nearest).asUInt,
        data: module.constant(1, .bits(shapes.ownerWordBits))))
    ports.isLast.assign(isLast)
  }
}

/// The squared distance of points to the centre of their cell, and the nearest point.
///
/// With r of an offset left in a cell and an extent e, 2 r - e is the offset from the centre in half
/// steps of the grid.
private struct CentreDistance {
  /// The last point was compared at the edge before this cycle, or is at this one.
  let isLast: Bit
  /// The nearest point.
  let nearest: UInt

  /// - Parameters:
  ///   - isFresh: The points of another cell follow.
  ///   - measures: Elements are points of the cell.
  init(
    _ module: ModuleBuilder, _ shapes: SelectorShapes, _ ports: GridChoice.Ports, isFresh: Bit,
    measures: Bit
  ) {
    ports.element.place.ignore()
    ports.element.isFirst.ignore()
    func later<Value: HardwareValue>(_ name: String, _ value: Value, enable: Bit? = nil) -> Value {
      let register = module.register(name, value.shape, enable: enable)
      register.assign(value)
      return register
    }
    // What is known of a point, and how far it has come.
    let visits = (measures .& ports.element.isValid).named("visits")
    var isValid = [visits .& .!ports.isMarked]
    var ends = [visits .& ports.element.isLast]
    var points = [ports.element.point]
    for stage in 1...GridChoice.latency {
      let (nextValid, nextEnds) = (
        module.register("isValid_\(stage)", .bit, reset: 0),
        module.register("ends_\(stage)", .bit, reset: 0)
      )
      nextValid.assign(isValid[stage - 1] .& .!ports.clear)
      nextEnds.assign(ends[stage - 1] .& .!ports.clear)
      isValid.append(nextValid)
      ends.append(nextEnds)
      points.append(later("point_\(stage)", points[stage - 1]))
    }
    /// The distance from the centre along an axis: the difference, then its magnitude.
    func offset(_ name: String, _ rest: UInt, _ span: UInt) -> UInt {
      let difference = later(
        "difference\(name)", (concatenate(rest, module.constant(1, .bit)).asUInt .- span .- 2))
      return later(
        "offset\(name)", difference.magnitude().resized(to: shapes.extentBits),
        enable: isValid[1])
    }
    // 2 r - (span + 1) = (2 r + 1) - span - 2.
    let x = offset("X", ports.restX, ports.spanX)
    let y = offset("Y", ports.restY, ports.spanY)
    ports.offset.assign(mux(isValid[2], x, y))
    let squareX = later("squareX", ports.square, enable: isValid[4])
    let distance = later("distance", squareX .+ ports.square, enable: isValid[5])
    let hasNearest = module.register("hasNearest", .bit)
    let least = module.register("leastDistance", distance.shape)
    let nearest = module.register("nearestPoint", points[0].shape)
    let stage = GridChoice.latency
    module.when(isValid[stage] .& (.!hasNearest .| distance .< least)) {
      hasNearest.set(to: 1)
      least.assign(distance)
      nearest.assign(points[stage])
    }
    module.when(isFresh) { hasNearest.set(to: 0) }
    isLast = ends[stage]
    self.nearest = nearest
  }
}
