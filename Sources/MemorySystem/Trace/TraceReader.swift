internal import Foundation
internal import MemoryDevices

/// Reads a command trace, line after line, in memory that does not grow with the trace.
///
/// A trace is text with a command a line:
///
///     # DDR4-2400
///     0 ACT 3 17
///     16 RD 3 17 0
///     39 PRE 3
///     60 REF
///     400 END
///
/// that is the clock, the command, and then bank, row and column as far as the command has them. Clocks
/// grow from line to line. Empty lines and text behind `#` do not count. `END` tells how many clocks
/// the trace covers; without it the last command ends it.
public struct TraceReader {
  /// What messages call the file.
  public let path: String
  /// The line read last, from 1.
  public private(set) var line = 0
  /// Clocks that the trace covers, known once `next()` has returned nil.
  public private(set) var endCycle = 0

  private var source: () throws -> [UInt8]
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false
  private var lastCycle = -1
  private var hasEnded = false
  /// Longer lines are no trace, however patient the reader.
  private static let longestLine = 4_096

  /// Reads from memory.
  public init(text: String, path: String = "trace") {
    var pending = [UInt8](text.utf8)
    self.init(path: path) {
      defer { pending = [] }
      return pending
    }
  }

  /// Reads a file, or standard input for `-`.
  ///
  /// - Throws: `MemorySystemError` if there is no such file or it cannot be read.
  public init(path: String) throws {
    var isFolder = ObjCBool(false)
    guard path == "-" || FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw MemorySystemError(path: path, "found no file of this name, expected a command trace")
    }
    let file = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
    guard !isFolder.boolValue, let file else {
      throw MemorySystemError(path: path, "cannot be read; choose a readable file")
    }
    self.init(path: path) {
      do {
        return [UInt8](try file.read(upToCount: 1 << 18) ?? Data())
      } catch {
        throw MemorySystemError(path: path, "cannot be read to its end; copy the file again")
      }
    }
  }

  private init(path: String, source: @escaping () throws -> [UInt8]) {
    self.path = path
    self.source = source
  }

  /// The next command; nil at the end.
  ///
  /// - Throws: `MemorySystemError` with the line that is no command.
  public mutating func next() throws -> MemoryCommand? {
    while let bytes = try nextLine() {
      var words = Words(bytes)
      guard let first = words.next() else { continue }
      guard let cycle = Self.number(first) else {
        throw failure(
          "found \(MemorySystemError.quoted(first)), expected the clock, a whole number")
      }
      guard let name = words.next() else {
        throw failure("found a clock without a command, expected \(Self.commandNames)")
      }
      guard !hasEnded else { throw failure("found a line after END, expected the end of the file") }
      guard cycle > lastCycle else {
        throw failure("found clock \(cycle) after clock \(lastCycle), expected a later one")
      }
      if name.elementsEqual("END".utf8) {
        guard words.next() == nil else {
          throw failure("found more than END, expected the end of the line")
        }
        hasEnded = true
        endCycle = cycle
        lastCycle = cycle
        continue
      }
      guard let kind = Self.kind(name) else {
        throw failure(
          "found \(MemorySystemError.quoted(name)), expected \(Self.commandNames)")
      }
      var operands = (0, 0, 0)
      for index in 0..<kind.operandCount {
        let word = words.next()
        guard let word, let value = Self.number(word) else {
          let found = word.map { MemorySystemError.quoted($0) } ?? "the end of the line"
          throw failure(
            "found \(found), expected the \(["bank", "row", "column"][index]) of \(kind.rawValue), a whole number"
          )
        }
        switch index {
        case 0: operands.0 = value
        case 1: operands.1 = value
        default: operands.2 = value
        }
      }
      if let extra = words.next() {
        throw failure(
          "found \(MemorySystemError.quoted(extra)) after \(kind.rawValue), expected the end of the line"
        )
      }
      lastCycle = cycle
      endCycle = cycle + 1
      return MemoryCommand(
        cycle: cycle, kind, bank: operands.0, row: operands.1, column: operands.2)
    }
    return nil
  }

  private static let commandNames =
    MemoryCommand.Kind.allCases.map(\.rawValue).joined(separator: ", ") + " or END"

  /// By the bytes alone: a trace has millions of lines, and none needs a string.
  private static func kind(_ word: ArraySlice<UInt8>) -> MemoryCommand.Kind? {
    let start = word.startIndex
    switch (word.count, word[start]) {
    case (2, UInt8(ascii: "R")): return word[start + 1] == UInt8(ascii: "D") ? .read : nil
    case (2, UInt8(ascii: "W")): return word[start + 1] == UInt8(ascii: "R") ? .write : nil
    default:
      for kind in [MemoryCommand.Kind.activate, .precharge, .prechargeAll, .refresh, .refreshBank]
      where word.elementsEqual(kind.rawValue.utf8) {
        return kind
      }
      return nil
    }
  }

  /// Whole numbers up to 2^53, beyond which no clock counts.
  private static func number(_ word: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for byte in word {
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      value = value * 10 + Int(byte - 0x30)
      guard value <= 1 << 53 else { return nil }
    }
    return word.isEmpty ? nil : value
  }

  private func failure(_ reason: String) -> MemorySystemError {
    MemorySystemError(path: path, line: line, reason)
  }

  /// The bytes of the next line without its end; nil at the end of the file.
  private mutating func nextLine() throws -> ArraySlice<UInt8>? {
    var searched = position
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        defer { position = end + 1 }
        line += 1
        return buffer[position..<end]
      }
      if isAtEnd {
        guard position < buffer.count else { return nil }
        defer { position = buffer.count }
        line += 1
        return buffer[position...]
      }
      guard buffer.count - position <= Self.longestLine else {
        line += 1
        throw failure(
          "found a line of more than \(Self.longestLine) bytes, expected a command a line")
      }
      let more = try source()
      isAtEnd = more.isEmpty
      searched = buffer.count - position
      buffer.removeFirst(position)
      position = 0
      buffer.append(contentsOf: more)
    }
  }
}

/// The words of a line, without what stands behind `#`.
private struct Words {
  var rest: ArraySlice<UInt8>

  init(_ line: ArraySlice<UInt8>) { rest = line }

  mutating func next() -> ArraySlice<UInt8>? {
    var start = rest.startIndex
    let end = rest.endIndex
    while start < end, rest[start] == 0x20 || rest[start] == 0x09 || rest[start] == 0x0D {
      start += 1
    }
    guard start < end, rest[start] != UInt8(ascii: "#") else {
      rest = rest[end...]
      return nil
    }
    var stop = start
    while stop < end, rest[stop] != 0x20, rest[stop] != 0x09, rest[stop] != 0x0D,
      rest[stop] != UInt8(ascii: "#")
    {
      stop += 1
    }
    defer { rest = rest[stop...] }
    return rest[start..<stop]
  }
}
