public import Configuration
internal import FixedPoint
public import HDL

/// One candidate bandwidth against a stream of distances: weights w = 2^-x of x = beta d, and the
/// sums of w and of w x.
///
/// One distance a cycle, no stall. A distance's weight is at `weight` `latency` cycles later, and
/// one cycle after that in the sums if `accumulate` was 1 beside it.
public struct WeightLane: Module {
  let shapes: AffinityShapes

  /// Creates the lane of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = AffinityShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "WeightLane" }

  /// Cycles from a distance to its weight: product, shift, rounding, table, shift, rounding, product,
  /// rounding.
  public var latency: Int { 7 + shapes.weightTable.latency }

  /// Distances in, sums out.
  public struct Ports {
    /// A distance less its row's least one.
    public let distance: Fixed
    /// 2^-g of the candidate, held during a pass.
    public let mantissa: Fixed
    /// The shift of the candidate, held during a pass.
    public let shift: UInt
    /// Sums start again.
    public let clear: Bit
    /// The weight that is at `weight` now belongs to the sums.
    public let accumulate: Bit
    /// w.
    public let weight: Fixed
    /// The sum of the weights, in the last place of the format `weight`.
    public let weightSum: UInt
    /// The sum of their products with the exponents, in the last place of the format `moment`.
    public let momentSum: UInt
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      distance: declare.input(.fixed(shapes.formats.distance)),
      mantissa: declare.input(.fixed(shapes.mantissaTable.output)),
      shift: declare.input(.uint(shapes.shiftBits)),
      clear: declare.input(.bit), accumulate: declare.input(.bit),
      weight: declare.output(.fixed(shapes.weightRange)),
      weightSum: declare.output(.uint(shapes.weightSumBits)),
      momentSum: declare.output(.uint(shapes.momentSumBits)))
  }

  /// Describes the pipeline and the sums.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let formats = shapes.formats
    let pipeline = module.pipeline("lane")
    let distance = pipeline.input(ports.distance)

    // x = beta d, rounded and saturated: what is beyond the format has no weight worth a bit.
    let product = pipeline.stage("product", distance) { distance in
      (distance .* ports.mantissa).asUInt.prepared(places: shapes.leastPlaces)
    }
    let shifted = pipeline.stage("shifted", product) { product in
      product .>> ports.shift
    }
    let exponent = pipeline.stage("exponent", shifted) { shifted in
      let rounded = shifted.roundedHalf()
      let width = formats.exponent.bitWidth
      guard rounded.bitWidth > width else { return rounded.extended(to: width) }
      let isLarge = rounded[width..<rounded.bitWidth] .!= 0
      return mux(isLarge, Int(formats.exponent.maximum), rounded.truncated(to: width))
    }

    // w = 2^-fraction shifted by the whole part.
    let fractionBits = formats.exponent.fractionBits
    let fraction = pipeline.combine(exponent, named: "fraction") { $0[0..<fractionBits] }
    let table = shapes.weightTable.stages(module, pipeline, fraction, named: "exp2")
    let aligned = pipeline.stage("aligned", table, exponent) { table, exponent in
      (table.asUInt .<< 1) .>> exponent[fractionBits..<exponent.bitWidth]
    }
    let weight = pipeline.stage("weight", aligned) { aligned in
      aligned.roundedHalf().resized(to: shapes.weightRange.bitWidth).asFixed(shapes.weightRange)
    }

    // w x, with no more bits of w than the moment needs.
    let momentProduct = pipeline.stage("momentProduct", weight, exponent) { weight, exponent in
      let factor = weight.converted(
        to: formats.weightFactor, rounding: .nearestHalfUp, overflow: .saturate)
      return factor .* exponent.asFixed(formats.exponent)
    }
    let moment = pipeline.stage("moment", momentProduct) { product in
      // x 2^-x is at most 0.531, so nothing is lost above.
      product.converted(to: formats.moment, rounding: .nearestHalfUp, overflow: .wrap)
    }

    let (lastWeight, lastMoment) = pipeline.outputs(
      pipeline.aligned(weight, moment).0, moment)
    let weightSum = module.register("weightTotal", .uint(shapes.weightSumBits))
    let momentSum = module.register("momentTotal", .uint(shapes.momentSumBits))
    module.when(ports.clear) {
      weightSum.set(to: 0)
      momentSum.set(to: 0)
    }.elseWhen(ports.accumulate) {
      weightSum.assign(weightSum .&+ lastWeight.asUInt.extended(to: shapes.weightSumBits))
      momentSum.assign(momentSum .&+ lastMoment.asUInt.extended(to: shapes.momentSumBits))
    }
    ports.weight.assign(lastWeight)
    ports.weightSum.assign(weightSum)
    ports.momentSum.assign(momentSum)
    precondition(moment.latency == latency, "the lane takes \(moment.latency) cycles")
  }
}
