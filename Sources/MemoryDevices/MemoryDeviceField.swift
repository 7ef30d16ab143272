/// A number of a device file: where it stands, what it may be, and the property it becomes.
struct MemoryDeviceField: Sendable {
  let section: String
  let name: String
  let unit: String
  let range: ClosedRange<Int>
  let path: any WritableKeyPath<MemoryDevice, Int> & Sendable
  /// Whether it may be left out, and is 0 then.
  let isOptional: Bool

  init(
    _ section: String, _ name: String, _ unit: String, _ range: ClosedRange<Int>,
    _ path: any WritableKeyPath<MemoryDevice, Int> & Sendable, isOptional: Bool = false
  ) {
    self.isOptional = isOptional
    self.section = section
    self.name = name
    self.unit = unit
    self.range = range
    self.path = path
  }

  /// The number as messages name it.
  var fullName: String { "\(section).\(name)" }

  static let sections = ["organization", "timing", "interface"]

  /// All of them, in the order of the file. The ranges keep every sum of energies within 128 bits and
  /// every counter of a scheduler within 16.
  static let all: [MemoryDeviceField] = [
    .init("organization", "banks", "banks", 1...64, \.organization.banks),
    .init("organization", "bankGroups", "groups", 1...16, \.organization.bankGroups),
    .init("organization", "rows", "rows", 1...1_048_576, \.organization.rows),
    .init("organization", "columns", "columns", 1...65_536, \.organization.columns),
    .init("organization", "width", "bits", 1...1_024, \.organization.width),
    .init("organization", "devices", "devices", 1...64, \.organization.devices),
    .init("timing", "clockMegahertz", "MHz", 1...10_000, \.timing.clockMegahertz),
    .init("timing", "dataRate", "transfers a clock", 1...16, \.timing.dataRate),
    .init("timing", "burstLength", "transfers", 1...64, \.timing.burstLength),
    .init("timing", "CL", "clocks", 1...255, \.timing.CL),
    .init("timing", "CWL", "clocks", 1...255, \.timing.CWL),
    .init("timing", "tRCD", "clocks", 1...255, \.timing.tRCD),
    .init("timing", "tRP", "clocks", 1...255, \.timing.tRP),
    .init("timing", "tRPab", "clocks", 1...255, \.timing.tRPab),
    .init("timing", "tRAS", "clocks", 1...255, \.timing.tRAS),
    .init("timing", "tRC", "clocks", 1...511, \.timing.tRC),
    .init("timing", "tCCD_S", "clocks", 1...255, \.timing.tCCD_S),
    .init("timing", "tCCD_L", "clocks", 1...255, \.timing.tCCD_L),
    .init("timing", "tRRD_S", "clocks", 1...255, \.timing.tRRD_S),
    .init("timing", "tRRD_L", "clocks", 1...255, \.timing.tRRD_L),
    .init("timing", "tFAW", "clocks", 1...511, \.timing.tFAW),
    .init("timing", "windowActivates", "activates", 1...8, \.timing.windowActivates),
    .init("timing", "tWR", "clocks", 1...255, \.timing.tWR),
    .init("timing", "tWTR_S", "clocks", 1...255, \.timing.tWTR_S),
    .init("timing", "tWTR_L", "clocks", 1...255, \.timing.tWTR_L),
    .init("timing", "tRTP", "clocks", 1...255, \.timing.tRTP),
    .init("timing", "busTurnaround", "clocks", 0...63, \.timing.busTurnaround),
    .init("timing", "tREFI", "clocks", 1...65_535, \.timing.tREFI),
    .init("timing", "tRFC", "clocks", 1...4_095, \.timing.tRFC),
    .init("timing", "postponedRefreshes", "refreshes", 0...8, \.timing.postponedRefreshes),
    .init("timing", "tRFCpb", "clocks", 0...4_095, \.timing.tRFCpb, isOptional: true),
    .init("timing", "tpbR2pbR", "clocks", 0...4_095, \.timing.tpbR2pbR, isOptional: true),
    .init("timing", "tpbR2act", "clocks", 0...255, \.timing.tpbR2act, isOptional: true),
    .init("interface", "readPins", "pins", 0...2_048, \.interface.readPins),
    .init("interface", "writePins", "pins", 0...2_048, \.interface.writePins),
    .init("interface", "readMicrowatts", "µW a pin", 0...1_000_000, \.interface.readMicrowatts),
    .init("interface", "writeMicrowatts", "µW a pin", 0...1_000_000, \.interface.writeMicrowatts),
  ]
}

/// A number of a supply rail.
struct SupplyRailField: Sendable {
  let name: String
  let range: ClosedRange<Int>
  let path: any WritableKeyPath<SupplyRail, Int> & Sendable
  /// Whether it may be left out, and is 0 then.
  var isOptional = false

  static let all: [SupplyRailField] = [
    .init(name: "millivolts", range: 1...20_000, path: \.millivolts),
    .init(name: "IDD0", range: 0...10_000_000, path: \.IDD0),
    .init(name: "IDD2N", range: 0...10_000_000, path: \.IDD2N),
    .init(name: "IDD3N", range: 0...10_000_000, path: \.IDD3N),
    .init(name: "IDD4R", range: 0...10_000_000, path: \.IDD4R),
    .init(name: "IDD4W", range: 0...10_000_000, path: \.IDD4W),
    .init(name: "IDD5", range: 0...10_000_000, path: \.IDD5),
    .init(name: "IDD5PB", range: 0...10_000_000, path: \.IDD5PB, isOptional: true),
  ]
}
