public import Configuration
public import HDL

/// Turns log2 beta into the multiplier and the shift that a lane applies to distances.
///
/// -log2 beta = K + g with K whole and g in [0, 1): beta = 2^-g 2^-K. Latency: that of the table.
public struct BandwidthScale: Module {
  let shapes: AffinityShapes

  /// Creates the unit of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = AffinityShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "BandwidthScale" }

  /// Cycles from `logBeta` to the scale.
  public var latency: Int { shapes.mantissaTable.latency }

  /// log2 beta in, the scale out.
  public struct Ports {
    /// log2 beta, in its format.
    public let logBeta: SInt
    /// 2^-g.
    public let mantissa: Fixed
    /// Places by which the product of mantissa and distance is shifted right, beyond those of the
    /// largest log2 beta.
    public let shift: UInt
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      logBeta: declare.input(.sint(shapes.formats.logBeta.bitWidth)),
      mantissa: declare.output(.fixed(shapes.mantissaTable.output)),
      shift: declare.output(.uint(shapes.shiftBits)))
  }

  /// Describes the negation, the table and the offset of the shift.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let fractionBits = shapes.formats.logBeta.fractionBits
    let pipeline = module.pipeline("scale")
    let negated = ports.logBeta.negated()
    let fraction = pipeline.input(negated[0..<fractionBits].asUInt.named("fraction"))
    let whole = pipeline.input(negated[fractionBits..<negated.bitWidth].asSInt.named("whole"))
    let mantissa = shapes.mantissaTable.stages(module, pipeline, fraction, named: "mantissa")
    let shift = pipeline.stage("shift", whole) { whole in
      (whole .+ shapes.configuration.search.maximumLogBeta).asUInt.resized(to: shapes.shiftBits)
    }
    let (alignedMantissa, alignedShift) = pipeline.aligned(mantissa, shift)
    ports.mantissa.assign(pipeline.output(alignedMantissa))
    ports.shift.assign(pipeline.output(alignedShift))
  }
}
