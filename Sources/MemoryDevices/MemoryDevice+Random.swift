extension MemoryDevice {
  /// The ends of what `random` draws where a test has to stay small.
  package struct RandomLimits {
    /// Most bits of a bank's number.
    package var bankBits: Int
    /// Bits of the number of columns.
    package var columnBits: ClosedRange<Int>
    /// Most clocks of the distance of refreshes beyond what refreshes need.
    package var spareClocks: Int

    /// Limits of these values.
    package init(bankBits: Int, columnBits: ClosedRange<Int>, spareClocks: Int) {
      self.bankBits = bankBits
      self.columnBits = columnBits
      self.spareClocks = spareClocks
    }
  }

  /// A memory with organization and timing drawn at random out of what a device file may say, for
  /// tests. It has the currents of the built-in DDR4.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - limits: What is drawn at most.
  ///   - next: A random number from 0 to below its argument.
  /// - Throws: `MemorySystemError` if it is none that a file may describe.
  package static func random(
    named name: String, within limits: RandomLimits, next: (Int) -> Int
  ) throws -> MemoryDevice {
    func draw(_ range: ClosedRange<Int>) -> Int { range.lowerBound + next(range.count) }
    var device = try MemoryDevice.named("ddr4-2400")
    device.name = name
    let banks = draw(0...limits.bankBits)
    device.organization.banks = 1 << banks
    device.organization.bankGroups = 1 << draw(0...min(banks, 3))
    device.organization.columns = 1 << draw(limits.columnBits)
    device.organization.rows = draw(1...50)
    var timing = device.timing
    timing.dataRate = draw(1...2)
    timing.burstLength = 2 << draw(0...3)
    timing.CL = draw(1...40)
    timing.CWL = draw(1...40)
    timing.tRCD = draw(1...40)
    timing.tRAS = timing.tRCD + draw(0...50)
    timing.tRP = draw(1...30)
    timing.tRPab = timing.tRP + draw(0...10)
    timing.tRC = timing.tRAS + draw(0...60)
    timing.tCCD_S = draw(1...12)
    timing.tCCD_L = timing.tCCD_S + draw(0...8)
    timing.tRRD_S = draw(1...20)
    timing.tRRD_L = timing.tRRD_S + draw(0...10)
    timing.tFAW = draw(1...120)
    timing.windowActivates = draw(1...8)
    timing.tWR = draw(1...40)
    timing.tWTR_S = draw(1...30)
    timing.tWTR_L = timing.tWTR_S + draw(0...10)
    timing.tRTP = draw(1...30)
    timing.busTurnaround = draw(0...10)
    timing.tRFC = draw(1...400)
    timing.postponedRefreshes = draw(0...8)
    if draw(0...1) == 1 {
      timing.tRFCpb = draw(1...timing.tRFC)
      timing.tpbR2pbR = draw(1...timing.tRFCpb + 40)
      timing.tpbR2act = draw(1...40)
      for index in device.rails.indices { device.rails[index].IDD5PB = device.rails[index].IDD5 }
    }
    device.timing = timing
    device.timing.tREFI =
      2 * (timing.tRFC + device.refreshDrain + timing.tRCD) + draw(1...limits.spareClocks)
    try device.validate()
    return device
  }
}
