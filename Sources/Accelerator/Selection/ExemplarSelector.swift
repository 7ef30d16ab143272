public import Configuration
public import HDL

/// Chooses k exemplars of n points: from their map, and for the rule `refinedCells` from the exact
/// distances of the images.
///
/// Refined cells: k-d cells of equal count on the map (`CellDivision`); every point goes to the cell
/// with the nearest mean image (`NearestMean`, after a pass for the cells' totals and during a second
/// one for every point's sums); empty clusters are filled (`ClusterFilling`); a third pass finds the
/// medoid of each.
///
/// Grid: the smallest grid over the map with enough occupied cells (`GridSearch`), of each of the most
/// populated cells the point nearest to its centre (`GridChoice`).
public struct ExemplarSelector: Module {
  let shapes: SelectorShapes

  /// Creates the selector of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = SelectorShapes(configuration)
  }

  /// The points at most.
  public var moduleName: String { "ExemplarSelector_points\(shapes.maximumPoints)" }

  /// The ports.
  public func ports(_ declare: PortDeclarer) -> SelectorPorts { SelectorPorts(declare, shapes) }

  /// What is done with the command.
  enum Phase: CaseIterable {
    /// Waits for one.
    case idle
    /// It has come.
    case begin
    /// Positions are divided into cells.
    case cells
    /// First pass: the cells' totals.
    case pairs
    /// Second pass: the nearest means.
    case means
    /// Empty clusters are filled.
    case fill
    /// Third pass: the medoids.
    case medoids
    /// The grid is searched.
    case grid
    /// Points are chosen on it.
    case choice
    /// Exemplars are handed out.
    case list
  }

  /// Describes the order of the parts, and what they share.
  public func body(_ module: ModuleBuilder, _ ports: SelectorPorts) {
    let bits = shapes.pointBits
    let phase = module.stateMachine("phase", Phase.self, initial: .idle)
    let command = module.register("run", of: SelectorCommandLayout(pointBits: bits))
    let takesCommand = ports.command.fires().named("takesCommand")
    ports.command.ready.assign(phase.is(.idle))
    module.when(takesCommand) { command.assign(ports.command.payload) }
    ports.isIdle.assign(phase.is(.idle))

    let configuration = shapes.configuration
    let walk = module.instance(PointWalk(configuration), named: "walk")
    let box = module.instance(BoundingBox(configuration), named: "box")
    let cells = module.instance(CellDivision(configuration), named: "cells")
    let rows = module.instance(ClusterRows(configuration), named: "rows")
    let means = module.instance(NearestMean(configuration), named: "means")
    let grid = module.instance(GridSearch(configuration), named: "grid")
    let choice = module.instance(GridChoice(configuration), named: "choice")
    let filling = module.instance(ClusterFilling(configuration), named: "filling")
    let list = module.instance(ExemplarList(configuration), named: "exemplars")
    for clear in [
      walk.clear, cells.clear, rows.clear, means.clear, filling.clear, grid.clear, choice.clear,
      list.clear,
    ] { clear.assign(ports.clear) }

    ports.command.stays(module, "command", clear: ports.clear, isSource: false)
    ports.distance.stays(module, "distance", clear: ports.clear, isSource: false)
    ports.pass.stays(module, "pass", clear: ports.clear, isSource: true)
    ports.exemplar.stays(module, "exemplar", clear: ports.clear, isSource: true)

    // One part after the other.
    let startsCells = (phase.is(.begin) .& .!command.isGrid).named("startsCells")
    let startsPairs = (phase.is(.cells) .& cells.isLast).named("startsPairs")
    let startsMeans = (phase.is(.pairs) .& rows.isLast).named("startsMeans")
    let startsFilling = (phase.is(.means) .& rows.isLast).named("startsFilling")
    let startsMedoids = (phase.is(.fill) .& filling.isLast).named("startsMedoids")
    let startsList = (phase.is(.medoids) .& rows.isLast).named("startsList")
    phase.when(.idle) { module.when(takesCommand) { phase.go(to: .begin) } }
    let startsGrid = (phase.is(.begin) .& command.isGrid).named("startsGrid")
    let startsChoice = (phase.is(.grid) .& grid.isLast).named("startsChoice")
    let startsMarked = (phase.is(.choice) .& choice.isLast).named("startsMarked")
    phase.when(.begin) {
      module.when(command.isGrid) { phase.go(to: .grid) }.otherwise { phase.go(to: .cells) }
    }
    phase.when(.grid) { module.when(startsChoice) { phase.go(to: .choice) } }
    phase.when(.choice) { module.when(startsMarked) { phase.go(to: .list) } }
    phase.when(.cells) { module.when(startsPairs) { phase.go(to: .pairs) } }
    phase.when(.pairs) { module.when(startsMeans) { phase.go(to: .means) } }
    phase.when(.means) { module.when(startsFilling) { phase.go(to: .fill) } }
    phase.when(.fill) { module.when(startsMedoids) { phase.go(to: .medoids) } }
    phase.when(.medoids) { module.when(startsList) { phase.go(to: .list) } }
    phase.when(.list) { module.when(list.isLast) { phase.go(to: .idle) } }
    module.when(ports.clear) { phase.go(to: .idle) }

    // Positions.
    walk.request.assign(
      mux(phase.is(.cells), cells.walk, mux(phase.is(.grid), grid.walk, choice.walk)))
    walk.write.assign(mux(phase.is(.cells), cells.list, grid.list))
    ports.positionEnable.assign(walk.fetch.enable)
    ports.positionAddress.assign(walk.fetch.address)
    box.isValid.assign(walk.element.isValid .& (cells.measures .| grid.measures))
    box.isFirst.assign(walk.element.isFirst)
    box.x.assign(ports.positionX)
    box.y.assign(ports.positionY)

    cells.start.assign(startsCells)
    cells.lastPoint.assign(command.lastPoint)
    cells.lastExemplar.assign(command.lastExemplar)
    cells.element.assign(walk.element)
    cells.x.assign(ports.positionX)
    cells.y.assign(ports.positionY)
    cells.spanX.assign(box.spanX)
    cells.spanY.assign(box.spanY)

    grid.start.assign(startsGrid)
    grid.lastPoint.assign(command.lastPoint)
    grid.lastExemplar.assign(command.lastExemplar)
    grid.element.assign(walk.element)
    grid.x.assign(ports.positionX)
    grid.y.assign(ports.positionY)
    grid.lowX.assign(box.lowX)
    grid.lowY.assign(box.lowY)
    grid.spanX.assign(box.spanX)
    grid.spanY.assign(box.spanY)

    choice.start.assign(startsChoice)
    choice.lastExemplar.assign(command.lastExemplar)
    choice.lastCell.assign(grid.lastCell)
    choice.spanX.assign(box.spanX)
    choice.spanY.assign(box.spanY)
    choice.side.assign(grid.side)
    choice.isIdentity.assign(grid.isIdentity)
    choice.element.assign(walk.element)

    rows.start.assign(startsPairs .| startsMeans .| startsMedoids)
    rows.isMeans.assign(phase.is(.means))
    rows.isMedoids.assign(phase.is(.medoids))
    rows.lastPoint.assign(command.lastPoint)
    rows.pass.connect(to: ports.pass)
    ports.distance.connect(to: rows.distance)
    rows.isSearching.assign(means.isSearching)

    means.start.assign(rows.startsSearch)
    means.row.assign(rows.row)
    means.ownCluster.assign(rows.ownCluster)
    means.lastCluster.assign(command.lastExemplar)

    filling.start.assign(startsFilling)
    filling.lastPoint.assign(command.lastPoint)
    filling.lastCluster.assign(command.lastExemplar)

    list.start.assign(startsList)
    list.startsMarked.assign(startsMarked)
    list.lastExemplar.assign(command.lastExemplar)
    list.exemplar.connect(to: ports.exemplar)

    // Memories.
    let owners = SharedMemory(
      module, "owners", depth: 2 << bits,
      [
        rows.ownerRead, filling.ownerRead, list.ownerRead,
        MemoryRead(
          enable: walk.fetch.enable,
          address: concatenate(module.constant(1, .bit), walk.fetch.address).asUInt),
      ],
      [
        cells.owner, means.ownerWrite, filling.ownerWrite, list.ownerWrite, grid.owner,
        choice.owner,
      ])
    choice.isMarked.assign(owners.word[0])
    rows.owner.assign(owners.word)
    filling.owner.assign(owners.word[1..<bits + 1].asUInt)
    list.isMarked.assign(owners.word[0])

    let cluster = means.clusterRead
    let sizes = SharedMemory(
      module, "sizes", depth: 2 << bits,
      [
        MemoryRead(
          enable: cluster.enable,
          address: concatenate(module.constant(0, .bit), cluster.address).asUInt),
        means.sizeRead, filling.sizeRead,
      ], [cells.size, means.sizeWrite, filling.sizeWrite])
    means.size.assign(sizes.word.asUInt)
    filling.size.assign(sizes.word.asUInt)

    let totals = SharedMemory(
      module, "totals", depth: 1 << bits, [rows.totalRead, cluster, choice.cellRead],
      [cells.total, rows.totalWrite, filling.totalWrite, grid.cellWrite, choice.cellWrite])
    choice.cellRecord.assign(totals.word[0..<bits + 2 * shapes.countBits])
    rows.total.assign(totals.word[0..<shapes.pairBits])
    means.total.assign(totals.word[0..<shapes.pairBits].asUInt)

    let medoids = SharedMemory(
      module, "medoids", depth: 1 << bits, [list.medoidRead], [rows.medoidWrite])
    list.medoid.assign(medoids.word.asUInt)

    // Sums of even rows and of odd ones: one is made while the other is compared.
    let sums = (0..<2).map { half -> Bits in
      func isHalf(_ isOdd: Bit) -> Bit { half == 1 ? isOdd : .!isOdd }
      return SharedMemory(
        module, "sums_\(half)", depth: 1 << bits,
        [
          MemoryRead(
            enable: rows.sumRead.enable .& isHalf(rows.row[0]), address: rows.sumRead.address),
          MemoryRead(
            enable: cluster.enable .& isHalf(means.isOdd), address: cluster.address),
          walk.fetch,
        ],
        [
          MemoryWrite(
            enable: rows.sumWrite.enable .& isHalf(rows.row[0]), address: rows.sumWrite.address,
            data: rows.sumWrite.data),
          half == 1 ? grid.rowWrite : grid.columnWrite,
        ], readUnderWrite: .writeFirst
      ).word
    }
    rows.sum.assign(mux(rows.row[0], sums[1], sums[0])[0..<shapes.sumBits])
    means.sum.assign(mux(means.isOdd, sums[1], sums[0])[0..<shapes.sumBits].asUInt)

    let states = sums.map { $0[0..<shapes.gridStateBits] }
    grid.columnState.assign(states[0])
    grid.rowState.assign(states[1])
    choice.restX.assign(states[0][0..<shapes.coordinateBits].asUInt)
    choice.restY.assign(states[1][0..<shapes.coordinateBits].asUInt)

    // The multiplier: operands in a register, the product in another.
    let multiplicand = module.register("multiplicand", .uint(shapes.multiplicandBits))
    let multiplier = module.register("multiplier", .uint(shapes.multiplierBits))
    let product = module.register("product", .uint(shapes.productBits))
    let isSearching = means.isSearching
    multiplicand.assign(
      mux(
        isSearching, means.multiplicand, choice.offset.extended(to: shapes.multiplicandBits)))
    multiplier.assign(
      mux(isSearching, means.multiplier, choice.offset.extended(to: shapes.multiplierBits)))
    product.assign((multiplicand .* multiplier).truncated(to: shapes.productBits))
    means.product.assign(product.truncated(to: shapes.scaledBits))
    choice.square.assign(product.truncated(to: shapes.squaredOffsetBits))

    ports.observed.ownerValid.assign(
      cells.owner.enable .| means.ownerWrite.enable .| filling.ownerWrite.enable)
    ports.observed.isRefined.assign(.!cells.owner.enable)
    ports.observed.ownerPoint.assign(owners.write.address.truncated(to: bits))
    ports.observed.owner.assign(owners.write.data[1..<bits + 1].asUInt)
    ports.observed.sumValid.assign(rows.sumValid)
    ports.observed.sumPoint.assign(rows.row)
    ports.observed.sum.assign(rows.ownSum)
    ports.observed.gridValid.assign(grid.isTried)
    ports.observed.edge.assign(grid.gridEdge)
    ports.observed.occupied.assign((grid.lastCell .+ 1).resized(to: shapes.countBits))
  }
}
