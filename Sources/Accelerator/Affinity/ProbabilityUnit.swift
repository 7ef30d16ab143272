public import Configuration
internal import FixedPoint
public import HDL

/// p = w / S: a weight times the reciprocal of the sum's mantissa, shifted by its exponent.
///
/// A weight a cycle, no stall; latency 3: product, shift, rounding.
public struct ProbabilityUnit: Module {
  let shapes: AffinityShapes

  /// Creates the unit of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = AffinityShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "ProbabilityUnit" }

  /// Cycles from a weight to its probability.
  public static let latency = 3

  /// Weights in, probabilities out.
  public struct Ports {
    /// w, at most 1.
    public let weight: Fixed
    /// 1 / m of the row, in the format `reciprocal`; held during a row.
    public let reciprocal: UInt
    /// e of the row, with the sum of the weights m 2^e; held during a row.
    public let exponent: UInt
    /// p, in the format `conditional`.
    public let probability: UInt
    /// It was beyond the format and took its end.
    public let isSaturated: Bit
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      weight: declare.input(.fixed(shapes.weightRange)),
      reciprocal: declare.input(.uint(shapes.formats.reciprocal.bitWidth)),
      exponent: declare.input(.uint(shapes.exponentBits)),
      probability: declare.output(.uint(shapes.formats.conditional.bitWidth)),
      isSaturated: declare.output(.bit))
  }

  /// Describes the pipeline.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let formats = shapes.formats
    let places =
      formats.weight.fractionBits + formats.reciprocal.fractionBits
      - formats.conditional.fractionBits
    let pipeline = module.pipeline("probability")
    let weight = pipeline.input(ports.weight)
    let product = pipeline.stage("product", weight) { weight in
      (weight.asUInt .* ports.reciprocal).prepared(places: places)
    }
    let shifted = pipeline.stage("shifted", product) { $0 .>> ports.exponent }
    let rounded = pipeline.stage("rounded", shifted) { $0.roundedHalf() }
    let value = pipeline.output(rounded)
    let width = formats.conditional.bitWidth
    guard value.bitWidth > width else {
      ports.probability.assign(value.extended(to: width))
      ports.isSaturated.assign(module.constant(0, .bit))
      return
    }
    let isLarge = (value[width..<value.bitWidth] .!= 0).named("isLarge")
    ports.probability.assign(
      mux(isLarge, Int(formats.conditional.maximum), value.truncated(to: width)))
    ports.isSaturated.assign(isLarge)
  }
}
