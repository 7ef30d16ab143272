public import Configuration
public import HDL

/// Finds the grid with the shortest edge that has enough occupied cells, and sorts the points by cell.
///
/// The cell of a point needs no division: with an edge one longer, the offset from the lower corner is
/// added to what is left of it, and where that reaches the extent the cell is one further. A walk over
/// all points does so for edge 1, 2 and so on; from the first edge that may do, points are also sorted
/// by cell, a bit a walk, and the cells are counted. A grid does if it has as many occupied cells as
/// exemplars are wanted, or if no cell has points at different places, or if it is the finest.
public struct GridSearch: Module {
  let shapes: SelectorShapes

  /// Creates the search of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = SelectorShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "GridSearch" }

  /// Positions in, occupied cells out.
  public struct Ports {
    /// A search begins; the two numbers stay until it is over.
    public let start: Bit
    /// Points less 1.
    public let lastPoint: UInt
    /// Exemplars less 1.
    public let lastExemplar: UInt
    /// What is under way is dropped.
    public let clear: Bit
    /// The points to visit.
    public let walk: WalkRequest
    /// The point visited.
    public let element: WalkElement
    /// Its position.
    public let x: SInt
    /// Its position.
    public let y: SInt
    /// Its column and what is left of its offset.
    public let columnState: Bits
    /// Its row and what is left of its offset.
    public let rowState: Bits
    /// A position for the bounding box comes with the element.
    public let measures: Bit
    /// The box's lower corner.
    public let lowX: SInt
    /// The box's lower corner.
    public let lowY: SInt
    /// The box's extent.
    public let spanX: UInt
    /// The box's extent.
    public let spanY: UInt
    /// Points by cell.
    public let list: MemoryWrite
    /// Marks of the points are taken away.
    public let owner: MemoryWrite
    /// Columns for an edge one longer.
    public let columnWrite: MemoryWrite
    /// Rows for an edge one longer.
    public let rowWrite: MemoryWrite
    /// Occupied cells: the first place, and twice the number of points.
    public let cellWrite: MemoryWrite
    /// The side of the list with the points by cell.
    public let side: Bit
    /// There is one cell, and the list is not sorted.
    public let isIdentity: Bit
    /// Occupied cells less 1.
    public let lastCell: UInt
    /// A grid was tried.
    public let isTried: Bit
    /// Its edge.
    public let gridEdge: UInt
    /// The search ends with this cycle.
    public let isLast: Bit
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    let bits = shapes.pointBits
    let coordinate = Shape<SInt>.sint(shapes.coordinateBits)
    let span = Shape<UInt>.uint(shapes.coordinateBits)
    let state = Shape<Bits>.bits(shapes.gridStateBits)
    func write(_ addressBits: Int, _ dataBits: Int) -> MemoryWrite {
      declare.output(of: MemoryWriteLayout(addressBits: addressBits, dataBits: dataBits))
    }
    return Ports(
      start: declare.input(.bit), lastPoint: declare.input(.uint(bits)),
      lastExemplar: declare.input(.uint(bits)), clear: declare.input(.bit),
      walk: declare.output(of: WalkRequestLayout(pointBits: bits)),
      element: declare.input(of: WalkElementLayout(pointBits: bits)), x: declare.input(coordinate),
      y: declare.input(coordinate), columnState: declare.input(state),
      rowState: declare.input(state), measures: declare.output(.bit),
      lowX: declare.input(coordinate), lowY: declare.input(coordinate),
      spanX: declare.input(span), spanY: declare.input(span), list: write(bits + 1, bits),
      owner: write(bits + 1, shapes.ownerWordBits),
      columnWrite: write(bits, shapes.sumWordBits), rowWrite: write(bits, shapes.sumWordBits),
      cellWrite: write(bits, shapes.totalWordBits), side: declare.output(.bit),
      isIdentity: declare.output(.bit), lastCell: declare.output(.uint(bits)),
      isTried: declare.output(.bit), gridEdge: declare.output(.uint(shapes.edgeBits)),
      isLast: declare.output(.bit))
  }

  /// What the walk is for.
  enum Phase: CaseIterable {
    /// None.
    case idle
    /// The walk for the bounding box starts.
    case begin
    /// The bounding box.
    case measure
    /// The box is known after this cycle.
    case settle
    /// Columns and rows for an edge one longer.
    case advance
    /// May this edge do?
    case check
    /// The walks of a grid start.
    case turn
    /// Points are sorted by a bit.
    case sort
    /// The next bit.
    case flip
    /// Occupied cells are counted.
    case count
    /// Does this grid do?
    case judge
  }

