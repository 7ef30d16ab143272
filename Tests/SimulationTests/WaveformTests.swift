import Foundation
import HDL
import Simulation
import Testing

/// Two counters, one inside another module, and a wide value.
private struct Nested: Module {
  struct Ports {
    let enable: Bit
    let count: UInt
    let wide: Bits
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      enable: declare.input(.bit), count: declare.output(.uint(4)),
      wide: declare.output(.bits(70)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let outer = module.instance(Outer(), named: "outer")
    outer.enable.assign(ports.enable)
    let other = module.instance(Counter(width: 4), named: "other")
    other.enable.assign(.!ports.enable)
    ports.count.assign(outer.count .&+ other.count)
    ports.wide.assign(concatenate(outer.count, ports.enable.repeated(66)))
  }
}

private struct Outer: Module {
  func ports(_ declare: PortDeclarer) -> Counter.Ports {
    Counter.Ports(enable: declare.input(.bit), count: declare.output(.uint(4)))
  }

  func body(_ module: ModuleBuilder, _ ports: Counter.Ports) {
    let inner = module.instance(Counter(width: 4), named: "inner")
    inner.enable.assign(ports.enable)
    ports.count.assign(inner.count)
  }
}

/// What a value change dump says, read back: the value of each signal in each cycle.
private struct Dump {
  /// Hierarchical names in order of declaration.
  private(set) var names: [String] = []
  private(set) var widths: [String: Int] = [:]
  /// Values by name, then by time.
  private(set) var values: [String: [Int: String]] = [:]

  init(_ text: String) {
    var scopes: [String] = []
    var identifiers: [String: [String]] = [:]
    var time = 0
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      switch words[0] {
      case "$scope": scopes.append(words[2])
      case "$upscope": scopes.removeLast()
      case "$var":
        let name = (scopes + [words[4]]).joined(separator: ".")
        names.append(name)
        widths[name] = Int(words[2])
        identifiers[words[3], default: []].append(name)
      case let word where word.hasPrefix("#"): time = Int(word.dropFirst()) ?? 0
      case let word where word.hasPrefix("$"): continue
      default:
        let value = words.count == 2 ? String(words[0].dropFirst()) : String(words[0].prefix(1))
        let identifier = words.count == 2 ? words[1] : String(words[0].dropFirst())
        for name in identifiers[identifier, default: []] {
          values[name, default: [:]][time] = value
        }
      }
    }
  }

  /// The value of a signal at a time, which is that of its last change.
  func value(_ name: String, at time: Int) -> UInt64? {
    let changes = values[name, default: [:]].filter { $0.key <= time }
    return changes.max { $0.key < $1.key }.flatMap { UInt64($0.value, radix: 2) }
  }
}

@Suite("Waveforms")
struct WaveformTests {
  /// Runs five cycles and returns the dump's text and the top's count in each cycle.
  private func run() throws -> (text: String, counts: [UInt64]) {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("WaveformTests-\(UUID().uuidString).vcd").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let simulator = NativeSimulator(try elaborate(Nested()))
    let storages = simulator.ports.indices.map(simulator.storage(ofPort:))
    try simulator.startTrace(path: path)
    var counts: [UInt64] = []
    for cycle in 0..<5 {
      storages[0].value = cycle % 3 == 0 ? 0 : 1
      simulator.setReset(cycle == 0)
      try simulator.settle()
      counts.append(storages[1].value)
      try simulator.step()
    }
    try simulator.stopTrace()
    return (try String(contentsOfFile: path, encoding: .utf8), counts)
  }

  @Test(
    "a value change dump has the scopes and names of the Swift source; UPDATE_GOLDEN=1 rewrites it")
  func dump() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Golden/Nested.vcd")
    let found = try run().text
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try found.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("\(file.lastPathComponent) is rewritten; look at the difference")
      return
    }
    #expect(found == (try String(contentsOf: file, encoding: .utf8)))
  }

  @Test("a value change dump reads back as what was simulated")
  func readBack() throws {
    let (text, counts) = try run()
    let dump = Dump(text)
    #expect(dump.widths["Nested.wide"] == 70)
    for (cycle, count) in counts.enumerated() {
      #expect(dump.value("Nested.count", at: 10 * cycle) == count)
      #expect(dump.value("Nested.clock", at: 10 * cycle) == 1)
      #expect(dump.value("Nested.clock", at: 10 * cycle + 5) == 0)
      #expect(dump.value("Nested.reset", at: 10 * cycle) == (cycle == 0 ? 1 : 0))
      let inner = dump.value("Nested.outer.inner.value", at: 10 * cycle)
      let other = dump.value("Nested.other.value", at: 10 * cycle)
      #expect(((inner ?? 99) + (other ?? 99)) & 15 == count)
    }
  }

  @Test("two runs give the same bytes")
  func repeatable() throws {
    #expect(try run().text == run().text)
  }

  @Test("a folder that does not exist is a message, not a crash")
  func unwritable() throws {
    let simulator = NativeSimulator(try elaborate(Nested()))
    #expect(throws: SimulationError.self) {
      try simulator.startTrace(path: "/nonexistent/folder/wave.vcd")
    }
  }

  @Test("a text waveform shows chosen ports, bits as levels and numbers in hexadecimal")
  func text() throws {
    let simulator = NativeSimulator(try elaborate(Nested()))
    let storages = simulator.ports.indices.map(simulator.storage(ofPort:))
    var waveform = TextWaveform(simulator, ports: ["wide", "enable", "nothing"])
    for cycle in 0..<4 {
      storages[0].value = cycle == 1 || cycle == 2 ? 1 : 0
      try simulator.settle()
      waveform.sample()
      try simulator.step()
    }
    #expect(
      waveform.description == """
        wide    0                 3ffffffffffffffff 7ffffffffffffffff 80000000000000000
        enable  ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁
        """)
  }

  @Test("a signal inside the hierarchy can be looked at by its path")
  func peek() throws {
    let simulator = NativeSimulator(try elaborate(Nested()))
    simulator.storage(ofPort: 0).value = 1
    for _ in 0..<3 {
      try simulator.settle()
      try simulator.step()
    }
    try simulator.settle()
    #expect(simulator.peek("outer.inner.value") == [3])
    #expect(simulator.peek("wide") == [UInt64.max, 15])
    #expect(simulator.peek("no.such.signal") == nil)
    #expect(Set(simulator.signalNames).count == simulator.signalNames.count)
  }
}
