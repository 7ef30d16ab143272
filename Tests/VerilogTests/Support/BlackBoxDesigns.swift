import HDL

/// A phase-locked loop with parameters of every kind that all tools take, and two macros of one name.
struct ClockedByPLL: Module {
  struct Ports {
    let divide: Bits
    let locked: Bit
    let word: Bits
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      divide: declare.input(.bits(4)), locked: declare.output(.bit), word: declare.output(.bits(16))
    )
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let pll = module.instance(PLL(multiplier: -3), named: "pll")
    pll.BYPASS.assign(module.constant(0, .bit))
    pll.DYNAMICDELAY.assign(ports.divide)
    pll.PHASE.ignore()
    ports.locked.assign(pll.LOCK)
    let words = [8, 24].map { contents in
      let macro = module.instance(ROMMacro(contents: contents), named: "macro_\(contents)")
      macro.ADDR.assign(ports.divide)
      return macro.DOUT
    }
    ports.word.assign(concatenate(words[1], words[0]))
  }
}

struct PLL: BlackBox {
  let multiplier: Int

  struct Ports {
    let BYPASS: Bit
    let DYNAMICDELAY: Bits
    let LOCK: Bit
    let PHASE: Bits
  }

  var moduleName: String { "SB_PLL40_CORE" }
  var parameters: KeyValuePairs<String, ParameterValue> {
    [
      "FEEDBACK_PATH": "SIM\"PLE\\", "DIVR": .bits(0xa, width: 4), "DIVF": .integer(multiplier),
      "MASK": .integer(4_294_967_295), "ID": .bits(0x0123_4567_89ab_cdef, width: 64),
    ]
  }
  var clockPorts: [String] { ["REFERENCECLK", "LATCHCLK"] }
  var resetPorts: [ResetPort] { [.activeLow("RESETB"), .activeHigh("CLEAR")] }
  var combinationalPaths: CombinationalPaths { .none }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      BYPASS: declare.input(.bit), DYNAMICDELAY: declare.input(.bits(4)),
      LOCK: declare.output(.bit), PHASE: declare.output(.bits(2)))
  }
}

/// Without a clock, and with its Verilog.
struct ROMMacro: BlackBox {
  let contents: Int

  struct Ports {
    let ADDR: Bits
    let DOUT: Bits
  }

  var parameters: KeyValuePairs<String, ParameterValue> { ["CONTENTS": .integer(contents)] }
  var source: BlackBoxSource {
    .text(
      """
      module ROMMacro #(
        parameter CONTENTS = 0
      ) (
        input wire [3:0] ADDR,
        output wire [7:0] DOUT
      );
        assign DOUT = CONTENTS[7:0] ^ {4'b0, ADDR};
        (* maybe_unused *) wire _unused;
        assign _unused = &{1'b0, CONTENTS[31:8]};
      endmodule
      """)
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(ADDR: declare.input(.bits(4)), DOUT: declare.output(.bits(8)))
  }
}