  /// Describes the phases; cells of points, the sort and the count are below.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let phase = module.stateMachine("phase", Phase.self, initial: .idle)
    let element = ports.element
    let endsWalk = (element.isValid .& element.isLast).named("endsWalk")
    let edge = module.register("currentEdge", .uint(shapes.edgeBits))
    // The edge's square until it is large enough, at most one more than needed.
    let square = module.register("square", .uint(shapes.countBits + 1))
    // The least power of two that is not below the edge.
    let limit = module.register("limit", .uint(shapes.edgeBits))
    let isEnough = (square .> ports.lastExemplar).named("isEnough")
    let isWhole = limit[0].named("isWhole")
    let isSorted = module.register("isSorted", .bit)
    let side = module.register("sortedSide", .bit)

    let cells = CellCount(module, shapes, ports, counts: phase.is(.count))
    let isFinest = edge .== SelectorShapes.maximumEdge
    let fits = (cells.last .>= ports.lastExemplar .| .!cells.isMixed .| isFinest).named("fits")
    let advances =
      (phase.is(.settle) .| (phase.is(.check) .& .!isEnough) .| (phase.is(.judge) .& .!fits))
      .named("advances")
    let sort = CellSort(
      module, shapes, ports, topBit: limit .>> 1, side: side, isSorting: phase.is(.sort),
      starts: phase.is(.turn), isFlipping: phase.is(.flip))
    let cellOfPoint = PointCells(
      module, shapes, ports, advances: phase.is(.advance), isFirst: edge .== 1)
    sort.count(cellOfPoint, restarts: advances)

    phase.when(.begin) { phase.go(to: .measure) }
    phase.when(.measure) { module.when(endsWalk) { phase.go(to: .settle) } }
    phase.when(.settle) { phase.go(to: .advance) }
    phase.when(.advance) { module.when(endsWalk) { phase.go(to: .check) } }
    phase.when(.check) {
      module.when(isEnough) { phase.go(to: .turn) }.otherwise { phase.go(to: .advance) }
    }
    phase.when(.turn) {
      isSorted.set(to: 0)
      module.when(isWhole) { phase.go(to: .count) }.otherwise { phase.go(to: .sort) }
    }
    phase.when(.sort) { module.when(endsWalk) { phase.go(to: .flip) } }
    phase.when(.flip) {
      isSorted.set(to: 1)
      side.assign(.!side)
      module.when(sort.isLastBit) { phase.go(to: .count) }.otherwise { phase.go(to: .sort) }
    }
    phase.when(.count) { module.when(endsWalk) { phase.go(to: .judge) } }
    phase.when(.judge) {
      module.when(fits) { phase.go(to: .idle) }.otherwise { phase.go(to: .advance) }
    }
    module.when(advances) {
      edge.assign(edge .&+ 1)
      module.when(.!isEnough) {
        let odd = concatenate(edge, module.constant(1, .bit)).asUInt
        square.assign((square .+ odd).resized(to: square.bitWidth))
      }
      module.when(edge .== limit) { limit.assign((limit .<< 1).resized(to: limit.bitWidth)) }
    }
    module.when(ports.start) {
      edge.set(to: 0)
      square.set(to: 0)
      limit.set(to: 1)
      side.set(to: 0)
      isSorted.set(to: 0)
      phase.go(to: .begin)
    }
    module.when(ports.clear) { phase.go(to: .idle) }

    let isUnsorted = .!isSorted .| phase.is(.advance) .| phase.is(.measure)
    ports.walk.assign(
      WalkRequest(
        start: phase.is(.begin) .| advances .| phase.is(.turn) .| phase.is(.flip),
        first: module.constant(0, .uint(shapes.pointBits)), last: ports.lastPoint, side: side,
        isIdentity: isUnsorted, isPaced: module.constant(0, .bit)))
    ports.measures.assign(phase.is(.measure))
    ports.owner.assign(
      MemoryWrite(
        enable: phase.is(.measure) .& element.isValid,
        address: concatenate(module.constant(1, .bit), element.point).asUInt,
        data: module.constant(0, .bits(shapes.ownerWordBits))))
    ports.side.assign(side)
    ports.isIdentity.assign(.!isSorted)
    ports.lastCell.assign(cells.last)
    ports.isTried.assign(phase.is(.judge))
    ports.gridEdge.assign(edge)
    ports.isLast.assign(phase.is(.judge) .& fits)
  }
}
