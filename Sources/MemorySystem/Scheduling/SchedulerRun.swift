public import MemoryDevices

/// A scheduler with traffic at its input, run for a number of clocks.
public struct SchedulerRun {
  /// The scheduler.
  public private(set) var scheduler: BankScheduler
  /// Requests taken.
  public private(set) var takenCount = 0
  /// Requests served.
  public private(set) var servedCount = 0
  /// What was wrong with the requests served: lost, served twice, another burst, or out of order; the
  /// first ten.
  public private(set) var mistakes: [String] = []

  private var traffic: MemoryTraffic
  private var offer: MemoryRequest?
  /// Requests taken and not served.
  private var open: [Int: MemoryRequest] = [:]
  /// The youngest request served of each burst, and of writes alone.
  private var lastServed: [Place: (any: Int, write: Int)] = [:]

  private struct Place: Hashable {
    var bank: Int
    var row: Int
    var column: Int
  }

  /// Starts a run.
  public init(_ device: MemoryDevice, traffic: MemoryTraffic, fault: SchedulerFault? = nil) {
    scheduler = BankScheduler(device, fault: fault)
    self.traffic = traffic
  }

  /// Runs and hands out every command.
  public mutating func run(
    cycles: Int, checksOrder: Bool = true, _ body: (MemoryCommand) throws -> Void
  ) rethrows {
    for _ in 0..<cycles {
      if offer == nil { offer = traffic.next() }
      try step(checksOrder, body)
    }
  }

  /// Runs without new requests until all are served, at most for a number of clocks.
  public mutating func drain(
    cycles: Int = 100_000, checksOrder: Bool = true, _ body: (MemoryCommand) throws -> Void
  ) rethrows {
    for _ in 0..<cycles where offer != nil || !scheduler.isIdle { try step(checksOrder, body) }
    for request in open.values.sorted(by: { $0.tag < $1.tag }) {
      note("request \(request.tag) was not served")
    }
    open = [:]
  }

  private mutating func step(_ checksOrder: Bool, _ body: (MemoryCommand) throws -> Void) rethrows {
    let outcome = scheduler.step(offer)
    if outcome.isTaken, let request = offer {
      takenCount += 1
      if checksOrder { open[request.tag] = request }
      offer = nil
    }
    if let served = outcome.served {
      servedCount += 1
      if checksOrder { check(served, outcome.command) }
    }
    if let command = outcome.command { try body(command) }
  }

  private mutating func check(_ served: MemoryRequest, _ command: MemoryCommand?) {
    guard let request = open.removeValue(forKey: served.tag) else {
      return note("request \(served.tag) was served twice")
    }
    if let command,
      (command.kind == .write) != request.isWrite || command.bank != request.bank
        || command.row != request.row || command.column != request.column
    {
      note("request \(request.tag) was served by \(command)")
    }
    let place = Place(bank: request.bank, row: request.row, column: request.column)
    var last = lastServed[place] ?? (-1, -1)
    if request.tag < (request.isWrite ? last.any : last.write) {
      note("request \(request.tag) was served after a younger one of the same burst")
    }
    last.any = max(last.any, request.tag)
    if request.isWrite { last.write = max(last.write, request.tag) }
    lastServed[place] = last
    // Requests this old are served, so that the table stays small.
    if lastServed.count > 1 << 16 {
      lastServed = lastServed.filter { $0.value.any > request.tag - 4_096 }
    }
  }

  private mutating func note(_ text: String) {
    if mistakes.count < 10 { mistakes.append(text) }
  }
}
