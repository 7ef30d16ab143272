import Configuration
import HDL

/// The points on their way through the update: which one is where, so that what is remembered of it is
/// read when it is wanted, and written when it is new.
struct UpdateStages {
  private let valids: [Bit]
  private let points: [UInt]

  /// Cycles from a point's number to its forces.
  private static let forces = PairEngine.readLatency
  private static let gain = forces + UpdateUnit.gainLatency
  private static let velocity = forces + UpdateUnit.velocityLatency
  private static let nextGain = forces + UpdateUnit.nextGainLatency
  private static let nextVelocity = forces + UpdateUnit.latency

  /// - Parameters:
  ///   - issues: A point begins.
  ///   - point: Which one.
  init(_ module: ModuleBuilder, _ shapes: EmbeddingShapes, issues: Bit, point: UInt) {
    var (valids, points) = ([issues], [point])
    for cycle in 1..<Self.nextVelocity + 1 {
      let valid = module.register("updates_\(cycle)", .bit, reset: 0)
      valid.assign(valids[cycle - 1])
      let number = module.register("updatedPoint_\(cycle)", .uint(shapes.pointBits))
      number.assign(points[cycle - 1])
      valids.append(valid)
      points.append(number)
    }
    self.valids = valids
    self.points = points
  }

  /// The forces are there.
  var hasForces: Bit { valids[Self.forces] }
  /// The gain is read.
  var readsGain: Bit { valids[Self.gain - 1] }
  /// Of this point.
  var gainPoint: UInt { points[Self.gain - 1] }
  /// The velocity is read.
  var readsVelocity: Bit { valids[Self.velocity - 1] }
  /// Of this point.
  var velocityPoint: UInt { points[Self.velocity - 1] }
  /// The gradient is there.
  var hasGradient: Bit { valids[Self.velocity] }
  /// The new gain is there.
  var hasGain: Bit { valids[Self.nextGain] }
  /// Of this point.
  var nextGainPoint: UInt { points[Self.nextGain] }
  /// The position is read.
  var readsPosition: Bit { valids[Self.nextVelocity - 1] }
  /// Of this point.
  var positionPoint: UInt { points[Self.nextVelocity - 1] }
  /// The new velocity is there, and the position.
  var hasVelocity: Bit { valids[Self.nextVelocity] }
  /// Of this point.
  var nextVelocityPoint: UInt { points[Self.nextVelocity] }
}

/// The gains and velocities of all points, along both axes.
struct MotionMemory {
  /// The gains read, along x and y.
  let gains: [UInt]
  /// The velocities read, along x and y.
  let velocities: [SInt]
  private let gainMemory: Memory<Bits>
  private let velocityMemory: Memory<Bits>
  private let shapes: EmbeddingShapes
  private let stages: UpdateStages
  private let starts: Bit
  private let startPoint: UInt
  private let module: ModuleBuilder

  /// - Parameters:
  ///   - starts: A point begins to rest, with gains 1.
  ///   - startPoint: Which one.
  init(
    _ module: ModuleBuilder, _ shapes: EmbeddingShapes, _ stages: UpdateStages, starts: Bit,
    startPoint: UInt
  ) {
    (self.module, self.shapes, self.stages) = (module, shapes, stages)
    (self.starts, self.startPoint) = (starts, startPoint)
    let gainBits = shapes.formats.gain.bitWidth
    let velocityBits = shapes.formats.velocity.bitWidth
    gainMemory = module.memory(
      "gains", .bits(2 * gainBits), depth: shapes.maximumPoints, readUnderWrite: .undefined)
    velocityMemory = module.memory(
      "velocities", .bits(2 * velocityBits), depth: shapes.maximumPoints,
      readUnderWrite: .undefined)
    let gain = gainMemory.read(
      address: stages.gainPoint, enable: stages.readsGain)
    let velocity = velocityMemory.read(
      address: stages.velocityPoint,
      enable: stages.readsVelocity)
    gains = (0..<2).map { gain[$0 * gainBits..<($0 + 1) * gainBits].asUInt }
    velocities = (0..<2).map {
      velocity[$0 * velocityBits..<($0 + 1) * velocityBits].asSInt
    }
  }

  /// Keeps what both axes give.
  func write(_ axes: [UpdateUnit.Ports]) {
    let gain = shapes.formats.gain
    let one = module.constant(1 << gain.fractionBits, .uint(gain.bitWidth))
    let rest = module.constant(0, .bits(velocityMemory.shape.bitWidth))
    gainMemory.write(
      address: mux(starts, startPoint, stages.nextGainPoint),
      data: mux(
        starts, concatenate(one, one), concatenate(axes[1].nextGain, axes[0].nextGain)),
      enable: starts .| stages.hasGain)
    velocityMemory.write(
      address: mux(starts, startPoint, stages.nextVelocityPoint),
      data: mux(starts, rest, concatenate(axes[1].nextVelocity, axes[0].nextVelocity)),
      enable: starts .| stages.hasVelocity)
  }
}
