import Components
import HDL
import MemoryDevices

@testable import Accelerator

/// The distances that commands of a DRAM must keep, as assertions about its command pins alone.
///
/// Written from the device's timing, without the scheduler's derived distances. Two banks that the solver
/// chooses stand for all pairs: `watched`, and `other`, which may be the same.
///
/// Where it is shown the counters of the scheduler, it asserts of each distance too that the clocks since
/// the command and those the counter has left are enough together. That makes an induction of one clock
/// of it, and weakens nothing.
struct DistanceMonitor: Module {
  let device: MemoryDevice
  /// Shown are the counters of a scheduler with a window of so many.
  var windowCount: Int?

  var moduleName: String { "DistanceMonitor" }

  struct Ports {
    let command: DRAMCommand
    let counters: EngineCounters?
    /// The watched bank is open as the pins tell.
    let isOpen: Bit
    /// The bank that is watched.
    let watched: HDL.UInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    let layout = DRAMCommandLayout(device)
    return Ports(
      command: declare.input(of: layout),
      counters: windowCount.map {
        declare.input(
          of: EngineCountersLayout(banks: device.organization.banks, windowCount: $0))
      },
      isOpen: declare.output(.bit), watched: declare.output(.uint(layout.bankBits)))
  }

  /// A distance from one command to another.
  struct Rule {
    /// The later command.
    let when: Bit
    /// The clocks required.
    let distance: Int
    /// The counter that keeps it, and when it does.
    var left: HDL.UInt?
    var counts: Bit?
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let timing = device.timing
    let burst = timing.burstLength / timing.dataRate
    let command = ports.command
    let left = ports.counters
    // Not every memory has all distances.
    left?.ignore()
    command.row.ignore()
    command.column.ignore()
    let watched = module.anyConstant("watched", .uint(command.bank.bitWidth))
    let other = module.anyConstant("other", .uint(command.bank.bitWidth))
    ports.watched.assign(watched)
    func sends(_ kind: DRAMCommandKind, _ bank: HDL.UInt? = nil, _ name: String) -> Bit {
      let sent = command.valid .& command.kind .== kind.rawValue
      return (bank.map { sent .& command.bank .== $0 } ?? sent).named(name)
    }
    let activate = sends(.activate, watched, "activate")
    let read = sends(.read, watched, "read")
    let write = sends(.write, watched, "write")
    let precharge = sends(.precharge, watched, "precharge")
    let prechargeAll = sends(.prechargeAll, nil, "prechargeAll")
    let refresh = sends(.refresh, nil, "refresh")
    let refreshBank = sends(.refreshBank, watched, "refreshBank")
    if !timing.refreshesBanks {
      module.assert(
        "refreshesAllBanks", .!sends(.refreshBank, nil, "refreshesOne"),
        "a refresh of one bank of a memory that has none")
    }
    module.assert(
      "isKnown", command.kind .< DRAMCommandKind.allCases.count, "no such command",
      when: command.valid)
    if device.organization.banks < 1 << command.bank.bitWidth {
      module.assert(
        "isBank", command.bank .< device.organization.banks, "no such bank",
        when: command.valid .& command.kind .!= DRAMCommandKind.prechargeAll.rawValue
          .& command.kind .!= DRAMCommandKind.refresh.rawValue)
    }
    let isOpen = module.register("isOpenOnPins", .bit, reset: 0)
    module.when(activate) { isOpen.set(to: 1) }
    module.when(precharge .| prechargeAll) { isOpen.set(to: 0) }
    ports.isOpen.assign(isOpen)
    let closes = (precharge .| (prechargeAll .& isOpen)).named("closes")

