/// Writes a command trace piece by piece, as `TraceReader` reads it.
public struct TraceWriter {
  private var buffer: [UInt8] = []
  private let sink: ([UInt8]) throws -> Void
  private static let pieceSize = 1 << 16

  /// Starts a trace.
  ///
  /// - Parameters:
  ///   - comment: Lines for the head of the file, without `#`.
  ///   - sink: Takes the bytes of each piece.
  public init(comment: [String] = [], sink: @escaping ([UInt8]) throws -> Void) {
    self.sink = sink
    for line in comment { buffer.append(contentsOf: "# \(line)\n".utf8) }
  }

  /// Writes a command; clocks must grow from call to call.
  public mutating func write(_ command: MemoryCommand) throws {
    append(command.cycle)
    buffer.append(0x20)
    buffer.append(contentsOf: command.kind.rawValue.utf8)
    let count = command.kind.operandCount
    if count > 0 { appendOperand(command.bank) }
    if count > 1 { appendOperand(command.row) }
    if count > 2 { appendOperand(command.column) }
    buffer.append(0x0A)
    if buffer.count >= Self.pieceSize { try flush() }
  }

  /// Writes the end of the trace and hands over what is left.
  public mutating func finish(at cycle: Int) throws {
    append(cycle)
    buffer.append(contentsOf: " END\n".utf8)
    try flush()
  }

  private mutating func flush() throws {
    try sink(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  private mutating func appendOperand(_ value: Int) {
    buffer.append(0x20)
    append(value)
  }

  private mutating func append(_ value: Int) {
    let start = buffer.count
    var rest = value
    repeat {
      buffer.append(0x30 + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    buffer[start...].reverse()
  }
}
