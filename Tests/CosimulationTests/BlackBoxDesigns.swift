import HDL
import Simulation

/// A RAM with a registered and a combinational output, which other people's Verilog describes.
struct Macro: SimulatedBlackBox {
  let fill: UInt64
  let mode: String

  struct Ports {
    let A: HDL.UInt
    let D: Bits
    let WE: Bit
    let Q: Bits
    let Y: Bits
  }

  var moduleName: String { "SRAM_SP" }
  var parameters: KeyValuePairs<String, ParameterValue> {
    ["ADDRESS_BITS": 3, "FILL": .bits(fill, width: 8), "MODE": .string(mode)]
  }
  var clockPorts: [String] { ["CLK"] }
  var resetPorts: [ResetPort] { [.activeLow("RST_N")] }
  var combinationalPaths: CombinationalPaths { .only([.init(from: "D", to: "Y")]) }
  var source: BlackBoxSource { .text(Self.text) }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      A: declare.input(.uint(3)), D: declare.input(.bits(8)), WE: declare.input(.bit),
      Q: declare.output(.bits(8)), Y: declare.output(.bits(8)))
  }

  func makeBehavior() -> any BlackBoxBehavior { Behavior(fill: fill, isFirst: mode == "WRITE") }

  struct Behavior: BlackBoxBehavior {
    let fill: UInt64
    let isFirst: Bool
    var words = [UInt64](repeating: 0, count: 8)
    var word: UInt64 = 0

    func settle(_ pins: BlackBoxPins) {
      pins["Q"] = word
      pins["Y"] = pins["D"] ^ fill
    }

    mutating func step(_ pins: BlackBoxPins, isReset: Bool) {
      let address = Int(pins["A"])
      let before = words[address]
      if pins["WE"] == 1 { words[address] = pins["D"] }
      word = isReset ? fill : isFirst ? words[address] : before
    }
  }

  /// Written as others write: without a wire too many for a linter to complain of.
  private static let text = """
    module SRAM_SP #(parameter ADDRESS_BITS = 1, parameter [7:0] FILL = 0, parameter MODE = "READ")
      (input CLK, input RST_N, input [ADDRESS_BITS-1:0] A, input [7:0] D, input WE,
       output reg [7:0] Q, output [7:0] Y);
      reg [7:0] words [0:(1<<ADDRESS_BITS)-1];
      integer i, unused;
      initial begin
        for (i = 0; i < (1<<ADDRESS_BITS); i = i + 1) words[i] = 0;
        Q = 0;
      end
      assign Y = D ^ FILL;
      always @(posedge CLK) begin
        if (WE) words[A] <= D;
        if (!RST_N) Q <= FILL;
        else Q <= (MODE == "WRITE" && WE) ? D : words[A];
      end
    endmodule
    """
}

/// A rotation of a wide value whose Verilog is in a file of its own.
struct Rotation: SimulatedBlackBox {
  let path: String

  struct Ports {
    let value: Bits
    let rotated: Bits
  }

  var moduleName: String { "rotate_right" }
  var source: BlackBoxSource { .path(path) }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(value: declare.input(.bits(100)), rotated: declare.output(.bits(100)))
  }

  func makeBehavior() -> any BlackBoxBehavior {
    CombinationalBehavior { pins in
      let value = pins[words: "value"]
      pins[words: "rotated"] = [
        value[0] >> 1 | value[1] << 63, value[1] >> 1 | (value[0] & 1) << 35,
      ]
    }
  }

  /// With an include beside it, as vendors' files have.
  static let text = """
    `include "widths.vh"
    module rotate_right(input [`WIDTH-1:0] value, output [`WIDTH-1:0] rotated);
      assign rotated = {value[0], value[`WIDTH-1:1]};
    endmodule

    """
}

/// Two macros, the second behind the first's combinational output, and a rotation.
struct MacroUser: Module {
  /// Where the Verilog of the rotation is.
  let path: String

  struct Ports {
    let address: HDL.UInt
    let data: Bits
    let write: Bit
    let wide: Bits
    let first: Bits
    let second: Bits
    let rotated: Bits
  }

  var moduleName: String { "MacroUser" }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      address: declare.input(.uint(3)), data: declare.input(.bits(8)), write: declare.input(.bit),
      wide: declare.input(.bits(100)), first: declare.output(.bits(8)),
      second: declare.output(.bits(8)), rotated: declare.output(.bits(100)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let first = module.instance(Macro(fill: 0x5a, mode: "READ"), named: "first_macro")
    let second = module.instance(Macro(fill: 0xff, mode: "WRITE"), named: "second_macro")
    for macro in [first, second] {
      macro.A.assign(ports.address)
      macro.WE.assign(ports.write)
    }
    first.D.assign(ports.data)
    // The second's output does not come back through the first's other path: no loop.
    second.D.assign(first.Y .^ first.Q)
    ports.first.assign(first.Q)
    ports.second.assign(second.Q .^ second.Y)
    let rotation = module.instance(Rotation(path: path), named: "rotation")
    rotation.value.assign(ports.wide)
    ports.rotated.assign(rotation.rotated)
  }
}