    // Clocks since a command, up to the longest distance that is asked of it.
    func since(_ name: String, _ event: Bit, atMost limit: Int) -> HDL.UInt {
      let age = module.register("since_\(name)", .uint(addressBits(limit + 1)), reset: limit)
      module.when(event) { age.set(to: 1) }.elseWhen(age .< limit) { age.assign(age .&+ 1) }
      return age
    }
    func suffices(_ age: HDL.UInt, _ left: HDL.UInt, _ distance: Int) -> Bit {
      age.extended(to: left.bitWidth) .&+ left .>= distance
    }
    func demand(_ name: String, _ event: Bit, _ rules: [Rule]) -> HDL.UInt? {
      let longest = rules.map(\.distance).max() ?? 1
      guard longest > 1 else { return nil }
      let age = since(name, event, atMost: longest)
      for (index, rule) in rules.enumerated() where rule.distance > 1 {
        module.assert(
          "\(name)_\(index)", age .>= rule.distance,
          "\(rule.distance) clocks are required after \(name)", when: rule.when)
        if let left = rule.left {
          module.assert(
            "\(name)_\(index)_left", suffices(age, left, rule.distance),
            "a counter ends before \(rule.distance) clocks after \(name)", when: rule.counts)
        }
      }
      return age
    }
    let bank = left?.ofBank
    let writeEnd = timing.CWL + burst
    let opens = (activate .| refreshBank).named("opens")
    _ = demand(
      "activate", activate,
      [
        Rule(when: read .| write, distance: timing.tRCD, left: bank?.untilAccess),
        Rule(when: closes, distance: timing.tRAS, left: bank?.untilPrecharge),
        Rule(when: opens, distance: timing.tRC, left: bank?.untilActivate),
        // A refresh of all banks follows a precharge.
        Rule(
          when: refresh, distance: min(timing.tRC, timing.tRAS + timing.tRP),
          left: left?.untilRefresh, counts: .!isOpen),
      ])
    _ = demand(
      "read", read, [Rule(when: closes, distance: timing.tRTP, left: bank?.untilPrecharge)])
    _ = demand(
      "write", write,
      [Rule(when: closes, distance: writeEnd + timing.tWR, left: bank?.untilPrecharge)])
    _ = demand(
      "precharge", precharge,
      [
        Rule(when: opens, distance: timing.tRP, left: bank?.untilActivate),
        Rule(when: refresh, distance: timing.tRP, left: left?.untilRefresh),
      ])
    _ = demand(
      "prechargeAll", prechargeAll .& isOpen,
      [
        Rule(when: opens, distance: timing.tRPab, left: bank?.untilActivate),
        Rule(when: refresh, distance: timing.tRPab, left: left?.untilRefresh),
      ])
    let sinceRefresh = demand(
      "refresh", refresh,
      [Rule(when: command.valid, distance: timing.tRFC, left: left?.untilRefresh)])
    if let left, let sinceRefresh {
      for (index, count) in left.untilActivates.enumerated() {
        module.assert(
          "refresh_bank_\(index)", suffices(sinceRefresh, count, timing.tRFC),
          "a bank is ready too early after a refresh")
      }
      module.assert(
        "refresh_open", sinceRefresh .>= timing.tRFC, "a bank is open during a refresh",
        when: left.openBanks.anySet())
    }
    if timing.refreshesBanks {
      _ = demand(
        "refreshBank", refreshBank,
        [
          Rule(when: opens, distance: timing.tRFCpb, left: bank?.untilActivate),
          Rule(when: refresh, distance: timing.tRFCpb, left: left?.untilRefresh),
        ])
      let isOther = (other .!= watched).named("isOther")
      _ = demand(
        "otherRefresh", sends(.refreshBank, other, "otherRefreshes"),
        [
          Rule(
            when: activate .& isOther, distance: timing.tpbR2act,
            left: left?.ofGroup.untilActivate),
          Rule(
            when: refreshBank .& isOther, distance: timing.tpbR2pbR, left: left?.untilBankRefresh),
        ])
    }

