internal import Components
public import Configuration
internal import FixedPoint
public import HDL

/// 1 / m of a positive number m 2^e: its leading one gives e, a table the inverse.
///
/// A number a cycle; of 0 it gives any inverse.
public struct InverseUnit: Module {
  let shapes: EmbeddingShapes

  /// Creates the unit of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = EmbeddingShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "InverseUnit" }

  /// Cycles from a number to its inverse: leading one, fraction, table.
  public var latency: Int { shapes.inverseLatency }

  /// A number in, its inverse out.
  public struct Ports {
    /// The number.
    public let value: UInt
    /// 1 / m, in the format `normalization`.
    public let inverse: UInt
    /// e.
    public let exponent: UInt
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      value: declare.input(.uint(shapes.inverseInputBits)),
      inverse: declare.output(.uint(shapes.inverseBits)),
      exponent: declare.output(.uint(shapes.inverseExponentBits)))
  }

  /// Describes the pipeline.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let pipeline = module.pipeline("inverse")
    let value = pipeline.input(ports.value)
    let width = shapes.inverseInputBits
    let places = shapes.formats.normalization.fractionBits
    let zeros = pipeline.stage("zeros", value) { $0.leadingZeroCount() }
    let fraction = pipeline.stage("fraction", value, zeros) { value, zeros in
      // Bits further below the leading one than the mantissa is long are not looked at.
      let fraction = (value .<< zeros)[0..<width - 1]
      return width - 1 >= places
        ? fraction[width - 1 - places..<width - 1] : fraction .<< (places - width + 1)
    }
    let exponent = pipeline.stage("exponent", zeros) { zeros in
      (width - 1 .- zeros).asUInt.resized(to: shapes.inverseExponentBits)
    }
    let table = shapes.inverseTable.stages(module, pipeline, fraction, named: "inverse")
    let (inverse, outExponent) = pipeline.outputs(table, pipeline.aligned(table, exponent).1)
    ports.inverse.assign(inverse.asUInt.resized(to: shapes.inverseBits))
    ports.exponent.assign(outExponent)
    precondition(table.latency == latency, "the inverse takes \(table.latency) cycles")
  }
}
