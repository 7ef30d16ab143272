import ExampleDesigns
import HDL

extension Example {
  static let uart = Example(
    name: "uart",
    design: { () throws(ElaborationError) in
      try elaborate(UARTLoopback(transmitDivider: 4, receiveDivider: 4))
    },
    ports: ["data_valid", "data_ready", "data_payload", "line", "valid", "received"],
    cycles: 2..<26
  ) { bench in
    let bytes = Array("U is for UART".utf8)
    let found = try bench.loopback(bytes, divider: 4)
    try expect(found.bytes, equals: bytes, "what was received")
    try expect(found.framingErrors, equals: 0, "the number of framing errors")
    return "\(bytes.count) bytes sent and received"
  }
}

extension Testbench {
  /// Sends bytes through a `UARTLoopback`.
  ///
  /// - Returns: The bytes received, and how often a stop bit was missing.
  package func loopback(
    _ bytes: [UInt8], divider: Int, pauses: Pauses = .none
  ) throws -> (bytes: [UInt8], framingErrors: Int) {
    var pauses = pauses
    var received: [UInt8] = []
    var framingErrors = 0
    var sent = 0
    var isOffered = false
    var idle = 0
    try reset()
    // The last byte is on its way for ten bits, and a little longer in a slow receiver.
    while sent < bytes.count || idle < 12 * divider {
      if !isOffered, sent < bytes.count, !pauses.next() {
        self["data_payload"] = UInt64(bytes[sent])
        isOffered = true
      }
      self["data_valid"] = isOffered ? 1 : 0
      try settle()
      idle += 1
      if isOffered, self["data_ready"] == 1 {
        isOffered = false
        sent += 1
        idle = 0
      }
      if self["valid"] == 1 { received.append(UInt8(self["received"])) }
      if self["framingError"] == 1 { framingErrors += 1 }
      try step()
    }
    return (received, framingErrors)
  }

  /// Holds the line of a `UARTReceiver` at levels, each for a number of cycles.
  ///
  /// - Returns: What it reported, in order; `nil` stands for a framing error.
  package func receive(_ levels: [(level: UInt64, cycles: Int)]) throws -> [UInt8?] {
    var events: [UInt8?] = []
    for (level, cycles) in levels {
      for _ in 0..<cycles {
        self["line"] = level
        try settle()
        if self["valid"] == 1 { events.append(UInt8(self["data"])) }
        if self["framingError"] == 1 { events.append(nil) }
        try step()
      }
    }
    return events
  }
}
