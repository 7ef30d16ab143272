public import HDL

/// What a run of the embedding is of.
public struct EmbeddingCommand: Bundle {
  /// Points of the map, minus 1.
  public let lastPoint: UInt

  /// The width.
  public var layout: EmbeddingCommandLayout {
    EmbeddingCommandLayout(pointBits: lastPoint.bitWidth)
  }
}

/// Declares an `EmbeddingCommand`.
public struct EmbeddingCommandLayout: Layout {
  let pointBits: Int

  /// Declares the field.
  public func make(_ field: FieldDeclarer) -> EmbeddingCommand {
    EmbeddingCommand(lastPoint: field(.uint(pointBits)))
  }
}

/// How often each signal of a run was beyond its format and took the format's end: 32 bits each,
/// modulo 2^32, held until the next command.
public struct EmbeddingSaturations {
  /// Coordinates as the pairs see them.
  public let pairPositions: UInt
  /// Squared distances of pairs, and products of probability and weight.
  public let pairs: UInt
  /// Gradients.
  public let gradients: UInt
  /// Gains.
  public let gains: UInt
  /// Velocities.
  public let velocities: UInt
  /// Coordinates of the map.
  public let positions: UInt

  /// Bits of a counter.
  static let bitWidth = 32

  init(_ declare: PortDeclarer) {
    func counter() -> UInt { declare.output(.uint(Self.bitWidth)) }
    pairPositions = counter()
    pairs = counter()
    gradients = counter()
    gains = counter()
    velocities = counter()
    positions = counter()
  }
}

/// What a testbench or a debugger may watch; unconnected it costs nothing.
public struct EmbeddingObservation {
  /// The sums over the pairs of a point are known, one point a cycle in order.
  public let forcesValid: Bit
  /// The sums of n p q d and q² d.
  public let forces: Forces
  /// Half of Z, the sum of q over unordered pairs, in the last place of `weight`; known with the
  /// first sums.
  public let weightSum: UInt
  /// A point has its gradient, one point a cycle in order.
  public let gradientValid: Bit
  /// The gradient times the learning rate along x, in its format.
  public let gradientX: SInt
  /// The same along y.
  public let gradientY: SInt
  /// A point has its new gains.
  public let gainValid: Bit
  /// The gain along x, in its format.
  public let gainX: UInt
  /// The gain along y.
  public let gainY: UInt
  /// A point has its new velocity.
  public let velocityValid: Bit
  /// The velocity along x, in its format.
  public let velocityX: SInt
  /// The velocity along y.
  public let velocityY: SInt
  /// A position of the map after an iteration, its mean at the origin, or of the start; one point a
  /// cycle in order after an iteration, one every other cycle at the start.
  public let valid: Bit
  /// Which point.
  public let point: UInt
  /// Its position along x, in the format `position`.
  public let x: SInt
  /// The same along y.
  public let y: SInt

  init(_ declare: PortDeclarer, _ shapes: EmbeddingShapes) {
    let formats = shapes.formats
    forcesValid = declare.output(.bit)
    forces = declare.output(of: shapes.forces)
    weightSum = declare.output(.uint(shapes.weightSumBits))
    gradientValid = declare.output(.bit)
    gradientX = declare.output(.sint(formats.gradient.bitWidth))
    gradientY = declare.output(.sint(formats.gradient.bitWidth))
    gainValid = declare.output(.bit)
    gainX = declare.output(.uint(formats.gain.bitWidth))
    gainY = declare.output(.uint(formats.gain.bitWidth))
    velocityValid = declare.output(.bit)
    velocityX = declare.output(.sint(formats.velocity.bitWidth))
    velocityY = declare.output(.sint(formats.velocity.bitWidth))
    valid = declare.output(.bit)
    point = declare.output(.uint(shapes.pointBits))
    x = declare.output(.sint(formats.position.bitWidth))
    y = declare.output(.sint(formats.position.bitWidth))
  }
}

extension EmbeddingUnit {
  /// Streams, and what holds for a run.
  public struct Ports {
    /// Which map comes; taken while idle.
    public let command: Stream<EmbeddingCommand>
    /// Asks for the joint probabilities once again: one token an iteration, its payload the number of
    /// the iteration. The first comes with the command, the next when the last group of an iteration
    /// was taken, so that they can be fetched meanwhile. A token that was not taken is withdrawn by a
    /// clear.
    public let pass: Stream<UInt>
    /// n p_ij in the format `joint`, `embedding.lanes` at once, that of the least j in the low bits:
    /// for rows i = 0 to n - 2, groups (i + 1) / lanes to (n - 1) / lanes, both rounded down. What
    /// stands for j up to i or from n on is not looked at. A single point has no groups. What is
    /// offered in the cycle of a clear and until the unit is idle is taken and dropped.
    public let joint: Stream<UInt>
    /// The state of the run's generator, not 0; it stays during a run.
    public let seed: UInt
    /// Iterations of a run; it stays during one. With 0 the map is the start.
    public let iterations: UInt
    /// The run is dropped at any cycle, a command that is taken in the same cycle too; `isIdle` soon
    /// follows.
    public let clear: Bit
    /// There is no run. Then the map may be read.
    public let isIdle: Bit
    /// Iterations that the run has done; held until the next command.
    public let iteration: UInt
    /// Reads the position of a point; only while idle.
    public let readEnable: Bit
    /// Which point.
    public let readAddress: UInt
    /// Its position along x in the format `position`, one cycle later, held until the next reading.
    public let readX: SInt
    /// The same along y.
    public let readY: SInt
    /// What was beyond its format in the run.
    public let saturations: EmbeddingSaturations
    /// What may be watched.
    public let observed: EmbeddingObservation
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    let position = Shape<SInt>.sint(shapes.formats.position.bitWidth)
    return Ports(
      command: declare.sink(EmbeddingCommandLayout(pointBits: shapes.pointBits)),
      pass: declare.source(.uint(EmbeddingShapes.iterationBits), isMonitored: false),
      joint: declare.sink(.uint(shapes.lanes * shapes.jointBits)),
      seed: declare.input(.uint(64)),
      iterations: declare.input(.uint(EmbeddingShapes.iterationBits)),
      clear: declare.input(.bit), isIdle: declare.output(.bit),
      iteration: declare.output(.uint(EmbeddingShapes.iterationBits)),
      readEnable: declare.input(.bit), readAddress: declare.input(.uint(shapes.pointBits)),
      readX: declare.output(position), readY: declare.output(position),
      saturations: EmbeddingSaturations(declare),
      observed: EmbeddingObservation(declare, shapes))
  }
}