    // Between banks: the distance within a group, or to another one.
    let groupBits = device.organization.bankGroups.trailingZeroBitCount
    let isNear =
      groupBits == 0
      ? module.constant(1, .bit) : (watched[0..<groupBits] .== other[0..<groupBits]).named("isNear")
    func between(
      _ name: String, _ event: Bit,
      _ rules: [(when: Bit, near: Int, far: Int, left: HDL.UInt?)]
    ) {
      _ = demand(
        name, event,
        rules.flatMap { rule in
          let near = Rule(
            when: rule.when .& isNear, distance: rule.near, left: rule.left,
            counts: groupBits == 0 ? nil : isNear)
          guard groupBits > 0 else { return [near] }
          let isFar = .!isNear
          return [
            near,
            Rule(when: rule.when .& isFar, distance: rule.far, left: rule.left, counts: isFar),
          ]
        })
    }
    let group = left?.ofGroup
    let pinsFree = writeEnd + timing.busTurnaround - timing.CL
    let readToWrite = timing.CL + burst + timing.busTurnaround - timing.CWL
    between(
      "otherActivate", sends(.activate, other, "otherActivates"),
      [(opens, timing.tRRD_L, timing.tRRD_S, group?.untilActivate)])
    between(
      "otherRead", sends(.read, other, "otherReads"),
      [
        (read, max(burst, timing.tCCD_L), max(burst, timing.tCCD_S), group?.untilRead),
        (write, readToWrite, readToWrite, group?.untilWrite),
      ])
    between(
      "otherWrite", sends(.write, other, "otherWrites"),
      [
        (write, max(burst, timing.tCCD_L), max(burst, timing.tCCD_S), group?.untilWrite),
        (
          read, max(pinsFree, writeEnd + timing.tWTR_L), max(pinsFree, writeEnd + timing.tWTR_S),
          group?.untilRead
        ),
      ])

    // The window: clocks since each of the last activates.
    let activates = (sends(.activate, nil, "activates") .| sends(.refreshBank, nil, "refreshes"))
      .named("opensAny")
    if timing.tFAW > 1 {
      var ages: [HDL.UInt] = []
      for place in 0..<timing.windowActivates {
        let age = module.register(
          "activated_\(place)", .uint(addressBits(timing.tFAW + 1)), reset: timing.tFAW)
        func aged(_ age: HDL.UInt) -> HDL.UInt { mux(age .< timing.tFAW, age .&+ 1, age) }
        let next = place == 0 ? module.constant(1, age.shape) : aged(ages[place - 1])
        age.assign(mux(activates, next, aged(age)))
        ages.append(age)
      }
      module.assert(
        "window", ages[timing.windowActivates - 1] .>= timing.tFAW,
        "more than \(timing.windowActivates) activates in \(timing.tFAW) clocks", when: activates)
      for (place, count) in (left?.window ?? []).enumerated() {
        let age = ages[timing.windowActivates - 1 - place]
        module.assert(
          "window_\(place)_left", suffices(age, count, timing.tFAW),
          "a counter of the window ends early")
      }
    }

    // Rows.
    module.assert("opensClosedBank", .!isOpen, "an activate of an open bank", when: activate)
    module.assert(
      "refreshesClosedBanks", .!isOpen, "a refresh of an open bank", when: refresh .| refreshBank)
    module.assert("closesOpenBank", isOpen, "a precharge of a closed bank", when: precharge)
    module.assert("accessesOpenBank", isOpen, "an access to a closed bank", when: read .| write)
    if let left {
      module.assert(
        "agreesOpen", isOpen .== bit(left.openBanks, watched),
        "the scheduler takes a bank for open that is not, or the other way round")
    }
  }

  private func bit(_ bits: Bits, _ index: HDL.UInt) -> Bit {
    (bits .& index.oneHot(bits.bitWidth)).anySet()
  }
}

/// What a scheduler's counters have left, as far as the watched bank is concerned.
struct EngineCounters: Bundle {
  /// Of the watched bank, and of its group.
  let ofBank: BankTimersState
  let ofGroup: GroupTimersState
  let untilRefresh: HDL.UInt
  let untilBankRefresh: HDL.UInt
  /// Of all banks.
  let untilActivates: [HDL.UInt]
  let openBanks: Bits
  /// Of the activates in the window, the first at the front.
  let window: [HDL.UInt]

  var layout: EngineCountersLayout {
    EngineCountersLayout(banks: openBanks.bitWidth, windowCount: window.count)
  }
}

/// Declares `EngineCounters`.
struct EngineCountersLayout: Layout {
  let banks: Int
  let windowCount: Int

  func make(_ field: FieldDeclarer) -> EngineCounters {
    let count = SchedulerShapes.observedCount
    return EngineCounters(
      ofBank: field(of: BankTimersStateLayout()), ofGroup: field(of: GroupTimersStateLayout()),
      untilRefresh: field(count), untilBankRefresh: field(count),
      untilActivates: (0..<banks).map { _ in field(count) }, openBanks: field(.bits(banks)),
      window: (0..<windowCount).map { _ in field(count) })
  }
}
