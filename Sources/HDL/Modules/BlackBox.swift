/// A module whose inside is Verilog that somebody else wrote: a vendor's primitive, a PLL, a RAM
/// macro.
///
/// It declares its ports as every module does and has no body. An instance of it is emitted with its
/// parameters; a file is emitted only if `source` holds the text.
///
/// ```swift
/// struct SRAM: BlackBox {
///   let words: Int
///
///   struct Ports {
///     let A: UInt
///     let D: Bits
///     let WE: Bit
///     let Q: Bits
///   }
///
///   var moduleName: String { "SRAM_SP" }
///   var parameters: KeyValuePairs<String, ParameterValue> { ["WORDS": .integer(words)] }
///   var clockPorts: [String] { ["CLK"] }
///   var combinationalPaths: CombinationalPaths { .none }
///
///   func ports(_ declare: PortDeclarer) -> Ports {
///     Ports(
///       A: declare.input(.uint(addressBits(words))), D: declare.input(.bits(8)),
///       WE: declare.input(.bit), Q: declare.output(.bits(8)))
///   }
/// }
/// ```
///
/// The native simulator runs it if it also has a behavior (`SimulatedBlackBox` in `Simulation`);
/// other engines take the Verilog of `source`.
public protocol BlackBox: Module, Sendable {
  /// Parameters of the Verilog module, in the order in which they shall appear. None by default.
  var parameters: KeyValuePairs<String, ParameterValue> { get }

  /// Inputs that take the clock; they are not among `Ports`. None by default.
  var clockPorts: [String] { get }

  /// Inputs that take the synchronous reset; they are not among `Ports`. None by default.
  var resetPorts: [ResetPort] { get }

  /// Which inputs reach which outputs within a cycle. Every input reaches every output by default,
  /// so no combinational loop is missed.
  var combinationalPaths: CombinationalPaths { get }

  /// Where the Verilog is. By default it is left to the tools that take the emitted files.
  var source: BlackBoxSource { get }
}

extension BlackBox {
  /// The type's name, which is that of the Verilog module.
  public var moduleName: String { String(describing: Self.self).prefix { $0 != "<" }.description }

  /// No parameters.
  public var parameters: KeyValuePairs<String, ParameterValue> { [:] }

  /// No clock.
  public var clockPorts: [String] { [] }

  /// No reset.
  public var resetPorts: [ResetPort] { [] }

  /// Every output depends on every input.
  public var combinationalPaths: CombinationalPaths { .every }

  /// Not given.
  public var source: BlackBoxSource { .external }

  /// Nothing: what is inside is Verilog.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {}
}

/// The value of a Verilog parameter.
public enum ParameterValue: Sendable, Hashable {
  /// A whole number of at most 32 bits, as Verilog's integers are.
  case integer(Int)
  /// A sized number of 1 to 64 bits, printed in hexadecimal.
  case bits(UInt64, width: Int)
  /// Printable ASCII; quotes and backslashes are escaped.
  case string(String)
  /// A real number as it shall stand in the Verilog: digits, a point and digits, an exponent.
  case real(String)
}

extension ParameterValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
  /// `.integer`.
  public init(integerLiteral value: Int) { self = .integer(value) }

  /// `.string`.
  public init(stringLiteral value: String) { self = .string(value) }
}

/// An input of a black box that takes the synchronous reset, and its polarity.
public enum ResetPort: Sendable, Hashable {
  /// Reset while 1.
  case activeHigh(String)
  /// Reset while 0.
  case activeLow(String)

  /// The port's name.
  public var name: String {
    switch self {
    case .activeHigh(let name), .activeLow(let name): name
    }
  }
}

/// Which inputs of a black box reach which of its outputs within a cycle.
public enum CombinationalPaths: Sendable, Hashable {
  /// Every input reaches every output.
  case every
  /// All outputs come from registers.
  case none
  /// The outputs that each named input reaches; other inputs reach none.
  case only([Path])

  /// An input and an output that depends on it within a cycle.
  public struct Path: Sendable, Hashable {
    /// Name of the input.
    public var input: String
    /// Name of the output.
    public var output: String

    /// A path from an input to an output.
    public init(from input: String, to output: String) {
      self.input = input
      self.output = output
    }
  }
}

/// Where the Verilog of a black box is.
public enum BlackBoxSource: Sendable, Hashable {
  /// Nowhere in this package: a primitive that the synthesiser knows, or files given to it apart.
  case external
  /// The text of a file, which is emitted beside the others under the module's name.
  case text(String)
  /// A file that is listed in `files.f` as it is written here and read where the tools run.
  case path(String)
}
