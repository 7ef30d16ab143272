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
  /// Verilog of others, by path: what black boxes with `.path` name, in order, each once.
  public var libraryPaths: [String]
  /// Black boxes whose Verilog is nowhere here: a simulation needs it, a synthesiser may know it.
  public var missingModules: [String]
  /// Ports and parameters of `missingModules`, for linters only: what is computed in them is
  /// unknown.
  public var stubs: [VerilogFile]

  /// Creates a design from its parts.
  public init(
    topModule: String, files: [VerilogFile], ports: [VerilogPort], clock: String?, reset: String?,
    properties: [PropertyInstance] = [],
    libraryPaths: [String] = [], missingModules: [String] = [], stubs: [VerilogFile] = []
  ) {
    self.topModule = topModule
    self.files = files
    self.ports = ports
    self.clock = clock
    self.reset = reset
    self.properties = properties
    self.libraryPaths = libraryPaths
    self.missingModules = missingModules
    self.stubs = stubs
  }
}

/// One Verilog file: its name and its text.
public struct VerilogFile: Sendable, Hashable {
  /// File name without folder, for example `adder_tree.v`.
  public var name: String
  /// The whole text, ending in a newline.
  public var text: String
  /// Whether somebody else wrote it, so that what linters say of it is not about this design.
  public var isForeign: Bool

  /// Creates a file from its name and text.
  public init(name: String, text: String, isForeign: Bool = false) {
    self.name = name
    self.text = text
    self.isForeign = isForeign
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
