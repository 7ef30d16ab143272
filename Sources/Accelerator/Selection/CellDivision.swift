public import Configuration
public import HDL

/// Divides positions into cells of equal count, up to one, by cuts across the longer side.
///
/// A cell for c exemplars goes to ⌊c/2⌋ and the rest, with as near as possible their share of the
/// points. The point at the cut is found bit by bit from the top: how many are below a trial value
/// tells whether the bit is 1, and if they are as many as go to the lower part, no more bits are
/// wanted. Then one walk writes both parts to the other side of the list, in order, so that members
/// stay ascending and equal positions are divided by their index.
public struct CellDivision: Module {
  let shapes: SelectorShapes

  /// Creates the division of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = SelectorShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "CellDivision" }

  /// Positions in, the cell of each point out.
  public struct Ports {
    /// A division begins; the two numbers stay until it is over.
    public let start: Bit
    /// Points less 1.
    public let lastPoint: UInt
    /// Exemplars less 1.
    public let lastExemplar: UInt
    /// What is under way is dropped.
    public let clear: Bit
    /// The segment to visit.
    public let walk: WalkRequest
    /// The point visited.
    public let element: WalkElement
    /// Its position.
    public let x: SInt
    /// Its position.
    public let y: SInt
    /// A position for the bounding box comes with the element.
    public let measures: Bit
    /// The box's extent.
    public let spanX: UInt
    /// The box's extent.
    public let spanY: UInt
    /// The parts of a segment.
    public let list: MemoryWrite
    /// A point's cell, and whether the point is its first.
    public let owner: MemoryWrite
    /// The number of a cell's points; the other half of the memory starts at 0.
    public let size: MemoryWrite
    /// The totals of the cells start at 0.
    public let total: MemoryWrite
    /// The division ends with this cycle.
    public let isLast: Bit
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    let bits = shapes.pointBits
    let coordinate = Shape<SInt>.sint(shapes.coordinateBits)
    let span = Shape<UInt>.uint(shapes.coordinateBits)
    func write(_ addressBits: Int, _ dataBits: Int) -> MemoryWrite {
      declare.output(of: MemoryWriteLayout(addressBits: addressBits, dataBits: dataBits))
    }
    return Ports(
      start: declare.input(.bit), lastPoint: declare.input(.uint(bits)),
      lastExemplar: declare.input(.uint(bits)), clear: declare.input(.bit),
      walk: declare.output(of: WalkRequestLayout(pointBits: bits)),
      element: declare.input(of: WalkElementLayout(pointBits: bits)), x: declare.input(coordinate),
      y: declare.input(coordinate), measures: declare.output(.bit), spanX: declare.input(span),
      spanY: declare.input(span), list: write(bits + 1, bits),
      owner: write(bits + 1, shapes.ownerWordBits), size: write(bits + 1, shapes.countBits),
      total: write(bits, shapes.totalWordBits), isLast: declare.output(.bit))
  }

  /// What is done with the segment.
  enum Phase: CaseIterable {
    /// Nothing.
    case idle
    /// It is a cell, or its extent is wanted.
    case look
    /// Its extent is measured.
    case measure
    /// Points are divided by exemplars.
    case divide
    /// The number of points below the cut is known.
    case cut
    /// Another bit of the value at the cut.
    case trial
    /// Points below the trial value are counted.
    case count
    /// Both parts are written.
    case part
    /// The upper part waits, the lower one is next.
    case descend
    /// It is a cell: its points get its number.
    case name
    /// Its number of points is written.
    case close
    /// The next segment.
    case next
  }

  /// Describes the phases; the parts of the arithmetic are below.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let bits = shapes.pointBits
    let phase = module.stateMachine("phase", Phase.self, initial: .idle)
    let segment = module.register("segment", of: SegmentLayout(shapes: shapes))
    let isWhole = module.register("isWhole", .bit)
    let cell = module.register("cellNumber", .uint(bits))
    let element = ports.element
    element.place.ignore()
    let endsWalk = (element.isValid .& element.isLast).named("endsWalk")
    let members = ((segment.last .&- segment.first) .+ 1).named("members")
    let share = PointShare(
      module, shapes, members: members, exemplars: segment.exemplars,
      loads: phase.is(.look), steps: phase.is(.divide))
    let cut = module.register("cut", .uint(shapes.countBits))

