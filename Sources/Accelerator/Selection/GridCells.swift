import HDL

/// Columns and rows of points for an edge one longer than before.
///
/// With c columns below a point and r of its offset left, c e + r = g (x - low) for an extent e and an
/// edge g. For g + 1 the offset is added to r, which stays below e by a further column at most.
struct PointCells {
  /// There is a point with its new column.
  let isValid: Bit
  /// The lowest bit of the column.
  let firstBit: Bit

  /// - Parameters:
  ///   - advances: Elements are points whose cells change.
  ///   - isFirst: The edge becomes 1: there is nothing before.
  init(
    _ module: ModuleBuilder, _ shapes: SelectorShapes, _ ports: GridSearch.Ports, advances: Bit,
    isFirst: Bit
  ) {
    let bits = shapes.coordinateBits
    let isValid = module.register("isOffset", .bit, reset: 0)
    isValid.assign(ports.element.isValid .& advances .& .!ports.clear)
    let point = module.register("offsetPoint", .uint(shapes.pointBits))
    point.assign(ports.element.point)

    func axis(_ name: String, _ value: SInt, _ low: SInt, _ span: UInt, _ state: Bits) -> UInt {
      let offset = module.register("offset\(name)", .uint(bits))
      offset.assign((value .- low).asUInt.truncated(to: bits))
      let earlier = module.register("earlier\(name)", .bits(shapes.gridStateBits))
      earlier.assign(mux(isFirst, module.constant(0, state.shape), state))
      let sum = (earlier[0..<bits].asUInt .+ offset).named("sum\(name)")
      // The sum less the extent, which is one more than the span; the top bit tells that it is below.
      let rest = (sum .&+ .!span.extended(to: bits + 1)).named("rest\(name)")
      let isFurther = (.!rest[bits]).named("isFurther\(name)")
      let column = earlier[bits..<shapes.gridStateBits].asUInt
      let further = (column .+ concatenate(isFurther).asUInt).truncated(to: shapes.columnBits)
      let left = mux(isFurther, rest, sum).truncated(to: bits)
      return concatenate(further, left).asUInt.extended(to: shapes.sumWordBits)
        .named("state\(name)")
    }
    let column = axis("X", ports.x, ports.lowX, ports.spanX, ports.columnState)
    let row = axis("Y", ports.y, ports.lowY, ports.spanY, ports.rowState)
    ports.columnWrite.assign(MemoryWrite(enable: isValid, address: point, data: column.asBits))
    ports.rowWrite.assign(MemoryWrite(enable: isValid, address: point, data: row.asBits))
    self.isValid = isValid
    firstBit = column[bits]
  }
}

/// A sort of the points by cell, from the lowest bit of the column to the highest of the row: each walk
/// writes the points with a 0 before those with a 1, in order.
struct CellSort {
  /// The walk was the last one.
  let isLastBit: Bit
  private let module: ModuleBuilder
  private let zeros: UInt

