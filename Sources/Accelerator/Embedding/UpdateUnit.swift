public import Configuration
internal import FixedPoint
public import HDL

/// One coordinate's step: from the forces on a point to gradient, gain and velocity; and the mean of
/// all positions, which takes the same multiplier.
///
/// A point a cycle, no stall. Gain and velocity are wanted later than the forces, so that they need
/// no registers on the way: `gainLatency` and `velocityLatency` tell when.
public struct UpdateUnit: Module {
  let shapes: EmbeddingShapes

  /// Creates the unit of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = EmbeddingShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "UpdateUnit" }

  /// Cycles from the forces until `gain` is wanted, and until `mean` is there.
  public static let gainLatency = 4
  /// Cycles from the forces until `velocity` is wanted, and until `gradient` is there.
  public static let velocityLatency = 5
  /// Cycles from the forces to `nextGain`.
  public static let nextGainLatency = 6
  /// Cycles from the forces to `nextVelocity`.
  public static let latency = 9

  /// Forces and what is remembered in, what is to be remembered out.
  public struct Ports {
    /// The sum of n p q d.
    public let attraction: SInt
    /// The sum of q² d.
    public let repulsion: SInt
    /// The sum of all positions.
    public let positionSum: SInt
    /// Takes the sum of all positions in place of the forces, for the mean.
    public let takesMean: Bit
    /// The attraction is exaggerated; held during a pass.
    public let isExaggerated: Bit
    /// The first momentum is taken, else the final one; held during a pass.
    public let hasInitialMomentum: Bit
    /// 1 / m of the number of points, in the format `normalization`; held during a pass.
    public let inverseCount: UInt
    /// Its e.
    public let countExponent: UInt
    /// 1 / m of half of Z, in the same format; held during a pass.
    public let inverseSum: UInt
    /// Its e.
    public let sumExponent: UInt
    /// The gain up to now, `gainLatency` later.
    public let gain: UInt
    /// The velocity up to now, `velocityLatency` later.
    public let velocity: SInt
    /// The mean of all positions, `gainLatency` later.
    public let mean: SInt
    /// The gradient times the learning rate, `velocityLatency` later.
    public let gradient: SInt
    /// It was beyond its format.
    public let gradientIsSaturated: Bit
    /// The next gain, `nextGainLatency` later.
    public let nextGain: UInt
    /// It was beyond its format.
    public let gainIsSaturated: Bit
    /// The next velocity, `latency` later.
    public let nextVelocity: SInt
    /// It was beyond its format.
    public let velocityIsSaturated: Bit
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    let formats = shapes.formats
    let gain = Shape<UInt>.uint(formats.gain.bitWidth)
    let velocity = Shape<SInt>.sint(formats.velocity.bitWidth)
    let inverse = Shape<UInt>.uint(shapes.inverseBits)
    let exponent = Shape<UInt>.uint(shapes.inverseExponentBits)
    return Ports(
      attraction: declare.input(.sint(shapes.forces.attractionBits)),
      repulsion: declare.input(.sint(shapes.forces.repulsionBits)),
      positionSum: declare.input(.sint(shapes.positionSumBits)), takesMean: declare.input(.bit),
      isExaggerated: declare.input(.bit), hasInitialMomentum: declare.input(.bit),
      inverseCount: declare.input(inverse), countExponent: declare.input(exponent),
      inverseSum: declare.input(inverse), sumExponent: declare.input(exponent),
      gain: declare.input(gain), velocity: declare.input(velocity),
      mean: declare.output(.sint(shapes.meanBits)),
      gradient: declare.output(.sint(formats.gradient.bitWidth)),
      gradientIsSaturated: declare.output(.bit), nextGain: declare.output(gain),
      gainIsSaturated: declare.output(.bit), nextVelocity: declare.output(velocity),
      velocityIsSaturated: declare.output(.bit))
  }

