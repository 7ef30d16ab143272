/// One end of a stream that a testbench plays, cycle by cycle.
public protocol StreamEnd: AnyObject {
  /// Writes its ports for the cycle; before `settle()`.
  func drive()
  /// Sees what moves at the edge; after `settle()`, before `step()`.
  func observe()
}

/// Writes a stream that a design reads.
///
/// An offered payload stays until it is taken, as the rule of streams has it; stalls delay the next
/// offer only.
public final class StreamSource: StreamEnd {
  private let pins: StreamPins
  private var stalls: StallIterator
  private var isOffering = false
  private var next = 0
  private var queue: [[UInt64]] = []
  private var report: ([UInt64]) -> Void = { _ in }

  /// Payloads not taken yet, the offered one first.
  public var waiting: [[UInt64]] { Array(queue[next...]) }
  /// Whether all payloads are taken.
  public var isDone: Bool { next == queue.count }

  /// A source for a stream that the design reads.
  ///
  /// - Parameters:
  ///   - simulator: Simulates the design.
  ///   - name: Name of the stream.
  ///   - payloads: What to send, a value a field.
  ///   - stalls: Cycles in which nothing new is offered.
  /// - Throws: `SimulationError` where there is no such stream.
  public init(
    _ simulator: any Simulator, _ name: String, payloads: [[UInt64]] = [],
    stalls: StallPattern = .never
  ) throws(SimulationError) {
    pins = try StreamPins(of: simulator, name, isRead: true)
    self.stalls = stalls.makeIterator()
    queue = payloads
  }

  /// Adds a payload to send.
  public func send(_ payload: [UInt64]) { queue.append(payload) }

  /// Calls the function with every payload as it is taken.
  public func onTransfer(_ report: @escaping ([UInt64]) -> Void) { self.report = report }

  /// Offers the next payload, or none.
  public func drive() {
    let isHeldBack = stalls.next()
    if !isOffering { isOffering = !isHeldBack && !isDone }
    pins.valid.isSet = isOffering
    if isOffering { pins.payload = queue[next] }
  }

  /// Goes on to the next payload if this one is taken.
  public func observe() {
    guard pins.fires else { return }
    report(queue[next])
    next += 1
    isOffering = false
  }
}

/// Reads a stream that a design writes, and keeps what it got.
public final class StreamSink: StreamEnd {
  private let pins: StreamPins
  private var stalls: StallIterator
  private var report: ([UInt64]) -> Void = { _ in }

  /// The payloads taken, in order, a value a field.
  public private(set) var received: [[UInt64]] = []

  /// A sink for a stream that the design writes.
  ///
  /// - Parameters:
  ///   - simulator: Simulates the design.
  ///   - name: Name of the stream.
  ///   - stalls: Cycles in which it is not ready.
  /// - Throws: `SimulationError` where there is no such stream.
  public init(
    _ simulator: any Simulator, _ name: String, stalls: StallPattern = .never
  ) throws(SimulationError) {
    pins = try StreamPins(of: simulator, name, isRead: false)
    self.stalls = stalls.makeIterator()
  }

  /// Calls the function with every payload as it is taken.
  public func onTransfer(_ report: @escaping ([UInt64]) -> Void) { self.report = report }

  /// Is ready, or not.
  public func drive() { pins.ready.isSet = !stalls.next() }

  /// Keeps the payload if there is one.
  public func observe() {
    guard pins.fires else { return }
    let payload = pins.payload
    received.append(payload)
    report(payload)
  }
}

/// Compares what comes with what is expected, in order.
public struct StreamScoreboard: Sendable {
  private var expected: [[UInt64]] = []
  private var position = 0
  /// What was wrong, a sentence a payload, at most 20.
  public private(set) var mismatches: [String] = []

  /// A scoreboard that expects these payloads.
  public init(_ expected: [[UInt64]] = []) { self.expected = expected }

  /// Payloads that have not come yet.
  public var missing: [[UInt64]] { Array(expected[position...]) }

  /// Expects one more payload, behind the others.
  public mutating func expect(_ payload: [UInt64]) { expected.append(payload) }

  /// Takes a payload that came.
  public mutating func take(_ payload: [UInt64]) {
    defer { if position < expected.count { position += 1 } }
    let wanted = position < expected.count ? expected[position] : nil
    guard wanted != payload, mismatches.count < 20 else { return }
    mismatches.append(
      wanted.map { "payload \(position) is \(payload) instead of \($0)" }
        ?? "payload \(payload) comes after the last")
  }
}

/// A simulation with the ends of its streams.
public final class StreamBench {
  /// Simulates the design.
  public let simulator: any Simulator
  private let ends: [any StreamEnd]

  /// A bench of a simulation and what drives its streams.
  public init(_ simulator: any Simulator, _ ends: [any StreamEnd]) {
    self.simulator = simulator
    self.ends = ends
  }

  /// A cycle of reset, with all ends idle as they are before the first `drive()`.
  ///
  /// - Throws: `SimulationError` where the engine or a property fails.
  public func reset() throws(SimulationError) {
    simulator.setReset(true)
    try simulator.settle()
    try simulator.step()
    simulator.setReset(false)
  }

  /// One cycle of all ends.
  ///
  /// - Throws: `SimulationError` where the engine or a property fails.
  public func cycle() throws(SimulationError) {
    for end in ends { end.drive() }
    try simulator.settle()
    for end in ends { end.observe() }
    try simulator.step()
  }

  /// Cycles until a condition holds, at most `limit`.
  ///
  /// - Returns: How many; `nil` where it does not come to hold.
  /// - Throws: `SimulationError` where the engine or a property fails.
  public func run(limit: Int, until isDone: () -> Bool) throws(SimulationError) -> Int? {
    for count in 0...limit {
      if isDone() { return count }
      try cycle()
    }
    return nil
  }
}
