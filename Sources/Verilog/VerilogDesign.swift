public import HDL

/// A set of Verilog-2005 files that together describe one top module.
public struct VerilogDesign: Sendable, Hashable {
  /// Name of the top module.
  public var topModule: String
  /// One file a module, children before the modules that instantiate them; the top module's is last.
  public var files: [VerilogFile]
  /// Ports of the top module without clock and reset, in declaration order.
  public var ports: [VerilogPort]
  /// Name of the clock input of the top module; `nil` for a purely combinational design.
  public var clock: String?
  /// Name of the synchronous, active-high reset input; `nil` where no register is reset.
  public var reset: String?

  /// Every property of every instance, in the order in which they are reported.
  public var properties: [PropertyInstance]

  /// Creates a design from its parts.
  public init(
    topModule: String, files: [VerilogFile], ports: [VerilogPort], clock: String?, reset: String?,
    properties: [PropertyInstance] = []
  ) {
    self.topModule = topModule
    self.files = files
    self.ports = ports
    self.clock = clock
    self.reset = reset
    self.properties = properties
  }
}

/// One Verilog file: its name and its text.
public struct VerilogFile: Sendable, Hashable {
  /// File name without folder, for example `adder_tree.v`.
  public var name: String
  /// The whole text, ending in a newline.
  public var text: String

  /// Creates a file from its name and text.
  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}

/// One port of a Verilog module: a name, a width in bits and a direction.
public struct VerilogPort: Sendable, Hashable {
  /// The direction of a port seen from inside its module.
  public enum Direction: String, Sendable, Hashable {
    /// Driven by the surroundings.
    case input
    /// Driven by the module.
    case output
  }

  /// The Verilog identifier.
  public var name: String
  /// Width in bits, at least 1.
  public var bitWidth: Int
  /// Direction seen from inside the module.
  public var direction: Direction

  /// Creates a port from its parts.
  public init(name: String, bitWidth: Int, direction: Direction) {
    self.name = name
    self.bitWidth = bitWidth
    self.direction = direction
  }
}
