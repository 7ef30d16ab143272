public import Configuration
public import HDL

/// A cycle of the pairs: a group of pairs, or the end of a row, or nothing.
public struct PairSlot: Bundle {
  /// Pairs of the row's point and the points of a group.
  public let isGroup: Bit
  /// The group is its row's last.
  public let isLast: Bit
  /// The sums of a row are stored.
  public let stores: Bit
  /// The point's sums start again.
  public let restarts: Bit
  /// The group, or the point whose sums are stored.
  public let point: UInt

  /// The width.
  public var layout: PairSlotLayout { PairSlotLayout(indexBits: point.bitWidth) }
}

/// Declares a `PairSlot`.
public struct PairSlotLayout: Layout {
  let indexBits: Int

  /// Declares all fields.
  public func make(_ field: FieldDeclarer) -> PairSlot {
    PairSlot(
      isGroup: field(.bit), isLast: field(.bit), stores: field(.bit), restarts: field(.bit),
      point: field(.uint(indexBits)))
  }
}

/// Goes through all pairs j > i: row i takes the groups that hold points above i, one a cycle, and
/// then a cycle in which the position of the next row's point is read and the sums of the row before
/// are stored.
///
/// A row takes at least `EmbeddingShapes.shortestRow` cycles. The first row starts the sums of all
/// points. A single point has one row of one group, in which nothing counts.
public struct PairSequencer: Module {
  let shapes: EmbeddingShapes

  /// Creates the sequencer of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = EmbeddingShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "PairSequencer" }

  /// A start in, slots out.
  public struct Ports {
    /// The rows begin, one cycle later.
    public let start: Bit
    /// The rows end.
    public let clear: Bit
    /// Points of the map, minus 1; held meanwhile.
    public let lastPoint: UInt
    /// The joint probabilities of the next group are there.
    public let hasJoint: Bit
    /// They are taken if they are there.
    public let takesJoint: Bit
    /// What happens in this cycle.
    public let slot: PairSlot
    /// Whether the pair counts, for each lane.
    public let counts: Row<Bit>
    /// The position of the next row's point is read: `readPoint`.
    public let readsOwn: Bit
    /// The point of the next row, or the first point of the group.
    public let readPoint: UInt
    /// This is the last cycle.
    public let finishes: Bit
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    let index = Shape<UInt>.uint(shapes.indexBits)
    return Ports(
      start: declare.input(.bit), clear: declare.input(.bit), lastPoint: declare.input(index),
      hasJoint: declare.input(.bit), takesJoint: declare.output(.bit),
      slot: declare.output(of: PairSlotLayout(indexBits: shapes.indexBits)),
      counts: declare.output(of: RowLayout(Shape<Bit>.bit, count: shapes.lanes)),
      readsOwn: declare.output(.bit),
      readPoint: declare.output(index), finishes: declare.output(.bit))
  }

  /// Describes the rows.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let index = Shape<UInt>.uint(shapes.indexBits)
    let isActive = module.register("isActive", .bit, reset: 0)
    let isOpening = module.register("isOpening", .bit)
    let isFirstRow = module.register("isFirstRow", .bit)
    let isSecondRow = module.register("isSecondRow", .bit)
    let hasGroups = module.register("hasGroups", .bit)
    let age = module.register("age", .uint(addressBits(shapes.shortestRow)))
    let group = module.register("group", .uint(shapes.groupBits))
    let previous = module.register("previousRow", index)
    let row = module.register("row", index)
    let next = module.register("nextRow", index)
    let lastPoint = ports.lastPoint
    let lastGroup = shapes.group(of: lastPoint)
    let isSingle = (lastPoint .== 0).named("isSingle")

    // A group of pairs.
    let wantsGroup = (isActive .& .!isOpening .& hasGroups).named("wantsGroup")
    ports.takesJoint.assign(wantsGroup .& .!isSingle)
    let issues = (wantsGroup .& (ports.hasJoint .| isSingle)).named("issues")
    let isLast = (group .== lastGroup).named("isLastGroup")

    // The end of a row.
    let isOld = age .== shapes.shortestRow - 1
    let closes = (isActive .& (isOpening .| (.!hasGroups .& isOld))).named("closes")
    let finishes = (closes .& .!isOpening .& row .== lastPoint).named("finishesPairs")
    ports.finishes.assign(finishes)
    ports.readsOwn.assign(closes)
    let groupPoint = group .<< shapes.laneBits
    ports.readPoint.assign(mux(closes, next, groupPoint))
    ports.slot.assign(
      PairSlot(
        isGroup: issues, isLast: isLast, stores: closes .& .!isOpening .& .!isFirstRow,
        restarts: mux(closes, isSecondRow, isFirstRow),
        point: mux(closes, previous, groupPoint)))
    ports.counts.assign(counts(issues: issues, row: row, group: group, lastPoint: lastPoint))

    module.when(issues) {
      group.assign(group .&+ 1)
      module.when(isLast) { hasGroups.set(to: 0) }
    }
    module.when(.!isOld) { age.assign(age .&+ 1) }
    module.when(closes) {
      age.set(to: 0)
      isOpening.set(to: 0)
      isFirstRow.assign(isOpening)
      isSecondRow.assign(isFirstRow)
      previous.assign(row)
      row.assign(next)
      next.assign(next .&+ 1)
      // Points above the next row's point; the only point is taken together with itself.
      let first = shapes.group(of: (next .&+ 1).named("firstOther"))
      group.assign(shapes.lanes == 1 ? mux(isSingle, 0, first) : first)
      hasGroups.assign(isOpening .| next .!= lastPoint)
      module.when(finishes) { isActive.set(to: 0) }
    }
    module.when(ports.start) {
      isActive.set(to: 1)
      isOpening.set(to: 1)
      next.set(to: 0)
    }
    module.when(ports.clear) { isActive.set(to: 0) }
  }

  /// Pairs of a group that count: of points above the row's and not above the last.
  private func counts(issues: Bit, row: UInt, group: UInt, lastPoint: UInt) -> Row<Bit> {
    let isAbove = (group .> shapes.group(of: row)).named("isAboveRow")
    guard let rowLane = shapes.lane(of: row), let lastLane = shapes.lane(of: lastPoint) else {
      return Row([issues .& isAbove])
    }
    let isBelow = (group .< shapes.group(of: lastPoint)).named("isBelowLast")
    return Row(
      (0..<shapes.lanes).map { lane in
        guard lane > 0 else { return issues .& isAbove }
        return issues .& (isAbove .| rowLane .< lane) .& (isBelow .| lastLane .>= lane)
      })
  }
}
