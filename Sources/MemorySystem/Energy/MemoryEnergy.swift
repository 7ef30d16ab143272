public import MemoryDevices

/// Where the energy of a memory goes.
public enum EnergyClass: String, CaseIterable, Codable, Hashable, Sendable {
  /// Opening rows.
  case activate
  /// Closing rows.
  case precharge
  /// Reading bursts out of the array.
  case read
  /// Writing bursts into the array.
  case write
  /// Refreshes.
  case refresh
  /// Currents while a row is open.
  case activeStandby
  /// Currents while none is.
  case prechargedStandby
  /// The data pins in reads.
  case readInterface
  /// The data pins in writes.
  case writeInterface

  /// Whether the energy comes from time alone.
  public var isBackground: Bool {
    self == .refresh || self == .activeStandby || self == .prechargedStandby
  }
}

/// Energy by class, exact.
///
/// Each class is a sum of millivolts times microamperes times clocks, that is nanowatts times clocks;
/// divided by the clock in megahertz it is in femtojoules. Nothing is rounded before that division, so
/// counters in hardware and this model agree to the last bit.
public struct MemoryEnergy: Hashable, Sendable {
  /// Nanowatts times clocks of each class, in the order of `EnergyClass.allCases`.
  private var sums = [Int128](repeating: 0, count: EnergyClass.allCases.count)
  /// The clock, in megahertz.
  public let clockMegahertz: Int

  init(clockMegahertz: Int) { self.clockMegahertz = clockMegahertz }

  /// Nanowatts times clocks of a class.
  public internal(set) subscript(energyClass: EnergyClass) -> Int128 {
    get { sums[EnergyClass.allCases.firstIndex(of: energyClass) ?? 0] }
    set { sums[EnergyClass.allCases.firstIndex(of: energyClass) ?? 0] = newValue }
  }

  /// Picojoules of a class.
  public func picojoules(_ energyClass: EnergyClass) -> Double { picojoules(self[energyClass]) }

  /// Picojoules of all classes.
  public var picojoules: Double { picojoules(sums.reduce(0, +)) }

  /// Picojoules of the classes that satisfy a condition, summed before the division.
  public func picojoules(where isIncluded: (EnergyClass) -> Bool) -> Double {
    picojoules(EnergyClass.allCases.filter(isIncluded).reduce(Int128(0)) { $0 + self[$1] })
  }

  private func picojoules(_ sum: Int128) -> Double { Double(sum) / Double(1_000 * clockMegahertz) }
}

extension MemoryDevice {
  /// The energy of counted commands by the equations of DRAMPower 4.0, with t in clocks:
  ///
  ///     activate   V (IDD0 - IDD3N) tRAS           read     V (IDD4R - IDD3N) BL / rate
  ///     precharge  V (IDD0 - IDD2N) (tRC - tRAS)   write    V (IDD4W - IDD3N) BL / rate
  ///     refresh    V (IDD5 - IDD3N) tRFC           standby  V IDD3N or V IDD2N a clock
  ///     of a bank  V (IDD5PB - IDD3N) tRFCpb
  ///     interface  power of a pin, pins, BL / rate a burst
  ///
  /// summed over the rails.
  ///
  /// - Parameters:
  ///   - counts: Counts of the rank's commands.
  ///   - devices: Devices that obeyed them; the whole rank by default.
  public func energy(of counts: CommandCounts, devices: Int? = nil) -> MemoryEnergy {
    var energy = MemoryEnergy(clockMegahertz: timing.clockMegahertz)
    let devices = Int128(devices ?? organization.devices)
    func add(_ energyClass: EnergyClass, count: Int, clocks: Int, nanowatts: Int) {
      energy[energyClass] +=
        devices * Int128(count) * Int128(clocks) * Int128(nanowatts)
    }
    for rail in rails {
      func power(_ microamperes: Int) -> Int { rail.millivolts * microamperes }
      add(
        .activate, count: counts.activates, clocks: timing.tRAS,
        nanowatts: power(rail.IDD0 - rail.IDD3N))
      add(
        .precharge, count: counts.precharges, clocks: timing.tRC - timing.tRAS,
        nanowatts: power(rail.IDD0 - rail.IDD2N))
      add(
        .read, count: counts.reads, clocks: burstClocks, nanowatts: power(rail.IDD4R - rail.IDD3N))
      add(
        .write, count: counts.writes, clocks: burstClocks,
        nanowatts: power(rail.IDD4W - rail.IDD3N))
      add(
        .refresh, count: counts.refreshes, clocks: timing.tRFC,
        nanowatts: power(rail.IDD5 - rail.IDD3N))
      add(
        .refresh, count: counts.bankRefreshes, clocks: timing.tRFCpb,
        nanowatts: power(rail.IDD5PB - rail.IDD3N))
      add(.activeStandby, count: counts.activeClocks, clocks: 1, nanowatts: power(rail.IDD3N))
      add(
        .prechargedStandby, count: counts.prechargedClocks, clocks: 1, nanowatts: power(rail.IDD2N))
    }
    add(
      .readInterface, count: counts.reads, clocks: burstClocks,
      nanowatts: 1_000 * interface.readMicrowatts * interface.readPins)
    add(
      .writeInterface, count: counts.writes, clocks: burstClocks,
      nanowatts: 1_000 * interface.writeMicrowatts * interface.writePins)
    return energy
  }
}
