public import Configuration
public import HDL

/// The lower corner of positions, and how far they extend.
public struct BoundingBox: Module {
  let shapes: SelectorShapes

  /// Creates the box of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = SelectorShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "BoundingBox" }

  /// Positions in, the box out.
  public struct Ports {
    /// There is a position.
    public let isValid: Bit
    /// It is the first.
    public let isFirst: Bit
    /// The coordinates.
    public let x: SInt
    /// The coordinates.
    public let y: SInt
    /// The lowest x, a cycle after the position.
    public let lowX: SInt
    /// The lowest y.
    public let lowY: SInt
    /// The highest x less the lowest, two cycles after the position.
    public let spanX: UInt
    /// The highest y less the lowest.
    public let spanY: UInt
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    let coordinate = Shape<SInt>.sint(shapes.coordinateBits)
    let span = Shape<UInt>.uint(shapes.coordinateBits)
    return Ports(
      isValid: declare.input(.bit), isFirst: declare.input(.bit), x: declare.input(coordinate),
      y: declare.input(coordinate), lowX: declare.output(coordinate),
      lowY: declare.output(coordinate), spanX: declare.output(span), spanY: declare.output(span))
  }

  /// Describes the extremes of both coordinates.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    axis(module, "X", ports, ports.x, low: ports.lowX, span: ports.spanX)
    axis(module, "Y", ports, ports.y, low: ports.lowY, span: ports.spanY)
  }

  private func axis(
    _ module: ModuleBuilder, _ name: String, _ ports: Ports, _ value: SInt, low: SInt, span: UInt
  ) {
    let least = module.register("least\(name)", value.shape)
    let greatest = module.register("greatest\(name)", value.shape)
    module.when(ports.isValid .& (ports.isFirst .| value .< least)) { least.assign(value) }
    module.when(ports.isValid .& (ports.isFirst .| value .> greatest)) { greatest.assign(value) }
    // Not negative, so the sign of the difference says nothing.
    let difference = module.register("difference\(name)", span.shape)
    difference.assign((greatest .- least).asUInt.truncated(to: span.bitWidth))
    low.assign(least)
    span.assign(difference)
  }
}
