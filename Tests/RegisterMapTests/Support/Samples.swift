import HDL
import RegisterMap
import Testing

/// A map with a name for the list of arguments of a test.
struct Sample: Sendable, CustomTestStringConvertible {
  let name: String
  let map: RegisterMap

  var testDescription: String { name }

  static let timer = Sample(name: "timer", map: TimerRegisters().map)

  /// Every access, at widths and places that make a difference: within a byte, over several, whole.
  static let everything: Sample = {
    var map = RegisterMap("everything", "One of each; ends with */ and | and \"quotes\".")
    let plain = map.register("plain", "Of 32 bits.")
    map.readWrite("value", .uint(32), in: plain, reset: 0x8765_4321)
    let mixed = map.register("mixed", at: 0x08)
    map.readWrite("flag", .bit, in: mixed, reset: 1)
    map.readWrite("offset", .sint(6), in: mixed, reset: -3, values: [FieldValue("lowest", -32)])
    map.readWrite("across", .bits(12), in: mixed, at: 10, reset: 0xabc)
    map.readOnly("level", .uint(5), in: mixed, at: 24)
    map.pulse("command", .bits(3), in: mixed, at: 29)
    let events = map.register("events", "Set by the hardware.", at: 0x10)
    map.sticky("alarm", .bit, in: events)
    map.sticky("lines", .bits(9), in: events, at: 4)
    map.pulse("wide", .bits(10), in: events, at: 16)
    let counters = map.register("counters", at: 0x14)
    map.counter("free", width: 4, .wraps, in: counters)
    map.counter("full", width: 3, .saturates, clear: .onWrite, in: counters, at: 6)
    map.counter("seen", width: 5, .saturates, clear: .onRead, in: counters, at: 16)
    map.counter("once", width: 1, .wraps, clear: .onWrite, in: counters, at: 31)
    let channel = map.register("channel", "One for each lane.", at: 0x20, count: 3, stride: 8)
    map.readWrite("gain", .uint(10), in: channel, reset: 0x155)
    map.readOnly("sample", .bits(16), in: channel, at: 16)
    let state = map.register("state", at: 0x24)
    map.readOnly("busy", .bit, in: state, at: 3)
    let command = map.register("command", at: 0x34)
    map.pulse("start", .bit, in: command)
    let version = map.register("version", at: 0x3c)
    map.constant("number", width: 32, value: 0xcafe_0102, in: version)
    return Sample(name: "everything", map: map)
  }()

  /// Registers of 64 bits without a gap, so that every address is one.
  static let wide: Sample = {
    var map = RegisterMap("wide", dataWidth: 64)
    let first = map.register("first")
    map.readWrite("value", .sint(64), in: first, reset: -2)
    let second = map.register("second")
    map.readWrite("low", .bits(33), in: second, reset: 0x1_2345_6789)
    map.readWrite("high", .bits(31), in: second)
    return Sample(name: "wide", map: map)
  }()

  /// The smallest there is: nothing to write.
  static let version: Sample = {
    var map = RegisterMap("version")
    map.constant("number", width: 8, value: 7, in: map.register("id"))
    return Sample(name: "version", map: map)
  }()

  /// Sixteen registers as a block of its size has them: half of them settings of all 32 bits.
  static let sixteen: Sample = {
    var map = RegisterMap("sixteen", "Eight settings, four values, two of events, two counters.")
    let setting = map.register("setting", count: 8)
    map.readWrite("value", .bits(32), in: setting)
    let value = map.register("value", count: 4)
    map.readOnly("value", .bits(32), in: value)
    let events = map.register("events", count: 2)
    map.sticky("lines", .bits(8), in: events)
    let counter = map.register("counter", count: 2)
    map.counter("events", width: 16, .saturates, clear: .onRead, in: counter)
    return Sample(name: "sixteen", map: map)
  }()

  static let all = [timer, everything, wide, version, sixteen]
}
