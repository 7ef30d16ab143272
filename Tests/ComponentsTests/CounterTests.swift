import Components
import HDL
import Testing

@Suite("Counter")
struct CounterTests {
  static let counters: [Counter] = [2, 3, 4, 5, 8, 10, 16].flatMap { modulus in
    [Counter.Direction.up, .down].flatMap { direction in
      [Counter.Overflow.wraps, .saturates].flatMap { overflow in
        (0..<8).map {
          Counter(
            modulo: modulus, direction, overflow: overflow, controls: .init(rawValue: $0))
        }
      }
    }
  }

  @Test("counts as a number in Swift does, whatever its inputs do", arguments: counters)
  func count(counter: Counter) throws {
    let bench = try Bench(counter)
    var stimulus = Stimulus(seed: 1)
    let values = UInt64(counter.modulus)
    let start = counter.direction == .up ? 0 : values - 1
    let last = counter.direction == .up ? values - 1 : 0
    var expected = start
    try bench.reset()
    for _ in 0..<300 {
      let bits = stimulus.next()
      // Clear and load seldom enough for the counter to come round.
      let enable = bits & 3 != 0
      let clear = counter.controls.contains(.clear) && bits >> 2 & 31 == 0
      let load = counter.controls.contains(.load) && bits >> 7 & 15 == 0
      let loadValue = (bits >> 11) % values
      if counter.controls.contains(.enable) { bench["enable"] = enable ? 1 : 0 }
      if counter.controls.contains(.clear) { bench["clear"] = clear ? 1 : 0 }
      if counter.controls.contains(.load) {
        bench["load"] = load ? 1 : 0
        bench["loadValue"] = loadValue
      }
      try bench.settle()
      try #require(bench["count"] == expected)
      try #require(bench["isLast"] == (expected == last ? 1 : 0))
      if clear {
        expected = start
      } else if load {
        expected = loadValue
      } else if enable || !counter.controls.contains(.enable) {
        if expected != last {
          expected = counter.direction == .up ? expected + 1 : expected - 1
        } else if counter.overflow == .wraps {
          expected = start
        }
      }
      try bench.step()
    }
  }

  @Test("takes the widest modulus")
  func widest() throws {
    let bench = try Bench(Counter(modulo: 1 << 62, .down))
    bench["enable"] = 1
    try bench.reset()
    try bench.settle()
    #expect(bench["count"] == 1 << 62 - 1)
  }

  @Test("refuses a modulus it cannot count to", arguments: [Int.min, -1, 0, 1, 1 << 62 + 1])
  func refused(modulus: Int) {
    #expect(
      mistakes(in: Counter(modulo: modulus))
        == "parameter-out-of-range: a counter modulo \(modulus); count modulo 2 to 2^62")
  }
}
