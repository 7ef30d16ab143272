import Components
import HDL
import Simulation
import Testing

/// Every function of one vector.
func encoders(width: Int) -> some Module {
  Sketch("Encoders_\(width)") { declare in
    (
      a: declare.input(.bits(width)), lowest: declare.output(.bits(width)),
      highest: declare.output(.bits(width)), reversed: declare.output(.bits(width)),
      isOneHot: declare.output(.bit), isOneHotOrZero: declare.output(.bit),
      oneHotIndex: declare.output(.uint(addressBits(width))),
      lowestIndex: declare.output(.uint(addressBits(width))),
      highestIndex: declare.output(.uint(addressBits(width))), isValid: declare.output(.bit),
      leadingZeros: declare.output(.uint(addressBits(width + 1))),
      trailingZeros: declare.output(.uint(addressBits(width + 1))),
      population: declare.output(.uint(addressBits(width + 1))),
      gray: declare.output(.bits(width)), number: declare.output(.uint(width))
    )
  } body: { _, ports in
    let a = ports.a
    ports.lowest.assign(a.lowestSet())
    ports.highest.assign(a.highestSet())
    ports.reversed.assign(a.reversed())
    ports.isOneHot.assign(a.isOneHot())
    ports.isOneHotOrZero.assign(a.isOneHotOrZero())
    ports.oneHotIndex.assign(a.oneHotIndex())
    let first = a.priorityEncoded(.lowest)
    ports.lowestIndex.assign(first.index)
    ports.highestIndex.assign(a.priorityEncoded(.highest).index)
    ports.isValid.assign(first.isValid)
    ports.leadingZeros.assign(a.leadingZeroCount())
    ports.trailingZeros.assign(a.trailingZeroCount())
    ports.population.assign(a.populationCount())
    ports.gray.assign(a.asUInt.grayEncoded())
    ports.number.assign(a.grayDecoded())
  }
}

@Suite("Encoders")
struct EncoderTests {
  static func values(width: Int) -> [UInt64] {
    if width <= 10 { return Array(0..<1 << UInt64(width)) }
    var stimulus = Stimulus(seed: UInt64(width))
    let mask = UInt64.max >> UInt64(64 - width)
    var values: [UInt64] = [0, mask]
    for place in 0..<UInt64(width) {
      values += [1 << place, mask << place & mask, mask >> place]
    }
    for _ in 0..<300 { values.append(stimulus.next() & stimulus.next() & stimulus.next() & mask) }
    return values
  }

  @Test("agree with Swift's bit operations", arguments: Array(1...10) + [16, 23, 33, 63, 64])
  func bits(width: Int) throws {
    let bench = try Bench(encoders(width: width))
    var code: [UInt64: UInt64] = [:]
    for value in Self.values(width: width) {
      bench["a"] = value
      try bench.settle()
      let leading = UInt64(value.leadingZeroBitCount - (64 - width))
      let trailing = min(UInt64(value.trailingZeroBitCount), UInt64(width))
      try #require(bench["lowest"] == value & (0 &- value))
      try #require(bench["highest"] == (value == 0 ? 0 : 1 << (63 - value.leadingZeroBitCount)))
      var reversed: UInt64 = 0
      for place in 0..<width where value >> place & 1 == 1 { reversed |= 1 << (width - 1 - place) }
      try #require(bench["reversed"] == reversed)
      try #require(bench["isOneHot"] == (value.nonzeroBitCount == 1 ? 1 : 0))
      try #require(bench["isOneHotOrZero"] == (value.nonzeroBitCount <= 1 ? 1 : 0))
      if value.nonzeroBitCount <= 1 {
        try #require(bench["oneHotIndex"] == (value == 0 ? 0 : trailing))
      }
      try #require(bench["isValid"] == (value == 0 ? 0 : 1))
      if value != 0 {
        try #require(bench["lowestIndex"] == trailing)
        try #require(bench["highestIndex"] == UInt64(width) - 1 - leading)
      }
      try #require(bench["leadingZeros"] == leading)
      try #require(bench["trailingZeros"] == trailing)
      try #require(bench["population"] == UInt64(value.nonzeroBitCount))
      code[value] = bench["gray"]
      var number: UInt64 = 0
      for place in 0..<width where (value >> place).nonzeroBitCount % 2 == 1 {
        number |= 1 << place
      }
      try #require(bench["number"] == number)
    }
    // Successive numbers differ in one bit of their code, and so do the last and the first.
    for (value, gray) in code {
      let successor = width == 64 ? value &+ 1 : (value + 1) & (1 << UInt64(width) - 1)
      guard let next = code[successor] else { continue }
      try #require((gray ^ next).nonzeroBitCount == (width == 64 || successor != value ? 1 : 0))
    }
  }

  @Test("an index becomes one bit, or none beyond the count", arguments: 1...4, [nil, 1, 3, 5, 20])
  func oneHot(width: Int, count: Int?) throws {
    let size = count ?? 1 << width
    let bench = try Bench(
      Sketch {
        (index: $0.input(.uint(width)), y: $0.output(.bits(size)))
      } body: { _, ports in
        ports.y.assign(ports.index.oneHot(count))
      })
    for index in 0..<UInt64(1) << UInt64(width) {
      bench["index"] = index
      try bench.settle()
      #expect(bench["y"] == (index < size ? 1 << index : 0))
    }
  }

  @Test("a one-hot multiplexer selects, ors where several are selected", arguments: 1...5)
  func oneHotMux(count: Int) throws {
    let bench = try Bench(
      Sketch { declare in
        (
          select: declare.input(.bits(count)),
          values: (0..<count).map { _ in declare.input(.uint(6)) }, y: declare.output(.uint(6))
        )
      } body: { module, ports in
        ports.y.assign(module.oneHotMux(ports.select, ports.values))
      })
    var stimulus = Stimulus(seed: 4)
    for select in 0..<UInt64(1) << UInt64(count) {
      bench["select"] = select
      var expected: UInt64 = 0
      for index in 0..<count {
        let value = stimulus.next() & 63
        bench["values_\(index)"] = value
        if select >> UInt64(index) & 1 == 1 { expected |= value }
      }
      try bench.settle()
      #expect(bench["y"] == expected)
    }
  }

  @Test("a one-hot multiplexer's assertion stops a simulation where two values are selected")
  func oneHotAssertion() throws {
    let bench = try Bench(
      Sketch {
        (select: $0.input(.bits(2)), a: $0.input(.uint(3)), y: $0.output(.uint(3)))
      } body: { module, ports in
        ports.y.assign(
          module.oneHotMux(ports.select, [ports.a, ports.a], assertion: "selectsOne"))
      })
    for select in 0...2 as ClosedRange<UInt64> {
      bench["select"] = select
      try bench.settle()
      try bench.step()
    }
    bench["select"] = 3
    try bench.settle()
    #expect(throws: SimulationError.self) { try bench.step() }
  }

  @Test("a one-hot multiplexer needs a bit for each value")
  func oneHotRefused() {
    let said = mistakes(
      in: Sketch {
        (select: $0.input(.bits(3)), a: $0.input(.uint(3)), y: $0.output(.uint(3)))
      } body: { module, ports in
        ports.y.assign(module.oneHotMux(ports.select, [ports.a, ports.a]))
      })
    #expect(
      said == """
        width-mismatch: a one-hot multiplexer of 2 values is selected by 3 bits; \
        give one bit of the selection for each value
        """)
  }
}
