import Components
import HDL
import Testing

/// The extremes of several numbers, signed and unsigned.
func extremes(count: Int, width: Int) -> some Module {
  Sketch("Extremes_\(count)_\(width)") { declare in
    (
      values: (0..<count).map { _ in declare.input(.uint(width)) },
      minimum: declare.output(.uint(width)),
      minimumIndex: declare.output(.uint(addressBits(count))),
      maximum: declare.output(.uint(width)),
      maximumIndex: declare.output(.uint(addressBits(count))),
      signedMinimum: declare.output(.sint(width)),
      signedMinimumIndex: declare.output(.uint(addressBits(count))),
      signedMaximum: declare.output(.sint(width)),
      signedMaximumIndex: declare.output(.uint(addressBits(count)))
    )
  } body: { module, ports in
    let minimum = module.minimum(of: ports.values)
    ports.minimum.assign(minimum.value)
    ports.minimumIndex.assign(minimum.index)
    let maximum = module.maximum(of: ports.values)
    ports.maximum.assign(maximum.value)
    ports.maximumIndex.assign(maximum.index)
    let signedMinimum = module.minimum(of: ports.values.map(\.asSInt))
    ports.signedMinimum.assign(signedMinimum.value)
    ports.signedMinimumIndex.assign(signedMinimum.index)
    let signedMaximum = module.maximum(of: ports.values.map(\.asSInt))
    ports.signedMaximum.assign(signedMaximum.value)
    ports.signedMaximumIndex.assign(signedMaximum.index)
  }
}

@Suite("Trees")
struct TreeTests {
  @Test("have ceil(log2 n) levels and keep the order", arguments: 1...33)
  func depth(count: Int) {
    let depth = balancedReduction([Int](repeating: 0, count: count)) { max($0, $1) + 1 }
    var levels = 0
    while 1 << levels < count { levels += 1 }
    #expect(depth == levels)
    #expect(treeDepth(count) == levels)
    let order = balancedReduction((0..<count).map { [$0] }) { $0 + $1 }
    #expect(order == Array(0..<count))
  }

  @Test("sum any number of values", arguments: 1...17)
  func sum(count: Int) throws {
    let width = 5 + treeDepth(count)
    let bench = try Bench(
      Sketch {
        declare in
        (
          values: (0..<count).map { _ in declare.input(.uint(5)) },
          total: declare.output(.uint(width))
        )
      } body: { module, ports in
        ports.total.assign(module.reduceTree(ports.values) { $0 .+ $1 })
      })
    var stimulus = Stimulus(seed: 5)
    for round in 0..<50 {
      var total: UInt64 = 0
      for index in 0..<count {
        let value = round == 0 ? 31 : stimulus.next() & 31
        bench["values_\(index)"] = value
        total += value
      }
      try bench.settle()
      #expect(bench["total"] == total)
    }
  }

  @Test(
    "find the first smallest and largest",
    arguments: [(1, 3), (2, 3), (3, 2), (4, 2), (5, 2), (8, 1)])
  func extreme(count: Int, width: Int) throws {
    let bench = try Bench(extremes(count: count, width: width))
    for pattern in 0..<1 << (count * width) {
      let values = (0..<count).map { pattern >> ($0 * width) & (1 << width - 1) }
      let signed = values.map { $0 >> (width - 1) == 1 ? $0 - 1 << width : $0 }
      for (index, value) in values.enumerated() { bench["values_\(index)"] = UInt64(value) }
      try bench.settle()
      func check(_ name: String, _ numbers: [Int], _ best: Int?) throws {
        let best = try #require(best)
        let found =
          numbers == signed && name.hasPrefix("signed")
          ? bench.signed(name) : Int64(bench[name])
        try #require(found == best)
        try #require(bench["\(name)Index"] == numbers.firstIndex(of: best).map(UInt64.init))
      }
      try check("minimum", values, values.min())
      try check("maximum", values, values.max())
      try check("signedMinimum", signed, signed.min())
      try check("signedMaximum", signed, signed.max())
    }
  }

  @Test("of nothing are refused")
  func refused() {
    let none: [UInt] = []
    let said = mistakes(
      in: Sketch {
        (y: $0.output(.uint(1)), z: $0.output(.uint(1)))
      } body: { module, ports in
        ports.y.assign(module.reduceTree(none) { $0 .+ $1 })
        ports.z.assign(module.minimum(of: none).value)
      })
    #expect(
      said == """
        empty-list: a tree over no values; reduce at least one value
        empty-list: a tree over no values; reduce at least one value
        """)
  }

  @Test("with registers at no level, and delays back in time, are refused")
  func refusedRegisters() {
    let said = mistakes(
      in: Sketch {
        (a: $0.input(.bit), y: $0.output(.bit), z: $0.output(.bit))
      } body: {
        module, ports in
        let tree = module.reduceTree([ports.a, ports.a], named: "all", registerEvery: 0) {
          $0 .& $1
        }
        ports.y.assign(tree.value)
        ports.z.assign(module.delayed(ports.a, named: "later", by: -1))
      })
    #expect(
      said == """
        parameter-out-of-range: tree `all` has a register after every 0 levels; give at least 1 level
        parameter-out-of-range: `later` is delayed by -1 cycles; delay by at least 0 cycles
        """)
  }
}