  /// - Parameters:
  ///   - topBit: The highest bit of the last column's number.
  ///   - side: The side of the list that is read.
  ///   - isSorting: Elements are to be sorted.
  ///   - starts: The first walk starts.
  ///   - isFlipping: A walk is over.
  init(
    _ module: ModuleBuilder, _ shapes: SelectorShapes, _ ports: GridSearch.Ports, topBit: UInt,
    side: Bit, isSorting: Bit, starts: Bit, isFlipping: Bit
  ) {
    self.module = module
    let low = shapes.coordinateBits
    let (columns, rows) = (
      ports.columnState[low..<shapes.gridStateBits].asUInt.named("columnOfPoint"),
      ports.rowState[low..<shapes.gridStateBits].asUInt.named("rowOfPoint")
    )
    let mask = module.register("bitMask", .uint(shapes.columnBits))
    let isRow = module.register("isRowBit", .bit)
    let lowPlace = module.register("lowPlace", .uint(shapes.pointBits))
    let highPlace = module.register("highPlace", .uint(shapes.pointBits))
    let zeros = module.register("zeros", .uint(shapes.countBits))
    self.zeros = zeros

    // The next walk starts its ones where the zeros end that this one counts.
    let isTop = (mask .== topBit).named("isTopBit")
    let number = mux(isRow, rows, columns).named("sortedNumber")
    let isOne = (number .& mask).anySet().named("isOne")
    let nextMask = concatenate(mask[0..<shapes.columnBits - 1], module.constant(0, .bit)).asUInt
    let isNextOne = mux(isTop, rows[0], (number .& nextMask).anySet()).named("isNextOne")
    let sorts = (isSorting .& ports.element.isValid).named("sorts")
    module.when(sorts) {
      module.when(isOne) { highPlace.assign(highPlace .&+ 1) }
        .otherwise { lowPlace.assign(lowPlace .&+ 1) }
      module.when(.!isNextOne) { zeros.assign(zeros .&+ 1) }
    }
    module.when(starts .| isFlipping) {
      lowPlace.set(to: 0)
      highPlace.assign(zeros.truncated(to: shapes.pointBits))
      zeros.set(to: 0)
      mask.assign(mux(starts .| isTop, 1, nextMask))
      isRow.assign(isFlipping .& (isRow .| isTop))
    }
    ports.list.assign(
      MemoryWrite(
        enable: sorts, address: concatenate(.!side, mux(isOne, highPlace, lowPlace)).asUInt,
        data: ports.element.point.asBits))
    isLastBit = (isRow .& isTop).named("isLastSortBit")
  }

  /// Counts the zeros for the first walk while cells are worked out.
  ///
  /// - Parameter restarts: Cells of another edge follow.
  func count(_ cells: PointCells, restarts: Bit) {
    module.when(restarts) { zeros.set(to: 0) }
      .elseWhen(cells.isValid .& .!cells.firstBit) { zeros.assign(zeros .&+ 1) }
  }
}

/// Counts the cells of points that come by cell, and notes where the points of each are.
struct CellCount {
  /// Cells less 1.
  let last: UInt
  /// A cell has points at different places.
  let isMixed: Bit

  /// - Parameter counts: Elements are points in order of their cells.
  init(
    _ module: ModuleBuilder, _ shapes: SelectorShapes, _ ports: GridSearch.Ports, counts: Bit
  ) {
    let low = shapes.coordinateBits
    let cell = concatenate(
      ports.rowState[low..<shapes.gridStateBits], ports.columnState[low..<shapes.gridStateBits]
    ).named("cellOfPoint")
    let position = concatenate(ports.x, ports.y).named("position")
    let lastCell = module.register("earlierCell", cell.shape)
    let lastPosition = module.register("earlierPosition", position.shape)
    let index = module.register("cellIndex", .uint(shapes.pointBits))
    let start = module.register("cellStart", .uint(shapes.pointBits))
    let members = module.register("cellMembers", .uint(shapes.countBits))
    let isMixed = module.register("isMixed", .bit)
    let element = ports.element
    let isNew = (element.isFirst .| cell .!= lastCell).named("isNewCell")
    let nextIndex = mux(
      element.isFirst, 0, (index .+ concatenate(isNew).asUInt).truncated(to: shapes.pointBits)
    ).named("nextIndex")
    let nextStart = mux(isNew, element.place, start).named("nextStart")
    let nextMembers = mux(isNew, 1, members .&+ 1).named("nextMembers")
    let visits = (counts .& element.isValid).named("countsPoint")
    module.when(visits) {
      lastCell.assign(cell)
      lastPosition.assign(position)
      index.assign(nextIndex)
      start.assign(nextStart)
      members.assign(nextMembers)
      isMixed.assign(
        .!element.isFirst .& (isMixed .| (.!isNew .& position .!= lastPosition)))
    }
    // Written a cycle later: two cycles before any cell is read.
    let record = concatenate(start, members, members).asUInt
    let isCounted = module.register("isCounted", .bit, reset: 0)
    isCounted.assign(visits .& .!ports.clear)
    ports.cellWrite.assign(
      MemoryWrite(
        enable: isCounted, address: index,
        data: record.extended(to: shapes.totalWordBits).asBits))
    last = index
    self.isMixed = isMixed
  }
}
