import Components
import HDL
import Simulation
import Testing

@Suite("Streams under every pattern")
struct StreamPatternTests {
  enum Component: Sendable, Hashable, CustomStringConvertible {
    case register(StreamRegister<Shape<Bits>>.Cut)
    case queue(depth: Int)

    static let all: [Component] =
      StreamRegister<Shape<Bits>>.Cut.allCases.map { .register($0) }
      + (1...4).map { .queue(depth: $0) }

    var description: String {
      switch self {
      case .register(let cut): "register, \(cut)"
      case .queue(let depth): "queue of \(depth)"
      }
    }

    func design() throws -> Design {
      switch self {
      case .register(let cut): try elaborate(StreamRegister(Shape.bits(16), cut: cut))
      case .queue(let depth): try elaborate(StreamFIFO(Shape.bits(16), depth: depth))
      }
    }

    /// Whether the input is ready, and what stands at the output.
    func see(_ held: [UInt64], offered: UInt64?, isSinkReady: Bool) -> (Bool, UInt64?) {
      switch self {
      case .register(.forward): (held.isEmpty || isSinkReady, held.first)
      case .register(.backward): (held.isEmpty, held.first ?? offered)
      case .register(.full): (held.count < 2, held.first)
      case .queue(let depth): (held.count < depth, held.first)
      }
    }
  }

  @Test("do as their model in each cycle of every pattern of 6", arguments: Component.all)
  func everyPattern(component: Component) throws {
    let simulator = NativeSimulator(try component.design())
    let input = try StreamPins(of: simulator, "input", isRead: true)
    let output = try StreamPins(of: simulator, "output", isRead: false)
    var next: UInt64 = 1
    for pattern in 0..<1 << 12 {
      simulator.setReset(true)
      input.valid.isSet = false
      try simulator.settle()
      try simulator.step()
      simulator.setReset(false)
      var held: [UInt64] = []
      var offered: UInt64?
      for cycle in 0..<6 {
        let bits = pattern >> (2 * cycle)
        let isSinkReady = bits & 2 != 0
        if offered == nil, bits & 1 != 0 { offered = next & 0xffff }
        input.valid.isSet = offered != nil
        input.payload = [offered ?? 0]
        output.ready.isSet = isSinkReady
        try simulator.settle()
        let (ready, first) = component.see(held, offered: offered, isSinkReady: isSinkReady)
        try #require(input.ready.isSet == ready, "pattern \(pattern), cycle \(cycle)")
        try #require(output.valid.isSet == (first != nil), "pattern \(pattern), cycle \(cycle)")
        if let first {
          try #require(output.payload == [first], "pattern \(pattern), cycle \(cycle)")
        }
        if ready, let payload = offered {
          held.append(payload)
          offered = nil
          next += 1
        }
        if first != nil, isSinkReady { held.removeFirst() }
        try simulator.step()
      }
    }
  }
}
