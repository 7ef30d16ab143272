public import Configuration
internal import FixedPoint
public import HDL

/// The positions of all points, and the one adder a coordinate through which they change: by a
/// velocity, or less the mean. Positions of the start come the same way.
///
/// What was placed is handed on to the pairs in their format, unless it will move on.
public struct MapMemory: Module {
  let shapes: EmbeddingShapes

  /// Creates the memory of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = EmbeddingShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "MapMemory" }

  /// Cycles from a position that is read to the cycle in which it is written for the pairs.
  public static let latency = 3

  /// A point in, its position out; what it moves by in, its new position out.
  public struct Ports {
    /// Reads the position of a point.
    public let readEnable: Bit
    /// Which point.
    public let readPoint: UInt
    /// The position along x, one cycle later.
    public let x: Fixed
    /// The position along y.
    public let y: Fixed
    /// The point read a cycle ago moves.
    public let moves: Bit
    /// It moves to the origin by the mean, else by its velocity; held during a pass.
    public let centres: Bit
    /// What it moves by along x.
    public let velocityX: Fixed
    /// The same along y.
    public let velocityY: Fixed
    /// The mean along x; held during a pass.
    public let meanX: Fixed
    /// The same along y.
    public let meanY: Fixed
    /// A point of the start is placed.
    public let starts: Bit
    /// Which one.
    public let startPoint: UInt
    /// Its position along x.
    public let startX: Fixed
    /// Its position along y.
    public let startY: Fixed
    /// The sums of all positions start again.
    public let clearsSums: Bit
    /// The sum of the positions of all points that moved by their velocity.
    public let sumX: SInt
    /// The same along y.
    public let sumY: SInt
    /// A point has its place for the next pairs.
    public let placed: Bit
    /// Which one.
    public let placedPoint: UInt
    /// Its position along x.
    public let placedX: Fixed
    /// Its position along y.
    public let placedY: Fixed
    /// Coordinates that were beyond their format, to be counted in every cycle.
    public let saturations: UInt
    /// Positions for the pairs: one point is written.
    public let writesPair: Bit
    /// Which one.
    public let pairPoint: UInt
    /// Its position along x, in the format `pairPosition`.
    public let pairX: Fixed
    /// The same along y.
    public let pairY: Fixed
    /// Coordinates beyond the format of the pairs, to be counted in every cycle.
    public let pairSaturations: UInt
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    let formats = shapes.formats
    let index = Shape<UInt>.uint(shapes.pointBits)
    let position = Shape<Fixed>.fixed(formats.position)
    let velocity = Shape<Fixed>.fixed(formats.velocity)
    let pair = Shape<Fixed>.fixed(formats.pairPosition)
    let sum = Shape<SInt>.sint(shapes.positionSumBits)
    return Ports(
      readEnable: declare.input(.bit), readPoint: declare.input(index),
      x: declare.output(position), y: declare.output(position), moves: declare.input(.bit),
      centres: declare.input(.bit), velocityX: declare.input(velocity),
      velocityY: declare.input(velocity), meanX: declare.input(.fixed(shapes.mean)),
      meanY: declare.input(.fixed(shapes.mean)), starts: declare.input(.bit),
      startPoint: declare.input(index), startX: declare.input(position),
      startY: declare.input(position), clearsSums: declare.input(.bit),
      sumX: declare.output(sum), sumY: declare.output(sum), placed: declare.output(.bit),
      placedPoint: declare.output(index), placedX: declare.output(position),
      placedY: declare.output(position), saturations: declare.output(.uint(2)),
      writesPair: declare.output(.bit), pairPoint: declare.output(index),
      pairX: declare.output(pair), pairY: declare.output(pair),
      pairSaturations: declare.output(.uint(2)))
  }

  /// Describes the memory and both coordinates.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let format = shapes.formats.position
    let width = format.bitWidth
    let memory = module.memory(
      "positions", .bits(2 * width), depth: shapes.maximumPoints, readUnderWrite: .undefined)
    let word = memory.read(address: ports.readPoint, enable: ports.readEnable)
    let x = word[0..<width].asFixed(format)
    let y = word[width..<2 * width].asFixed(format)
    ports.x.assign(x)
    ports.y.assign(y)
    let readPoint = module.register(
      "movingPoint", .uint(shapes.pointBits), enable: ports.readEnable)
    readPoint.assign(ports.readPoint)

