import MemorySystem

/// Follows requests from where they are taken to where they are served, by the pins alone.
///
/// It finds requests that are lost, served twice, served by another burst, overtaken by a younger one
/// of the same burst where one of the two writes, or waiting for too long.
struct RequestScoreboard {
  /// What was wrong, a sentence each.
  private(set) var mistakes: [String] = []
  /// How much was wrong.
  private(set) var mistakeCount = 0
  /// Requests taken and served.
  private(set) var takenCount = 0
  private(set) var servedCount = 0

  private let limit: Int
  private let depth: Int
  private let mostClocks: Int
  /// Requests taken and not served with the clock they came in, the oldest first.
  private var open: [(request: MemorySystem.MemoryRequest, cycle: Int)] = []

  /// - Parameters:
  ///   - depth: Requests that can wait; one more means that one was lost.
  ///   - mostClocks: Clocks from where a request is taken to where it is served.
  ///   - limit: Sentences that are kept.
  init(depth: Int, mostClocks: Int, limit: Int) {
    self.depth = depth
    self.mostClocks = mostClocks
    self.limit = limit
  }

  /// No request is open.
  var isEmpty: Bool { open.isEmpty }

  /// A request was taken at the end of a clock.
  mutating func take(_ request: MemorySystem.MemoryRequest, at cycle: Int) {
    takenCount += 1
    open.append((request, cycle))
    guard open.count > depth else { return }
    let lost = open.removeFirst().request
    note(
      "cycle \(cycle): request \(lost.tag) is lost: \(depth) younger ones were taken and it was not "
        + "served")
  }

  /// A request is served by the command of a clock.
  mutating func serve(_ tag: Int, by command: MemoryCommand?, at cycle: Int) {
    servedCount += 1
    guard let index = open.firstIndex(where: { $0.request.tag == tag }) else {
      return note("cycle \(cycle): request \(tag) is served and does not wait")
    }
    let (request, since) = open[index]
    if cycle - since > mostClocks {
      note(
        "cycle \(cycle): request \(tag) has waited \(cycle - since) clocks; at most \(mostClocks) are "
          + "allowed")
    }
    let kind: MemoryCommand.Kind = request.isWrite ? .write : .read
    if command?.kind != kind || command?.bank != request.bank || command?.row != request.row
      || command?.column != request.column
    {
      let text = command.map { "\($0)" } ?? "no command"
      note("cycle \(cycle): \(text) serves request \(tag), \(request)")
    }
    let overtaken = open[..<index].first {
      $0.request.bank == request.bank && $0.request.row == request.row
        && $0.request.column == request.column && ($0.request.isWrite || request.isWrite)
    }
    if let overtaken = overtaken?.request {
      note("cycle \(cycle): request \(tag) overtakes request \(overtaken.tag) of the same burst")
    }
    open.remove(at: index)
  }

  /// A read or write is on the pins and no request is served by it.
  mutating func noteIdleAccess(_ command: MemoryCommand) {
    note("cycle \(command.cycle): \(command) serves no request")
  }

  /// Nothing waits any more, or nothing will be served.
  mutating func finish() {
    for entry in open { note("request \(entry.request.tag) was not served") }
    open = []
  }

  private mutating func note(_ text: String) {
    mistakeCount += 1
    if mistakes.count < limit { mistakes.append(text) }
  }
}
