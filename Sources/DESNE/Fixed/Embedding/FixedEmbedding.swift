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

    /// A number times the mantissa, without its lowest bits, rounded.
    @inline(__always)
    func scale(_ value: Int, dropping places: Int) -> Int {
      let (product, overflow) = value.multipliedReportingOverflow(by: mantissa)
      // With a bit to spare for the rounding constant, 64 bits are enough.
      if !overflow, product.magnitude < 1 << 62, (0...61).contains(places) {
        return product.shiftedRight(rounding: places)
      }
      return (Int128(value) * Int128(mantissa)).shiftedRight(rounding: places)
    }
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

  /// The first state: coordinates uniform in plus and minus 2^-`startBits` in steps of 2^-15 of
  /// that, each the highest 16 bits of a random number, x before y; velocities 0, gains 1. A lone
  /// point starts at the origin.
  public func start(seed: UInt64) -> FixedEmbeddingState {
    var random = Xorshift64(seed: seed)
    let places = configuration.startBits + 15 - position.fractionBits
    func coordinate() -> Int32 {
      let number = Int(random.next() >> 48) - 1 << 15
      return count > 1 ? Int32(number.shiftedRight(rounding: places)) : 0
    }
    let positions = (0..<count).map { _ in
      let x = coordinate()
      return SIMD2(x, coordinate())
    }
    let one = Int32(1) << Int32(configuration.formats.gain.fractionBits)
    return FixedEmbeddingState(
      positions: positions, velocities: [SIMD2<Int32>](repeating: .zero, count: count),
      gains: [SIMD2<Int32>](repeating: SIMD2(one, one), count: count))
  }

  /// One iteration: the sums over pairs, the gradients, the step, and the map's mean to the origin.
  ///
  /// A single point, and points that all lie on one another, have no forces and stay.
  public func step(
    _ state: inout FixedEmbeddingState, joint: [UInt32], threads: Int = 1,
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
      let pull = inverseCount.scale(exaggeration * attraction, dropping: attractionPlaces)
      let push = inverseSum.scale(repulsion, dropping: repulsionPlaces)
      return Int32(gradient.saturated(pull - push, &saturations))
    }
    return (0..<count).map { point in
      let (pull, push) = (forces.attraction[point], forces.repulsion[point])
      return SIMD2(component(pull.x, push.x), component(pull.y, push.y))
    }
  }

  /// Gains, velocities and positions of all points.
  private func move(_ state: inout FixedEmbeddingState, _ gradients: [SIMD2<Int32>]) {
    let momentum =
      state.iteration < configuration.initialMomentumIterations
      ? configuration.initialMomentum : configuration.finalMomentum
    var saturations = state.saturations
    func moved(_ place: Int32, _ speed: Int32, _ gain: Int32, _ gradient: Int32) -> (
      place: Int32, speed: Int32, gain: Int32
    ) {
      let gradient = Int(gradient)
      let gain = nextGain(
        Int(gain), agrees: (gradient < 0) != (speed < 0), &saturations.gains)
      let speed = nextVelocity(
        Int(speed), momentum: momentum, gain: gain, gradient: gradient, &saturations.velocities)
      let place = position.saturated(Int(place) + speed, &saturations.positions)
      return (Int32(place), Int32(speed), Int32(gain))
    }
    for point in 0..<count {
      let (place, speed) = (state.positions[point], state.velocities[point])
      let (gain, gradient) = (state.gains[point], gradients[point])
      let x = moved(place.x, speed.x, gain.x, gradient.x)
      let y = moved(place.y, speed.y, gain.y, gradient.y)
      state.positions[point] = SIMD2(x.place, y.place)
      state.velocities[point] = SIMD2(x.speed, y.speed)
      state.gains[point] = SIMD2(x.gain, y.gain)
    }
    state.saturations = saturations
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
  private func recenter(_ state: inout FixedEmbeddingState) {
    var sum = SIMD2<Int>.zero
    for place in state.positions { sum &+= SIMD2(Int(place.x), Int(place.y)) }
    let meanX = inverseCount.scale(sum.x, dropping: inverseCount.places)
    let meanY = inverseCount.scale(sum.y, dropping: inverseCount.places)
    for point in 0..<count {
      let place = state.positions[point]
      state.positions[point] = SIMD2(
        Int32(position.saturated(Int(place.x) - meanX, &state.saturations.positions)),
        Int32(position.saturated(Int(place.y) - meanY, &state.saturations.positions)))
    }
  }
}
