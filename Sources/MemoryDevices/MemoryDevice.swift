/// A DRAM: what it consists of, its timing, and the currents its energy is computed from.
///
/// All figures are whole numbers, so energy is exact until it is divided by the clock once at the end.
/// A device is data: the built-in ones are JSON files with the origin beside each number, and a file of
/// the user's own is read the same way.
public struct MemoryDevice: Hashable, Sendable {
  /// The name, such as `ddr4-2400`.
  public var name: String
  /// One line about it.
  public var summary: String
  /// Banks, rows, columns, width.
  public var organization = MemoryOrganization()
  /// Minimum distances of commands.
  public var timing = MemoryTiming()
  /// Power of the pins.
  public var interface = MemoryInterface()
  /// Supply rails with their currents, in one device; none where no currents are known.
  public var rails: [SupplyRail] = []
  /// Where the numbers come from.
  public var origins: [Origin] = []

  /// The origin of one number.
  public struct Origin: Hashable, Sendable, Codable {
    /// The field, such as `timing.tRCD`.
    public var field: String
    /// Where its value comes from.
    public var source: String
  }

  init(name: String, summary: String) {
    self.name = name
    self.summary = summary
  }

  /// Data of one burst of the whole rank, in bytes.
  public var burstBytes: Int {
    organization.width * organization.devices * timing.burstLength / 8
  }

  /// Clocks that the data of one burst takes.
  public var burstClocks: Int { timing.burstLength / timing.dataRate }

  /// Data of one row of the whole rank, in bytes.
  public var rowBytes: Int {
    organization.columns * organization.width * organization.devices / 8
  }

  /// Bursts in a row.
  public var burstsPerRow: Int { organization.columns / timing.burstLength }

  /// Data of the whole rank, in bytes.
  public var capacityBytes: Int { organization.banks * organization.rows * rowBytes }

  /// Most bytes a second that the data pins carry.
  public var peakBytesPerSecond: Int {
    burstBytes * timing.clockMegahertz * 1_000_000 / burstClocks
  }
}

/// What a DRAM consists of.
public struct MemoryOrganization: Hashable, Sendable, Codable {
  /// Banks of a device: a power of two, 1 to 64.
  public var banks = 1
  /// Groups the banks belong to, the bank's low bits naming the group: a power of two, 1 to 16.
  public var bankGroups = 1
  /// Rows of a bank.
  public var rows = 1
  /// Columns of a row: a power of two.
  public var columns = 1
  /// Data pins of a device.
  public var width = 8
  /// Devices side by side that make the rank.
  public var devices = 1
}

/// Minimum distances of commands, in clocks unless another unit is said.
///
/// `_S` is the distance between banks of different groups, `_L` within one group.
public struct MemoryTiming: Hashable, Sendable, Codable {
  /// Clock of the commands, in megahertz.
  public var clockMegahertz = 1
  /// Transfers a clock of the commands: 1 to 16, 8 in LPDDR5.
  public var dataRate = 1
  /// Transfers a burst.
  public var burstLength = 1
  /// Read to its first data.
  public var CL = 1
  /// Write to its first data.
  public var CWL = 1
  /// Activate to read or write.
  public var tRCD = 1
  /// Precharge to activate.
  public var tRP = 1
  /// Precharge of all banks to activate.
  public var tRPab = 1
  /// Activate to precharge.
  public var tRAS = 1
  /// Activate to activate of the same bank.
  public var tRC = 1
  /// Read to read, and write to write, of other groups.
  public var tCCD_S = 1
  /// Read to read, and write to write, of the same group.
  public var tCCD_L = 1
  /// Activate to activate of other groups.
  public var tRRD_S = 1
  /// Activate to activate of the same group.
  public var tRRD_L = 1
  /// The window that may hold `windowActivates` activates and no more: tFAW, or tTAW of Wide I/O.
  public var tFAW = 1
  /// Activates in that window: 4, or 2 in Wide I/O.
  public var windowActivates = 4
  /// Last data of a write to precharge.
  public var tWR = 1
  /// Last data of a write to a read of another group.
  public var tWTR_S = 1
  /// Last data of a write to a read of the same group.
  public var tWTR_L = 1
  /// Read to precharge.
  public var tRTP = 1
  /// Empty clocks between read data and write data on the pins.
  public var busTurnaround = 0
  /// Mean distance of refreshes.
  public var tREFI = 1
  /// Refresh to the next command.
  public var tRFC = 1
  /// Refreshes that may be owed at any time.
  public var postponedRefreshes = 0
  /// Refresh of one bank to the next command to it; 0 if the memory refreshes all banks only.
  public var tRFCpb = 0
  /// Refresh of one bank to that of another.
  public var tpbR2pbR = 0
  /// Refresh of one bank to an activate of another.
  public var tpbR2act = 0

  /// Whether banks can be refreshed one by one.
  public var refreshesBanks: Bool { tRFCpb > 0 }

  /// Last data of a write counted from its command.
  var writeDataEnd: Int { CWL + burstLength / dataRate }
}

/// Pins that carry data and what they take meanwhile, of one device.
public struct MemoryInterface: Hashable, Sendable, Codable {
  /// Pins that toggle in a read.
  public var readPins = 0
  /// Pins that toggle in a write.
  public var writePins = 0
  /// Power of a pin in a read, in microwatts.
  public var readMicrowatts = 0
  /// Power of a pin in a write, in microwatts.
  public var writeMicrowatts = 0
}

/// A supply of a device: its voltage and the currents of its data sheet, in microamperes.
public struct SupplyRail: Hashable, Sendable, Codable {
  /// The rail's name.
  public var name = ""
  /// The voltage, in millivolts.
  public var millivolts = 0
  /// Activates and precharges every tRC.
  public var IDD0 = 0
  /// All banks precharged.
  public var IDD2N = 0
  /// A bank open.
  public var IDD3N = 0
  /// Reads without a gap.
  public var IDD4R = 0
  /// Writes without a gap.
  public var IDD4W = 0
  /// Refreshes every tRFC.
  public var IDD5 = 0
  /// Refreshes of one bank every tRFCpb; 0 if the memory refreshes all banks only.
  public var IDD5PB = 0
}
