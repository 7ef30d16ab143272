import MemoryDevices

extension MemoryDevice {
  /// Few banks and short distances, each different from its neighbours where a device may have it so.
  static func small(refreshesBanks: Bool = false) throws -> MemoryDevice {
    var device = try MemoryDevice.named("lpddr4-3200")
    device.organization.banks = 4
    device.organization.bankGroups = 2
    device.organization.rows = 4
    device.organization.columns = 8
    device.timing.burstLength = 4
    device.timing.dataRate = 2
    (device.timing.CL, device.timing.CWL) = (2, 1)
    (device.timing.tRCD, device.timing.tRP, device.timing.tRPab) = (2, 2, 3)
    (device.timing.tRAS, device.timing.tRC) = (4, 6)
    (device.timing.tCCD_S, device.timing.tCCD_L) = (2, 3)
    (device.timing.tRRD_S, device.timing.tRRD_L) = (2, 3)
    (device.timing.tFAW, device.timing.windowActivates) = (8, 2)
    (device.timing.tWR, device.timing.tRTP) = (2, 2)
    (device.timing.tWTR_S, device.timing.tWTR_L) = (1, 2)
    device.timing.busTurnaround = 1
    (device.timing.tREFI, device.timing.tRFC) = (40, 5)
    device.timing.postponedRefreshes = 0
    if refreshesBanks {
      (device.timing.tRFCpb, device.timing.tpbR2pbR, device.timing.tpbR2act) = (4, 3, 2)
    } else {
      (device.timing.tRFCpb, device.timing.tpbR2pbR, device.timing.tpbR2act) = (0, 0, 0)
    }
    try device.validate()
    return device
  }

  /// Two banks and hardly any distances, so that a refresh falls due after a few clocks.
  static func tiny(refreshesBanks: Bool = false) throws -> MemoryDevice {
    var device = try small(refreshesBanks: refreshesBanks)
    device.organization.banks = 2
    device.organization.bankGroups = 1
    device.timing.burstLength = 2
    (device.timing.CL, device.timing.CWL) = (1, 1)
    (device.timing.tRCD, device.timing.tRP, device.timing.tRPab) = (1, 1, 2)
    (device.timing.tRAS, device.timing.tRC) = (1, 2)
    (device.timing.tCCD_S, device.timing.tCCD_L) = (1, 1)
    (device.timing.tRRD_S, device.timing.tRRD_L, device.timing.tFAW) = (1, 1, 1)
    (device.timing.tWR, device.timing.tRTP) = (1, 1)
    (device.timing.tWTR_S, device.timing.tWTR_L) = (1, 1)
    device.timing.busTurnaround = 0
    (device.timing.tREFI, device.timing.tRFC) = (22, 2)
    if refreshesBanks {
      (device.timing.tRFCpb, device.timing.tpbR2pbR, device.timing.tpbR2act) = (2, 1, 1)
    }
    try device.validate()
    return device
  }
}
