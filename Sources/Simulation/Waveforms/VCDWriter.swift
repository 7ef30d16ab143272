import Foundation

/// Writes a value change dump (IEEE 1364-2005, clause 18) of sampled cycles.
///
/// One cycle is ten time units: the clock rises at its start and falls in its middle. The header
/// carries no date, so the same run gives the same bytes.
public final class VCDWriter {
  /// One signal of the dump.
  public struct Variable: Sendable, Hashable {
    /// Scope names from the top module down.
    public var scopes: [String]
    /// Name within its scope.
    public var name: String
    /// Width in bits.
    public var bitWidth: Int

    /// Creates a variable from its parts.
    public init(scopes: [String], name: String, bitWidth: Int) {
      self.scopes = scopes
      self.name = name
      self.bitWidth = bitWidth
    }
  }

  private let handle: FileHandle
  private let path: String
  private let variables: [Variable]
  private let identifiers: [[UInt8]]
  private var lastWords: [[UInt64]]
  private var lastReset: Bool?
  private var buffer: [UInt8] = []

  /// Creates the file and writes its header.
  ///
  /// - Throws: `SimulationError` when the file cannot be created.
  public init(path: String, variables: [Variable]) throws(SimulationError) {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else {
      throw SimulationError(
        "cannot write the waveform file \(path); choose a folder that exists and is writable")
    }
    self.handle = handle
    self.path = path
    self.variables = variables
    identifiers = (0..<variables.count).map { Self.identifier($0 + 2) }
    lastWords = Array(repeating: [], count: variables.count)
    header()
  }

  private func header() {
    write("$timescale 1ns $end\n")
    let top = variables.first?.scopes.first ?? "top"
    var open: [String] = []
    func enter(_ scopes: [String]) {
      let shared = zip(open, scopes).prefix { $0 == $1 }.count
      for _ in shared..<open.count { write("$upscope $end\n") }
      for name in scopes[shared...] { write("$scope module \(name) $end\n") }
      open = scopes
    }
    enter([top])
    write("$var wire 1 \(String(decoding: Self.identifier(0), as: UTF8.self)) clock $end\n")
    write("$var wire 1 \(String(decoding: Self.identifier(1), as: UTF8.self)) reset $end\n")
    for index in depthFirstOrder() {
      let variable = variables[index]
      enter(variable.scopes)
      let identifier = String(decoding: identifiers[index], as: UTF8.self)
      let range = variable.bitWidth > 1 ? " [\(variable.bitWidth - 1):0]" : ""
      write("$var wire \(variable.bitWidth) \(identifier) \(variable.name)\(range) $end\n")
    }
    enter([])
    write("$enddefinitions $end\n")
  }

  /// The variables scope by scope, each scope before those inside it and opened once.
  private func depthFirstOrder() -> [Int] {
    var ranks: [[String]: Int] = [:]
    let keys = variables.map { variable in
      variable.scopes.indices.map { depth in
        let path = Array(variable.scopes[...depth])
        let rank = ranks[path] ?? ranks.count
        ranks[path] = rank
        return rank
      }
    }
    return variables.indices.sorted { left, right in
      keys[left] == keys[right] ? left < right : keys[left].lexicographicallyPrecedes(keys[right])
    }
  }

  /// Writes the changes of one cycle.
  ///
  /// - Parameters:
  ///   - cycle: Number of the cycle, from 0.
  ///   - isReset: Whether reset is active in it.
  ///   - words: The settled value of a variable, least significant word first.
  /// - Throws: `SimulationError` when the file cannot be written.
  public func writeCycle(
    _ cycle: Int, isReset: Bool, words: (Int) -> UnsafeBufferPointer<UInt64>
  ) throws(SimulationError) {
    write("#\(10 * cycle)\n1!\n")
    if lastReset != isReset {
      write(isReset ? "1\"\n" : "0\"\n")
      lastReset = isReset
    }
    for index in variables.indices {
      let value = words(index)
      guard lastWords[index].isEmpty || !lastWords[index].elementsEqual(value) else { continue }
      lastWords[index] = Array(value)
      writeValue(lastWords[index], index)
    }
    write("#\(10 * cycle + 5)\n0!\n")
    if buffer.count > 1 << 20 { try flush() }
  }

  private func writeValue(_ words: [UInt64], _ index: Int) {
    let width = variables[index].bitWidth
    if width == 1 {
      buffer.append(words[0] & 1 == 1 ? 0x31 : 0x30)
    } else {
      buffer.append(0x62)
      // Leading zeros may be left out (clause 18.2.1).
      var top = width - 1
      while top > 0, words[top / 64] >> UInt64(top % 64) & 1 == 0 { top -= 1 }
      for bit in stride(from: top, through: 0, by: -1) {
        buffer.append(words[bit / 64] >> UInt64(bit % 64) & 1 == 1 ? 0x31 : 0x30)
      }
      buffer.append(0x20)
    }
    buffer += identifiers[index]
    buffer.append(0x0a)
  }

  /// Writes what is left and closes the file.
  ///
  /// - Throws: `SimulationError` when the file cannot be written.
  public func close() throws(SimulationError) {
    try flush()
    try? handle.close()
  }

  private func flush() throws(SimulationError) {
    do {
      try handle.write(contentsOf: Data(buffer))
    } catch {
      throw SimulationError("cannot write the waveform file \(path); is the disk full?")
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private func write(_ text: String) { buffer += text.utf8 }

  /// The shortest printable identifiers in turn: `!`, `"`, … `~`, `!!`, …
  private static func identifier(_ number: Int) -> [UInt8] {
    var rest = number
    var bytes: [UInt8] = []
    repeat {
      bytes.append(UInt8(33 + rest % 94))
      rest = rest / 94 - 1
    } while rest >= 0
    return bytes
  }
}
