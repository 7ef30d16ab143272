internal import Components
public import Configuration
internal import FixedPoint
public import HDL

/// Random coordinates of the start, uniform in plus and minus 2^-`startBits` in steps of 2^-15 of that:
/// the highest 16 bits of each number of Marsaglia's xorshift of 64 bits (shifts 13, 7, 17).
public struct StartGenerator: Module {
  let shapes: EmbeddingShapes

  /// Creates the generator of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = EmbeddingShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "StartGenerator" }

  /// A state in, coordinates out.
  public struct Ports {
    /// Takes the state.
    public let load: Bit
    /// The state before the first number, not 0.
    public let seed: UInt
    /// Goes on to the next coordinate.
    public let advances: Bit
    /// A coordinate, in the format `position`.
    public let coordinate: Fixed
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      load: declare.input(.bit), seed: declare.input(.uint(64)), advances: declare.input(.bit),
      coordinate: declare.output(.fixed(shapes.formats.position)))
  }

  /// Describes the state and its step.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let state = module.register("state", .uint(64))
    let first = (state .^ (state .<< 13).truncated(to: 64)).named("first")
    let second = (first .^ (first .>> 7).extended(to: 64)).named("second")
    let number = (second .^ (second .<< 17).truncated(to: 64)).named("number")
    module.when(ports.load) { state.assign(ports.seed) }.elseWhen(ports.advances) {
      state.assign(number)
    }
    // Less 2^15: the highest bit becomes the sign.
    let centred = concatenate(.!number[63].asUInt, number[48..<63]).asSInt.named("centred")
    let format = shapes.formats.position
    let places = shapes.configuration.startBits + 15 - format.fractionBits
    let coordinate = places > 0 ? (centred .>> (places - 1)).roundedHalf() : centred .<< -places
    ports.coordinate.assign(coordinate.resized(to: format.bitWidth).asFixed(format))
  }
}