    // The value at the cut.
    let keyBits = 2 * shapes.coordinateBits
    let isUpright = module.register("isUpright", .bit)
    let threshold = module.register("threshold", .uint(keyBits))
    let step = module.register("step", .uint(keyBits + 1))
    let below = module.register("below", .uint(shapes.countBits))
    let equals = module.register("equals", .uint(shapes.countBits))
    let trial = (threshold .| step.truncated(to: keyBits)).named("trial")
    let (x, y) = (ordered(ports.x).named("orderedX"), ordered(ports.y).named("orderedY"))
    let key = concatenate(mux(isUpright, y, x), mux(isUpright, x, y)).asUInt.named("key")
    let isBelow = (key .< trial).named("isBelow")
    let isExact = (below .== cut).named("isExact")
    let isAccepted = (below .< cut .| isExact).named("isAccepted")
    let isLastBit = (step[0] .| isExact).named("isLastBit")

    // Both parts of the segment.
    let lowPlace = module.register("lowPlace", .uint(bits))
    let highPlace = module.register("highPlace", .uint(bits))
    let highFirst = (segment.first .&+ cut.truncated(to: bits)).named("highFirst")
    let isEqual = (key .== trial).named("isEqual")
    let goesLow = (isBelow .| (isEqual .& equals .!= 0)).named("goesLow")
    let parts = (phase.is(.part) .& element.isValid).named("parts")

    // Segments that wait.
    let depth = module.register("depth", .uint(addressBits(bits + 1)))
    let stack = module.memory(
      "stack", .bits(segment.totalBitWidth), depth: 1 << addressBits(bits))
    let lowExemplars = segment.exemplars .>> 1
    let high = Segment(
      first: highFirst, last: segment.last,
      exemplars: (segment.exemplars .&- lowExemplars.extended(to: shapes.countBits)),
      side: .!segment.side)
    let stackBits = addressBits(bits)
    let top = (depth .&- 1).resized(to: stackBits).named("top")
    let waiting = module.unpack(
      stack.readAsynchronously(address: top), as: SegmentLayout(shapes: shapes))
    if let packed = high.packed() {
      stack.write(
        address: depth.resized(to: stackBits), data: packed, enable: phase.is(.descend))
    }
    let isSingle = (segment.exemplars .== 1).named("isSingle")

    phase.when(.look) {
      module.when(isSingle) { phase.go(to: .name) }.otherwise { phase.go(to: .measure) }
    }
    phase.when(.measure) {
      module.when(endsWalk) { phase.go(to: .divide) }
    }
    phase.when(.divide) {
      module.when(share.isLastStep) { phase.go(to: .cut) }
    }
    phase.when(.cut) {
      cut.assign(share.value)
      equals.assign(share.value)
      isUpright.assign(ports.spanY .> ports.spanX)
      threshold.set(to: 0)
      step.assign(concatenate(module.constant(1, .bit), module.constant(0, .bits(keyBits))).asUInt)
      // As many as never are below, so that the first trial takes nothing for a bit.
      below.assign(.!module.constant(0, .uint(shapes.countBits)))
      phase.go(to: .trial)
    }
    phase.when(.trial) {
      module.when(isAccepted) {
        threshold.assign(trial)
        equals.assign(cut .&- below)
      }
      step.assign(mux(isExact, 0, (step .>> 1).extended(to: keyBits + 1)))
      below.set(to: 0)
      lowPlace.assign(segment.first)
      highPlace.assign(highFirst)
      module.when(isLastBit) { phase.go(to: .part) }.otherwise { phase.go(to: .count) }
    }
    phase.when(.count) {
      module.when(element.isValid .& isBelow) { below.assign(below .&+ 1) }
      module.when(endsWalk) { phase.go(to: .trial) }
    }
    phase.when(.part) {
      module.when(element.isValid) {
        module.when(goesLow) { lowPlace.assign(lowPlace .&+ 1) }
          .otherwise { highPlace.assign(highPlace .&+ 1) }
        module.when(goesLow .& .!isBelow) { equals.assign(equals .&- 1) }
      }
      module.when(endsWalk) { phase.go(to: .descend) }
    }
    phase.when(.descend) {
      segment.last.assign(highFirst .&- 1)
      segment.exemplars.assign(lowExemplars.extended(to: shapes.countBits))
      segment.side.assign(.!segment.side)
      isWhole.set(to: 0)
      depth.assign(depth .&+ 1)
      phase.go(to: .look)
    }
    phase.when(.name) {
      module.when(endsWalk) { phase.go(to: .close) }
    }
    phase.when(.close) { phase.go(to: .next) }
    let isLast = (phase.is(.next) .& depth .== 0).named("isLastCell")
    phase.when(.next) {
      cell.assign(cell .&+ 1)
      depth.assign(depth .&- 1)
      segment.assign(waiting)
      module.when(isLast) { phase.go(to: .idle) }.otherwise { phase.go(to: .look) }
    }
    module.when(ports.start) {
      segment.first.set(to: 0)
      segment.last.assign(ports.lastPoint)
      segment.exemplars.assign((ports.lastExemplar .+ 1).resized(to: shapes.countBits))
      segment.side.set(to: 0)
      isWhole.set(to: 1)
      cell.set(to: 0)
      depth.set(to: 0)
      phase.go(to: .look)
    }
    module.when(ports.clear) { phase.go(to: .idle) }

