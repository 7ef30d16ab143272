internal import Configuration
internal import FixedPoint
public import HDL

/// The ports of an `ExemplarSelector`.
///
/// A command, then for the rule `refinedCells` three passes over all distances, then the exemplars.
/// Positions are read from the command on until the first token of `pass` is offered, or for the rule
/// `grid` until the first exemplar is; meanwhile the selector alone moves their read port.
///
/// Every stream keeps what it offers until it is taken, or until a cycle with `clear`, which withdraws
/// what is offered on any.
public struct SelectorPorts {
  /// A group of points and how many exemplars to choose; taken only while the selector is idle.
  public let command: Stream<SelectorCommand>
  /// The position of `positionAddress` is wanted: `positionX` and `positionY` have it one cycle later
  /// and keep it until the cycle after the next one with this bit, as a memory's read port does.
  public let positionEnable: Bit
  /// The point whose position is wanted, 0 to n - 1.
  public let positionAddress: UInt
  /// The first coordinate, in the format `embedding.formats.position`.
  public let positionX: SInt
  /// The second coordinate.
  public let positionY: SInt
  /// One token each time all distances are wanted; the payload tells that it is the last time for this
  /// command. n x n beats of `distance` follow each token.
  public let pass: Stream<Bit>
  /// Exact squared distances of the images: rows 0 to n - 1, each with columns 0 to n - 1, a point's
  /// own 0 among them. No beat is taken before its pass's token.
  public let distance: Stream<UInt>
  /// The exemplars in ascending order, k of them.
  public let exemplar: Stream<SelectedExemplar>
  /// Drops everything, in any cycle; what is taken in the same cycle is dropped too. In the next cycle
  /// the selector is idle, as after a reset.
  public let clear: Bit
  /// No command is inside; the next one is taken at once.
  public let isIdle: Bit
  /// What may be watched.
  public let observed: SelectorObservation

  init(_ declare: PortDeclarer, _ shapes: SelectorShapes) {
    let coordinate = Shape<SInt>.sint(shapes.coordinateBits)
    command = declare.sink(
      SelectorCommandLayout(pointBits: shapes.pointBits), isMonitored: false)
    positionEnable = declare.output(.bit)
    positionAddress = declare.output(.uint(shapes.pointBits))
    positionX = declare.input(coordinate)
    positionY = declare.input(coordinate)
    pass = declare.source(.bit, isMonitored: false)
    distance = declare.sink(.uint(shapes.distanceBits), isMonitored: false)
    exemplar = declare.source(
      SelectedExemplarLayout(pointBits: shapes.pointBits), isMonitored: false)
    clear = declare.input(.bit)
    isIdle = declare.output(.bit)
    observed = SelectorObservation(declare, shapes)
  }
}

/// What is to be selected.
public struct SelectorCommand: Bundle {
  /// Points less 1: n - 1.
  public let lastPoint: UInt
  /// Exemplars less 1: k - 1, at most n - 1.
  public let lastExemplar: UInt
  /// The rule is `grid`, else `refinedCells`.
  public let isGrid: Bit

  /// The width.
  public var layout: SelectorCommandLayout { SelectorCommandLayout(pointBits: lastPoint.bitWidth) }
}

/// Declares a `SelectorCommand`.
public struct SelectorCommandLayout: Layout {
  let pointBits: Int

  /// Declares the three fields.
  public func make(_ field: FieldDeclarer) -> SelectorCommand {
    SelectorCommand(
      lastPoint: field(.uint(pointBits)), lastExemplar: field(.uint(pointBits)),
      isGrid: field(.bit))
  }
}

/// One of the exemplars.
public struct SelectedExemplar: Bundle {
  /// The point.
  public let index: UInt
  /// It is the last one.
  public let isLast: Bit

  /// The width.
  public var layout: SelectedExemplarLayout { SelectedExemplarLayout(pointBits: index.bitWidth) }
}

/// Declares a `SelectedExemplar`.
public struct SelectedExemplarLayout: Layout {
  let pointBits: Int

  /// Declares both fields.
  public func make(_ field: FieldDeclarer) -> SelectedExemplar {
    SelectedExemplar(index: field(.uint(pointBits)), isLast: field(.bit))
  }
}

/// What a testbench or a debugger may watch; unconnected it costs nothing.
public struct SelectorObservation {
  /// A point's cell is known: by position, and later by the nearest mean and where an empty cluster
  /// is filled.
  public let ownerValid: Bit
  /// It is the one by the nearest mean or by filling.
  public let isRefined: Bit
  /// The point.
  public let ownerPoint: UInt
  /// Its cell.
  public let owner: UInt
  /// The sum of a point's distances to its cluster is complete: of the first pass, or the last.
  public let sumValid: Bit
  /// The point.
  public let sumPoint: UInt
  /// The sum.
  public let sum: UInt
  /// A grid was tried.
  public let gridValid: Bit
  /// Its cells along an edge.
  public let edge: UInt
  /// Its occupied cells.
  public let occupied: UInt

  init(_ declare: PortDeclarer, _ shapes: SelectorShapes) {
    ownerValid = declare.output(.bit)
    isRefined = declare.output(.bit)
    ownerPoint = declare.output(.uint(shapes.pointBits))
    owner = declare.output(.uint(shapes.pointBits))
    sumValid = declare.output(.bit)
    sumPoint = declare.output(.uint(shapes.pointBits))
    sum = declare.output(.uint(shapes.sumBits))
    gridValid = declare.output(.bit)
    edge = declare.output(.uint(shapes.edgeBits))
    occupied = declare.output(.uint(shapes.countBits))
  }
}
