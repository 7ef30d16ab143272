public import Configuration

/// Gradient descent of the map in integers: one iteration at a time.
public struct FixedEmbedding: Sendable {
  /// Schedule and formats.
  public let configuration: EmbeddingConfiguration
  /// The sums over pairs.
  public let pairs: PairStage
  /// Number of points.
  public let count: Int
  private let reciprocal: InterpolatedTable
  private let inverseCount: Inverse
  private let gradient: IntegerRange
  private let gain: IntegerRange
  private let velocity: IntegerRange
  private let position: IntegerRange

  /// 1 / v for a positive integer v, as mantissa and shift.
  struct Inverse: Hashable, Sendable {
    var mantissa: Int
    /// Places to shift a product with the mantissa right.
    var places: Int
  }

  /// Makes the tables.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration, count: Int) {
    self.configuration = configuration.embedding
    self.count = count
    pairs = PairStage(configuration)
    let formats = configuration.embedding.formats
    reciprocal = InterpolatedTable(
      .reciprocal, inputBits: formats.normalization.fractionBits,
      fractionBits: formats.normalization.fractionBits,
      configuration: configuration.embedding.reciprocalTable)
    gradient = IntegerRange(formats.gradient)
    gain = IntegerRange(formats.gain)
    velocity = IntegerRange(formats.velocity)
    position = IntegerRange(formats.position)
    inverseCount = Self.inverse(max(count, 1), reciprocal)
  }

  private static func inverse(_ value: Int, _ table: InterpolatedTable) -> Inverse {
    let normalized = Normalized(value, fractionBits: table.inputBits)
    return Inverse(
      mantissa: table.value(at: normalized.fraction),
      places: table.fractionBits + normalized.exponent)
  }

  /// The first state: positions uniform in plus and minus 2^-`startBits`, one random number a point,
  /// whose highest bits are x and whose next ones are y; velocities 0, gains 1.
  public func start(seed: UInt64) -> EmbeddingState {
    var random = Xorshift64(seed: seed)
    let bits = configuration.formats.position.fractionBits - configuration.startBits + 1
    let half = Int32(1) << Int32(bits - 1)
    let mask = UInt64(1) << UInt64(bits) - 1
    let positions = (0..<count).map { _ in
      let number = random.next()
      return SIMD2(
        Int32(number >> UInt64(64 - bits)) - half,
        Int32((number >> UInt64(64 - 2 * bits)) & mask) - half)
    }
    let one = Int32(1) << Int32(configuration.formats.gain.fractionBits)
    return EmbeddingState(
      positions: positions, velocities: [SIMD2<Int32>](repeating: .zero, count: count),
      gains: [SIMD2<Int32>](repeating: SIMD2(one, one), count: count))
  }

  /// One iteration: the sums over pairs, the gradients, the step, and the map's mean to the origin.
  ///
  /// A single point, and points that all lie on one another, have no forces and stay.
  public func step(
    _ state: inout EmbeddingState, joint: [UInt32], threads: Int = 1,
    probe: FixedModelProbe = FixedModelProbe()
  ) {
    let iteration = state.iteration
    let forces = pairs.forces(
      positions: state.positions, joint: joint, threads: threads, saturations: &state.saturations)
    probe.forces?(iteration, forces)
    let gradients = gradients(
      forces,
      exaggeration: iteration < configuration.exaggeratedIterations
        ? configuration.exaggeration : 1, saturations: &state.saturations.gradients)
    probe.gradients?(iteration, gradients)
    move(&state, gradients)
    recenter(&state)
    state.iteration += 1
    probe.state?(iteration, state)
  }

  /// 4 (exaggeration A - R / Z) times the learning rate, in the format `gradient`: both terms are
  /// rounded, then their difference is saturated.
  public func gradients(
    _ forces: EmbeddingForces, exaggeration: Int, saturations: inout Int
  ) -> [SIMD2<Int32>] {
    guard forces.weightSum > 0 else { return [SIMD2<Int32>](repeating: .zero, count: count) }
    let formats = configuration.formats
    let inverseSum = Self.inverse(forces.weightSum, reciprocal)
    let scale = gradient.fractionBits + configuration.learningRateBits + 2
    let attractionPlaces =
      formats.attraction.fractionBits + formats.pairPosition.fractionBits + inverseCount.places
      - scale
    // Z counts in the last place of a weight.
    let repulsionPlaces =
      formats.squaredWeight.fractionBits + formats.pairPosition.fractionBits + inverseSum.places
      - formats.weight.fractionBits - scale
    func component(_ attraction: Int, _ repulsion: Int) -> Int32 {
      let pull = (Int128(exaggeration * attraction) * Int128(inverseCount.mantissa)).shiftedRight(
        rounding: attractionPlaces)
      let push = (Int128(repulsion) * Int128(inverseSum.mantissa)).shiftedRight(
        rounding: repulsionPlaces)
      return Int32(gradient.saturated(pull - push, &saturations))
    }
    return (0..<count).map { point in
      let (pull, push) = (forces.attraction[point], forces.repulsion[point])
      return SIMD2(component(pull.x, push.x), component(pull.y, push.y))
    }
  }

  /// Gains, velocities and positions of all points.
  private func move(_ state: inout EmbeddingState, _ gradients: [SIMD2<Int32>]) {
    let momentum =
      state.iteration < configuration.initialMomentumIterations
      ? configuration.initialMomentum : configuration.finalMomentum
    for point in 0..<count {
      for axis in 0..<2 {
        let gradient = Int(gradients[point][axis])
        let gain = nextGain(
          Int(state.gains[point][axis]),
          agrees: (gradient < 0) != (state.velocities[point][axis] < 0),
          &state.saturations.gains)
        let speed = nextVelocity(
          Int(state.velocities[point][axis]), momentum: momentum, gain: gain, gradient: gradient,
          &state.saturations.velocities)
        state.gains[point][axis] = Int32(gain)
        state.velocities[point][axis] = Int32(speed)
        state.positions[point][axis] = Int32(
          position.saturated(
            Int(state.positions[point][axis]) + speed, &state.saturations.positions))
      }
    }
  }

  /// A gain grows by a sum where the step goes on in its direction, and shrinks by a factor where it
  /// turns; the signs of gradient and velocity differ where it goes on, 0 counts as positive.
  private func nextGain(_ gain: Int, agrees: Bool, _ saturations: inout Int) -> Int {
    // Parameters are in 1/256, a gain has at least as many fraction bits.
    let scale = self.gain.fractionBits - 8
    let next =
      agrees
      ? gain + configuration.gainIncrement << scale
      : (gain * configuration.gainDecay).shiftedRight(rounding: 8)
    return self.gain.saturated(max(next, configuration.gainFloor << scale), &saturations)
  }

  /// momentum * velocity - gain * gradient, rounded once.
  private func nextVelocity(
    _ velocity: Int, momentum: Int, gain: Int, gradient: Int, _ saturations: inout Int
  ) -> Int {
    let kept = velocity * momentum
    let keptBits = self.velocity.fractionBits + 10
    let pushed = gain * gradient
    let pushedBits = self.gain.fractionBits + self.gradient.fractionBits
    let bits = max(keptBits, pushedBits)
    let sum = kept << (bits - keptBits) - pushed << (bits - pushedBits)
    return self.velocity.saturated(
      sum.shiftedRight(rounding: bits - self.velocity.fractionBits), &saturations)
  }

  /// Takes the mean from all positions.
  private func recenter(_ state: inout EmbeddingState) {
    for axis in 0..<2 {
      let sum = state.positions.reduce(0) { $0 + Int($1[axis]) }
      let mean = (Int128(sum) * Int128(inverseCount.mantissa)).shiftedRight(
        rounding: inverseCount.places)
      for point in 0..<count {
        state.positions[point][axis] = Int32(
          position.saturated(
            Int(state.positions[point][axis]) - mean, &state.saturations.positions))
      }
    }
  }
}