    ports.walk.assign(
      WalkRequest(
        start: phase.is(.look) .| phase.is(.trial), first: segment.first, last: segment.last,
        side: segment.side, isIdentity: isWhole, isPaced: module.constant(0, .bit)))
    ports.measures.assign(phase.is(.measure))
    ports.list.assign(
      MemoryWrite(
        enable: parts,
        address: concatenate(.!segment.side, mux(goesLow, lowPlace, highPlace)).asUInt,
        data: element.point.asBits))
    ports.owner.assign(
      MemoryWrite(
        enable: phase.is(.name) .& element.isValid,
        address: concatenate(module.constant(0, .bit), element.point).asUInt,
        data: concatenate(cell, element.isFirst)))
    // First the cell's size, then a 0 for the size of the cluster that comes of it.
    let closes = phase.is(.close).named("closes")
    ports.size.assign(
      MemoryWrite(
        enable: closes .| phase.is(.next), address: concatenate(.!closes, cell).asUInt,
        data: mux(closes, members.resized(to: shapes.countBits), 0).asBits))
    ports.total.assign(
      MemoryWrite(
        enable: closes, address: cell, data: module.constant(0, .bits(shapes.totalWordBits))))
    ports.isLast.assign(isLast)
  }

  /// A coordinate as a number without sign of the same order.
  private func ordered(_ coordinate: SInt) -> UInt {
    let sign = shapes.coordinateBits - 1
    return concatenate(.!coordinate[sign], coordinate[0..<sign]).asUInt
  }
}

/// Points in a row of the list, and how many exemplars they give.
struct Segment: Bundle {
  /// The first place.
  let first: UInt
  /// The last place.
  let last: UInt
  /// Exemplars, at most as many as points.
  let exemplars: UInt
  /// The side of the list.
  let side: Bit

  var layout: SegmentLayout {
    SegmentLayout(pointBits: first.bitWidth, countBits: exemplars.bitWidth)
  }
}

/// Declares a `Segment`.
struct SegmentLayout: Layout {
  let pointBits: Int
  let countBits: Int

  init(pointBits: Int, countBits: Int) {
    self.pointBits = pointBits
    self.countBits = countBits
  }

  init(shapes: SelectorShapes) {
    self.init(pointBits: shapes.pointBits, countBits: shapes.countBits)
  }

  func make(_ field: FieldDeclarer) -> Segment {
    Segment(
      first: field(.uint(pointBits)), last: field(.uint(pointBits)),
      exemplars: field(.uint(countBits)), side: field(.bit))
  }
}