    let writes = module.register("writes", .bit, reset: 0)
    writes.assign(ports.moves .| ports.starts)
    let isPlaced = module.register("isPlaced", .bit, reset: 0)
    isPlaced.assign(ports.starts .| (ports.moves .& ports.centres))
    let point = module.register("placedPoint", .uint(shapes.pointBits))
    point.assign(mux(ports.starts, ports.startPoint, readPoint))
    let alongX = place(
      module, "X", x, ports, velocity: ports.velocityX, mean: ports.meanX, start: ports.startX)
    let alongY = place(
      module, "Y", y, ports, velocity: ports.velocityY, mean: ports.meanY, start: ports.startY)
    memory.write(
      address: point, data: concatenate(alongY.place, alongX.place),
      enable: writes)
    ports.placed.assign(isPlaced)
    ports.placedPoint.assign(point)
    ports.placedX.assign(alongX.place)
    ports.placedY.assign(alongY.place)
    ports.saturations.assign(alongX.isSaturated.asUInt .+ alongY.isSaturated.asUInt)

    for (axis, place, sum) in [
      ("X", alongX.place, ports.sumX), ("Y", alongY.place, ports.sumY),
    ] {
      let total = module.register("sum\(axis)", .sint(shapes.positionSumBits))
      module.when(ports.clearsSums) { total.set(to: 0) }.elseWhen(writes .& .!isPlaced) {
        total.assign(total .&+ place.asSInt.extended(to: shapes.positionSumBits))
      }
      sum.assign(total)
    }

    // As the pairs see it.
    let writesPair = module.register("writesPair", .bit, reset: 0)
    writesPair.assign(isPlaced)
    let pairPoint = module.register("pairPoint", .uint(shapes.pointBits))
    pairPoint.assign(point)
    let pairX = pair(module, "X", alongX.place, isPlaced, ports.pairX)
    let pairY = pair(module, "Y", alongY.place, isPlaced, ports.pairY)
    ports.writesPair.assign(writesPair)
    ports.pairPoint.assign(pairPoint)
    ports.pairSaturations.assign(pairX.asUInt .+ pairY.asUInt)
  }

  /// A coordinate that was placed.
  private struct Coordinate {
    let place: Fixed
    let isSaturated: Bit
  }

  /// Adds, limits, registers.
  private func place(
    _ module: ModuleBuilder, _ axis: String, _ position: Fixed, _ ports: Ports, velocity: Fixed,
    mean: Fixed, start: Fixed
  ) -> Coordinate {
    let step = mux(ports.centres, mean.negated(), velocity).named("step\(axis)")
    let moved = (position .+ step).convertedReportingOverflow(
      to: shapes.formats.position, rounding: .nearestHalfUp, overflow: .saturate)
    let place = module.register("placed\(axis)", .fixed(shapes.formats.position))
    place.assign(mux(ports.starts, start, moved.value).exactly(in: shapes.formats.position))
    let isSaturated = module.register("isSaturated\(axis)", .bit, reset: 0)
    isSaturated.assign(moved.overflow .& ports.moves)
    return Coordinate(place: place, isSaturated: isSaturated)
  }

  /// A coordinate in the format of the pairs.
  ///
  /// - Returns: It was beyond that.
  private func pair(
    _ module: ModuleBuilder, _ axis: String, _ place: Fixed, _ isPlaced: Bit, _ output: Fixed
  ) -> Bit {
    let format = shapes.formats.pairPosition
    let converted = place.convertedReportingOverflow(
      to: format, rounding: .nearestHalfUp, overflow: .saturate)
    let register = module.register("pair\(axis)", .fixed(format))
    register.assign(converted.value)
    output.assign(register)
    let isSaturated = module.register("pairIsSaturated\(axis)", .bit, reset: 0)
    isSaturated.assign(converted.overflow .& isPlaced)
    return isSaturated
  }
}

extension EmbeddingShapes {
  /// The mean of all positions.
  var mean: FixedPointFormat {
    let format = formats.position
    let least = 1 << format.bitWidth
    return FixedPointFormat(range: -least...least - 1, fractionBits: format.fractionBits)
  }
}
