/// A program or header that part of the package needs from the machine.
public enum Tool: String, Sendable, Hashable, Codable, CaseIterable {
  /// Verilog to C++ compiler.
  case verilator
  /// C++ compiler for the output of Verilator.
  case cxx = "c++"
  /// Icarus Verilog compiler.
  case iverilog
  /// Icarus Verilog run time.
  case vvp
  /// Synthesis.
  case yosys
  /// Python bindings of the slang SystemVerilog front end.
  case pyslang
  /// Headers of the compression library.
  case zlib
  /// Headers of the image library.
  case libpng

  /// What the package uses it for.
  public var purpose: String {
    switch self {
    case .verilator: "fast simulation and lint of the Verilog"
    case .cxx: "compiles the models that Verilator writes"
    case .iverilog: "compiles the Verilog for a four-state simulation"
    case .vvp: "runs what iverilog compiled"
    case .yosys: "resource counts and formal checks"
    case .pyslang: "second, strict check of the Verilog syntax"
    case .zlib: "reads compressed data sets"
    case .libpng: "reads folders of PNG images"
    }
  }

  /// The command that installs it.
  public var installCommand: String {
    #if os(macOS)
      switch self {
      case .verilator: "brew install verilator"
      case .cxx: "xcode-select --install"
      case .iverilog, .vvp: "brew install icarus-verilog"
      case .yosys: "brew install yosys"
      case .pyslang: "python3 -m pip install pyslang"
      case .zlib: "brew install zlib"
      case .libpng: "brew install libpng"
      }
    #else
      switch self {
      case .verilator: "apt-get install -y --no-install-recommends verilator"
      case .cxx: "apt-get install -y --no-install-recommends g++"
      case .iverilog, .vvp: "apt-get install -y --no-install-recommends iverilog"
      case .yosys: "apt-get install -y --no-install-recommends yosys"
      case .pyslang: "python3 -m pip install pyslang"
      case .zlib: "apt-get install -y --no-install-recommends zlib1g-dev"
      case .libpng: "apt-get install -y --no-install-recommends libpng-dev"
      }
    #endif
  }

  /// Environment variable that names another executable, where there is one.
  public var overrideVariable: String? {
    switch self {
    case .verilator: "NMS_VERILATOR"
    case .cxx: "CXX"
    default: nil
    }
  }
}