  /// Describes the pipeline.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let pipeline = module.pipeline("update")
    let gradient = gradient(module, pipeline, ports)
    let gain = gain(module, pipeline, ports, gradient)
    velocity(module, pipeline, ports, gradient, gain)
  }

  // MARK: Gradient

  /// 4 (exaggeration · attraction / n - repulsion / Z) times the learning rate: both terms are
  /// rounded, then their difference is limited.
  private func gradient(
    _ module: ModuleBuilder, _ pipeline: Pipeline, _ ports: Ports
  ) -> Staged<SInt> {
    let exaggeration = shapes.configuration.exaggeration
    let attraction = pipeline.input(ports.attraction)
    let repulsion = pipeline.input(ports.repulsion)
    let sum = pipeline.input(ports.positionSum)
    let takesMean = pipeline.input(ports.takesMean)
    let pullFactor = pipeline.stage("pullFactor", attraction, sum, takesMean) {
      attraction, sum, takesMean in
      let width = shapes.pullFactorBits
      let plain = (attraction .<< shapes.attractionShift).extended(to: width)
      // A product with a small constant, written as sums of what goes to the left.
      let terms = (0..<5).filter { exaggeration >> $0 & 1 == 1 }.map { (plain .<< $0) }
      let exaggerated = module.reduceSum(terms.map { $0.resized(to: width) })
      let mean = (sum .<< shapes.meanShift).extended(to: width)
      return mux(takesMean, mean, mux(ports.isExaggerated, exaggerated, plain))
    }
    let pull = quotient(
      module, pipeline, "pull", pullFactor, ports.inverseCount, ports.countExponent,
      places: shapes.pullPlaces, bits: shapes.pullBits)
    let pushFactor = pipeline.stage("pushFactor", repulsion) { $0 }
    let push = quotient(
      module, pipeline, "push", pushFactor, ports.inverseSum, ports.sumExponent,
      places: shapes.pushPlaces, bits: shapes.pushBits)
    ports.mean.assign(pipeline.output(pull).truncated(to: shapes.meanBits))

    let format = shapes.formats.gradient
    let isSaturated = pipeline.stage("gradientIsSaturated", pull, push) { pull, push in
      (pull .- push).limited(to: format).overflow
    }
    ports.gradientIsSaturated.assign(pipeline.output(isSaturated))
    let gradient = pipeline.stage("gradient", pull, push) { pull, push in
      (pull .- push).limited(to: format).value
    }
    ports.gradient.assign(pipeline.output(gradient))
    return gradient
  }

  /// A number over m 2^e, to nearest: product with 1 / m, shift, rounding.
  private func quotient(
    _ module: ModuleBuilder, _ pipeline: Pipeline, _ name: String, _ factor: Staged<SInt>,
    _ inverse: UInt, _ exponent: UInt, places: Int, bits: Int
  ) -> Staged<SInt> {
    let product = pipeline.stage("\(name)Product", factor) { factor in
      (factor .* inverse.signed()).prepared(places: places)
    }
    // A bit more for the rounding.
    let shifted = pipeline.stage("\(name)Shifted", product) { product in
      (product .>> exponent).resized(to: bits + 1)
    }
    return pipeline.stage(name, shifted) { $0.roundedHalf().truncated(to: bits) }
  }

  // MARK: Gain

  /// The gain grows by a sum where the step goes on in its direction, and shrinks by a factor where it
  /// turns; a gradient points against the step, and 0 counts as positive.
  private func gain(
    _ module: ModuleBuilder, _ pipeline: Pipeline, _ ports: Ports, _ gradient: Staged<SInt>
  ) -> Staged<UInt> {
    let configuration = shapes.configuration
    let format = shapes.formats.gain
    let scale = format.fractionBits - 8
    let (increment, floor) = (
      configuration.gainIncrement << scale, configuration.gainFloor << scale
    )
    // Both beside the gradient: `ports.gain` is there with the rounded quotients.
    let grown = module.register("grownGain", .uint(format.bitWidth))
    let isSaturated = module.register("grownIsSaturated", .bit)
    let sum = (ports.gain .+ increment).named("gainSum")
    let isLarge = (sum .> Int(format.maximum)).named("gainIsLarge")
    isSaturated.assign(isLarge)
    grown.assign(
      mux(
        isLarge, Int(format.maximum),
        mux(sum .< floor, floor, sum.resized(to: format.bitWidth))))
    // At most the gain, with a bit for the rounding.
    let decayed = module.register("decayedGain", .uint(format.bitWidth + 1))
    decayed.assign(
      (ports.gain .* configuration.gainDecay).prepared(places: 8).resized(to: decayed.bitWidth))
    let shrunk = decayed.roundedHalf().truncated(to: format.bitWidth).named("shrunkGain")

    let agrees = (pipeline.output(gradient).sign .^ ports.velocity.sign).named("stepGoesOn")
    let next = pipeline.stage("nextGain", gradient) { _ in
      mux(agrees, grown, mux(shrunk .< floor, floor, shrunk))
    }
    let saturated = pipeline.stage("nextGainIsSaturated", gradient) { _ in agrees .& isSaturated }
    ports.nextGain.assign(pipeline.output(next))
    ports.gainIsSaturated.assign(pipeline.output(saturated))
    return next
  }

  // MARK: Velocity

  /// momentum · velocity - gain · gradient, rounded once.
  private func velocity(
    _ module: ModuleBuilder, _ pipeline: Pipeline, _ ports: Ports, _ gradient: Staged<SInt>,
    _ gain: Staged<UInt>
  ) {
    let configuration = shapes.configuration
    let formats = shapes.formats
    let format = formats.velocity
    let keptBits = format.fractionBits + 10
    let pushedBits = formats.gain.fractionBits + formats.gradient.fractionBits
    let bits = max(keptBits, pushedBits)
    // `ports.velocity` is there with the gradient.
    let kept = pipeline.stage("kept", gradient) { _ in
      let factor = mux(
        ports.hasInitialMomentum, module.constant(configuration.initialMomentum, .uint(10)),
        module.constant(configuration.finalMomentum, .uint(10)))
      return ports.velocity .* factor.signed()
    }
    let pushed = pipeline.stage("pushed", gain, gradient) { gain, gradient in
      gradient .* gain.signed()
    }
    let sum = pipeline.stage("velocitySum", kept, pushed) { kept, pushed in
      let sum = (kept .<< (bits - keptBits)) .- (pushed .<< (bits - pushedBits))
      return sum.prepared(places: bits - format.fractionBits)
    }
    let isSaturated = pipeline.stage("velocityIsSaturated", sum) { sum in
      sum.roundedHalf().limited(to: format).overflow
    }
    let next = pipeline.stage("nextVelocity", sum) { sum in
      sum.roundedHalf().limited(to: format).value
    }
    ports.velocityIsSaturated.assign(pipeline.output(isSaturated))
    ports.nextVelocity.assign(pipeline.output(next))
    precondition(
      gradient.latency == Self.velocityLatency && gain.latency == Self.nextGainLatency
        && next.latency == Self.latency, "the update takes \(next.latency) cycles")
  }

}

extension EmbeddingShapes {
  /// Bits of the mean of all positions: 1 / m is wrong by less than a factor of 2.
  var meanBits: Int { formats.position.bitWidth + 1 }
}

extension ModuleBuilder {
  /// The sum of a few numbers of one width, in that width.
  func reduceSum(_ terms: [SInt]) -> SInt {
    terms.dropFirst().reduce(terms[0]) { $0 .&+ $1 }
  }
}

extension SInt {
  /// The sign bit.
  var sign: Bit { self .< 0 }

  /// The number in the range of a format with a sign and all patterns of its bits, and whether it was
  /// outside.
  func limited(to format: FixedPointFormat) -> (value: SInt, overflow: Bit) {
    let width = format.bitWidth
    let number = bitWidth > width ? self : extended(to: width + 1)
    // Inside, all bits above repeat the sign.
    let high = number[width - 1..<number.bitWidth]
    let isOutside = .!(high.allSet() .| .!high.anySet())
    let limited = concatenate(sign, (.!sign).repeated(width - 1)).asSInt
    return (mux(isOutside, limited, number.truncated(to: width)), isOutside)
  }
}
