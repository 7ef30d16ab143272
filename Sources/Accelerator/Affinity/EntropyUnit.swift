public import Configuration
internal import Components
internal import FixedPoint
public import HDL

/// From a row's sums to its entropy: H = log2 S + M / S, and what it lacks of the one wanted.
///
/// S is brought into [1, 2) by its leading one; a table gives the logarithm, another the reciprocal.
/// One row's sums a cycle; latency `latency`.
public struct EntropyUnit: Module {
  let shapes: AffinityShapes

  /// Creates the unit of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = AffinityShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "EntropyUnit" }

  /// Cycles from sums to evaluation: leading one, shift, tables, product, shift, sum, difference.
  public var latency: Int {
    6 + max(shapes.logarithmTable.latency - 2, shapes.reciprocalTable.latency)
  }

  /// Sums in, evaluations out.
  public struct Ports {
    /// There are sums.
    public let valid: Bit
    /// log2 beta they belong to.
    public let logBeta: SInt
    /// S, in the last place of the format `weight`; at least 1.
    public let weightSum: UInt
    /// M, in the last place of the format `moment`.
    public let momentSum: UInt
    /// log2 of the perplexity wanted, in the format `entropy`.
    public let targetEntropy: UInt
    /// There is an evaluation.
    public let evaluationValid: Bit
    /// The evaluation.
    public let evaluation: Evaluation
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    let formats = shapes.formats
    return Ports(
      valid: declare.input(.bit), logBeta: declare.input(.sint(formats.logBeta.bitWidth)),
      weightSum: declare.input(.uint(shapes.weightSumBits)),
      momentSum: declare.input(.uint(shapes.momentSumBits)),
      targetEntropy: declare.input(.uint(formats.entropy.bitWidth)),
      evaluationValid: declare.output(.bit), evaluation: declare.output(of: shapes.evaluation))
  }

  /// Describes the pipeline.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let formats = shapes.formats
    let pipeline = module.pipeline("entropy", valid: ports.valid)
    let logBeta = pipeline.input(ports.logBeta)
    let moment = pipeline.input(ports.momentSum)

    // The sum is at least 1, so its leading one is not below the binary point, and bits further below
    // that than the mantissa is long are not looked at.
    let places = formats.normalizedSum.fractionBits
    let unread = max(0, formats.weight.fractionBits - places)
    if unread > 0 { ports.weightSum[0..<unread].ignore() }
    let sum = pipeline.input(
      ports.weightSum[unread..<shapes.weightSumBits].named("leadingSum"))
    let wholePlaces = formats.weight.fractionBits - unread
    let width = shapes.weightSumBits - unread
    let zeros = pipeline.stage("zeros", sum) { $0[wholePlaces..<width].leadingZeroCount() }
    let exponent = pipeline.stage("sumExponent", zeros) { zeros in
      (width - 1 - wholePlaces .- zeros).asUInt.resized(to: shapes.exponentBits)
    }
    let fraction = pipeline.stage("sumFraction", sum, zeros) { sum, zeros in
      let fraction = (sum .<< zeros)[0..<width - 1]
      return width - 1 >= places
        ? fraction[width - 1 - places..<width - 1] : fraction .<< (places - width + 1)
    }
    let logarithm = shapes.logarithmTable.stages(module, pipeline, fraction, named: "log2")
    let reciprocal = shapes.reciprocalTable.stages(module, pipeline, fraction, named: "reciprocal")

    // M / S = M (1 / m) 2^-e.
    let meanPlaces =
      formats.moment.fractionBits + formats.reciprocal.fractionBits - formats.entropy.fractionBits
    let product = pipeline.stage("meanProduct", moment, reciprocal) { moment, reciprocal in
      (moment .* reciprocal.asUInt).prepared(places: meanPlaces)
    }
    let mean = pipeline.stage("mean", product, exponent) { product, exponent in
      (product .>> exponent).roundedHalf()
    }
    let entropy = pipeline.stage("entropyValue", mean, logarithm, exponent) {
      mean, log2, exponent in
      let logarithm = exponent.fixed() .+ log2
      let rounded = logarithm.converted(
        to: wide(formats.entropy), rounding: .nearestHalfUp, overflow: .saturate)
      let total = (rounded.asUInt .+ mean).named("unlimitedEntropy")
      let width = formats.entropy.bitWidth
      let isLarge = total[width..<total.bitWidth] .!= 0
      return mux(isLarge, Int(formats.entropy.maximum), total.truncated(to: width))
    }
    let error = pipeline.stage("error", entropy) { $0 .- ports.targetEntropy }

    let (outError, outLogBeta, outReciprocal, outExponent) = pipeline.aligned(
      error, logBeta, reciprocal, exponent)
    ports.evaluationValid.assign(pipeline.valid(of: error))
    ports.evaluation.assign(
      Evaluation(
        logBeta: pipeline.output(outLogBeta), error: pipeline.output(outError),
        reciprocal: pipeline.output(outReciprocal).asUInt.resized(to: formats.reciprocal.bitWidth),
        exponent: pipeline.output(outExponent)))
    precondition(error.latency == latency, "the entropy takes \(error.latency) cycles")
  }

  /// The format with a bit more, for a sum before it is limited.
  private func wide(_ format: FixedPointFormat) -> FixedPointFormat {
    FixedPointFormat(
      integers: [0, 2 * Int(format.maximum) + 1], fractionBits: format.fractionBits)
  }
}
