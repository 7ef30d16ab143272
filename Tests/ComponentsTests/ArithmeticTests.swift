import Components
import HDL
import Testing

/// Every function of two numbers.
func arithmetic(_ a: Int, _ b: Int) -> some Module {
  let width = max(a, b)
  return Sketch("Arithmetic_\(a)_\(b)") { declare in
    (
      a: declare.input(.uint(a)), b: declare.input(.uint(b)),
      minimum: declare.output(.uint(width)), maximum: declare.output(.uint(width)),
      difference: declare.output(.uint(width)), sum: declare.output(.uint(width)),
      rest: declare.output(.uint(width)), signedMinimum: declare.output(.sint(width)),
      signedMaximum: declare.output(.sint(width)), signedDifference: declare.output(.uint(width)),
      signedSum: declare.output(.sint(width)), signedRest: declare.output(.sint(width)),
      left: declare.output(.bits(a)), right: declare.output(.bits(a))
    )
  } body: { _, ports in
    let (a, b) = (ports.a, ports.b)
    let (c, d) = (a.asSInt, b.asSInt)
    ports.minimum.assign(minimum(a, b))
    ports.maximum.assign(maximum(a, b))
    ports.difference.assign(absoluteDifference(a, b))
    ports.sum.assign(a.addingSaturated(b))
    ports.rest.assign(a.subtractingSaturated(b))
    ports.signedMinimum.assign(minimum(c, d))
    ports.signedMaximum.assign(maximum(c, d))
    ports.signedDifference.assign(absoluteDifference(c, d))
    ports.signedSum.assign(c.addingSaturated(d))
    ports.signedRest.assign(c.subtractingSaturated(d))
    ports.left.assign(a.rotatedLeft(by: b))
    ports.right.assign(a.rotatedRight(by: b))
  }
}

@Suite("Small arithmetic")
struct ArithmeticTests {
  @Test("agrees with integers at all small widths", arguments: 1...5, 1...5)
  func exhaustive(aWidth: Int, bWidth: Int) throws {
    let bench = try Bench(arithmetic(aWidth, bWidth))
    let width = max(aWidth, bWidth)
    let largest = 1 << width - 1
    let limits = -(1 << (width - 1))...(1 << (width - 1) - 1)
    func signed(_ value: Int, _ width: Int) -> Int {
      value >> (width - 1) & 1 == 1 ? value - 1 << width : value
    }
    func saturated(_ value: Int) -> Int { min(max(value, limits.lowerBound), limits.upperBound) }
    for a in 0..<1 << aWidth {
      for b in 0..<1 << bWidth {
        bench["a"] = UInt64(a)
        bench["b"] = UInt64(b)
        try bench.settle()
        let (c, d) = (signed(a, aWidth), signed(b, bWidth))
        try #require(bench["minimum"] == min(a, b))
        try #require(bench["maximum"] == max(a, b))
        try #require(bench["difference"] == abs(a - b))
        try #require(bench["sum"] == min(a + b, largest))
        try #require(bench["rest"] == max(a - b, 0))
        try #require(bench.signed("signedMinimum") == min(c, d))
        try #require(bench.signed("signedMaximum") == max(c, d))
        try #require(bench["signedDifference"] == abs(c - d))
        try #require(bench.signed("signedSum") == saturated(c + d))
        try #require(bench.signed("signedRest") == saturated(c - d))
        let amount = b % aWidth
        let left = (a << amount | a >> (aWidth - amount)) & (1 << aWidth - 1)
        let right = (a >> amount | a << (aWidth - amount)) & (1 << aWidth - 1)
        try #require(bench["left"] == left)
        try #require(bench["right"] == right)
      }
    }
  }

  @Test("a fixed rotation takes any distance", arguments: [1, 2, 5, 8], -9...9)
  func fixedRotation(width: Int, distance: Int) throws {
    let bench = try Bench(
      Sketch {
        (a: $0.input(.bits(width)), up: $0.output(.bits(width)), down: $0.output(.bits(width)))
      } body: { _, ports in
        ports.up.assign(ports.a.rotatedLeft(by: distance))
        ports.down.assign(ports.a.rotatedRight(by: distance))
      })
    for value in 0..<UInt64(1) << UInt64(width) {
      bench["a"] = value
      try bench.settle()
      var (up, down) = (0 as UInt64, 0 as UInt64)
      for place in 0..<width where value >> place & 1 == 1 {
        up |= 1 << ((place + distance + 10 * width) % width)
        down |= 1 << ((place - distance + 10 * width) % width)
      }
      try #require(bench["up"] == up)
      try #require(bench["down"] == down)
    }
  }

  @Test(
    "saturates and clamps to every width and range of 4 bits", arguments: 1...4)
  func narrowing(width: Int) throws {
    let bench = try Bench(
      Sketch {
        (
          a: $0.input(.uint(4)), unsignedResult: $0.output(.uint(width)),
          signedResult: $0.output(.sint(width))
        )
      } body: { _, ports in
        ports.unsignedResult.assign(ports.a.saturated(to: width))
        ports.signedResult.assign(ports.a.asSInt.saturated(to: width))
      })
    for value in 0..<16 {
      bench["a"] = UInt64(value)
      try bench.settle()
      #expect(bench["unsignedResult"] == min(value, 1 << width - 1))
      let signed = value < 8 ? value : value - 16
      #expect(
        bench.signed("signedResult") == min(max(signed, -(1 << (width - 1))), 1 << (width - 1) - 1))
    }
  }

  @Test("clamps to any range within the width", arguments: -8...7, [0, 1, 3, 15])
  func clamped(lower: Int, length: Int) throws {
    let (signed, unsigned) = (
      lower...min(lower + length, 7), lower + 8...min(lower + 8 + length, 15)
    )
    let bench = try Bench(
      Sketch {
        (
          a: $0.input(.uint(4)), unsignedResult: $0.output(.uint(4)),
          signedResult: $0.output(.sint(4))
        )
      } body: { _, ports in
        ports.unsignedResult.assign(ports.a.clamped(to: unsigned))
        ports.signedResult.assign(ports.a.asSInt.clamped(to: signed))
      })
    for value in 0..<16 {
      bench["a"] = UInt64(value)
      try bench.settle()
      #expect(bench["unsignedResult"] == min(max(value, unsigned.lowerBound), unsigned.upperBound))
      let number = value < 8 ? value : value - 16
      #expect(
        bench.signed("signedResult") == min(max(number, signed.lowerBound), signed.upperBound))
    }
  }
}
