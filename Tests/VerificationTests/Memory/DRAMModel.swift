import HDL
import MemoryDevices
import MemorySystem
import Simulation
import TestSupport

/// `sim/dram_model.v` as a black box.
struct DRAMModel: BlackBox {
  let device: MemoryDevice

  struct Ports {
    let command_valid: Bit
    let command_kind: UInt
    let command_bank: UInt
    let command_row: UInt
    let command_column: UInt
    let write_data: Bits
    let write_mask: Bits
    let read_data: Bits
    let read_valid: Bit
    let violated: Bit
    let violations: UInt
    let violated_rules: Bits
  }

  var moduleName: String { "dram_model" }
  var clockPorts: [String] { ["clk"] }
  var resetPorts: [ResetPort] { [.activeHigh("reset")] }
  var combinationalPaths: CombinationalPaths { .none }
  var source: BlackBoxSource {
    .path(Package.root.appendingPathComponent("sim/dram_model.v").path)
  }

  var parameters: KeyValuePairs<String, ParameterValue> {
    let (shape, timing) = (device.organization, device.timing)
    return [
      "BANKS": .integer(shape.banks), "BANK_GROUPS": .integer(shape.bankGroups),
      "ROWS": .integer(shape.rows), "BURSTS": .integer(device.burstsPerRow),
      "BURST_CLOCKS": .integer(device.burstClocks), "DATA_BITS": .integer(clockBits),
      "CL": .integer(timing.CL), "CWL": .integer(timing.CWL), "T_RCD": .integer(timing.tRCD),
      "T_RP": .integer(timing.tRP), "T_RPAB": .integer(timing.tRPab),
      "T_RAS": .integer(timing.tRAS), "T_RC": .integer(timing.tRC),
      "T_CCD_S": .integer(timing.tCCD_S), "T_CCD_L": .integer(timing.tCCD_L),
      "T_RRD_S": .integer(timing.tRRD_S), "T_RRD_L": .integer(timing.tRRD_L),
      "T_FAW": .integer(timing.tFAW), "WINDOW_ACTIVATES": .integer(timing.windowActivates),
      "T_WR": .integer(timing.tWR), "T_WTR_S": .integer(timing.tWTR_S),
      "T_WTR_L": .integer(timing.tWTR_L), "T_RTP": .integer(timing.tRTP),
      "BUS_TURNAROUND": .integer(timing.busTurnaround), "T_REFI": .integer(timing.tREFI),
      "T_RFC": .integer(timing.tRFC), "POSTPONED_REFRESHES": .integer(timing.postponedRefreshes),
      "T_RFC_PB": .integer(timing.tRFCpb), "T_PBR2PBR": .integer(timing.tpbR2pbR),
      "T_PBR2ACT": .integer(timing.tpbR2act),
      "FILL": 0, "VERBOSE": 0,
    ]
  }

  var clockBits: Int { device.burstBytes * 8 / device.burstClocks }

  func ports(_ declare: PortDeclarer) -> Ports {
    let shape = device.organization
    return Ports(
      command_valid: declare.input(.bit), command_kind: declare.input(.uint(3)),
      command_bank: declare.input(.uint(addressBits(shape.banks))),
      command_row: declare.input(.uint(addressBits(shape.rows))),
      command_column: declare.input(.uint(addressBits(device.burstsPerRow))),
      write_data: declare.input(.bits(clockBits)), write_mask: declare.input(.bits(clockBits / 8)),
      read_data: declare.output(.bits(clockBits)), read_valid: declare.output(.bit),
      violated: declare.output(.bit), violations: declare.output(.uint(32)),
      violated_rules: declare.output(.bits(32)))
  }

  /// Commands by their codes on the pins.
  static let kinds: [MemoryCommand.Kind] = [
    .activate, .read, .write, .precharge, .prechargeAll, .refresh, .refreshBank,
  ]

  /// Rules by the bit that remembers them.
  static let rules: [ProtocolRule?] = [
    nil, .address, .activateOfOpenBank, .accessToClosedBank, nil, .refreshOfOpenBank, .tRCD, .tRP,
    .tRPab, .tRAS, .tRC, .tCCD_S, .tCCD_L, .tRRD_S, .tRRD_L, .tFAW, .tWR, .tWTR_S, .tWTR_L, .tRTP,
    .tRFC, .dataBus, .busTurnaround, .refreshDeadline, .refreshOfBank, .refreshOrder, .tRFCpb,
    .tpbR2pbR, .tpbR2act,
  ]
}

/// The model alone, its ports passed through.
struct DRAMModelTop: Module {
  let device: MemoryDevice

  var moduleName: String { "DRAMModelTop" }

  func ports(_ declare: PortDeclarer) -> DRAMModel.Ports {
    DRAMModel(device: device).ports(declare)
  }

  func body(_ module: ModuleBuilder, _ ports: DRAMModel.Ports) {
    module.connect(module.instance(DRAMModel(device: device), named: "model"), to: ports)
  }
}
