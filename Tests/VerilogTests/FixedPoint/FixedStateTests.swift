import FixedPoint
import HDL
import Simulation
import Testing

/// Constants, reset values and tables of fixed-point numbers.
@Suite("Fixed-point constants")
struct FixedStateTests {
  struct Constants: Module {
    struct Ports {
      let address: UInt
      let whole: Fixed
      let half: Fixed
      let rounded: Fixed
      let first: Fixed
      let second: Fixed
      let entry: Fixed
      let number: Fixed
    }

    static let shape = Shape.fixed(signed: true, integerBits: 4, fractionBits: 2)

    func ports(_ declare: PortDeclarer) -> Ports {
      Ports(
        address: declare.input(.uint(2)), whole: declare.output(Self.shape),
        half: declare.output(Self.shape), rounded: declare.output(Self.shape),
        first: declare.output(Self.shape), second: declare.output(Self.shape),
        entry: declare.output(Self.shape), number: declare.output(Self.shape))
    }

    func body(_ module: ModuleBuilder, _ ports: Ports) {
      ports.whole.assign(module.constant(-3, Self.shape))
      ports.half.assign(module.constant(2.5, Self.shape))
      ports.rounded.assign(module.constant(0.3, Self.shape, rounding: .ceiling))
      let first = module.register("firstValue", Self.shape, reset: -8)
      let second = module.register("secondValue", Self.shape, reset: 7.75)
      first.assign(second)
      second.assign(first)
      ports.first.assign(first)
      ports.second.assign(second)
      let table = module.readOnlyMemory("halves", Self.shape, [0.5, -0.5, 7.5])
      ports.entry.assign(table.read(address: ports.address))
      let whole = module.readOnlyMemory("wholes", Self.shape, [1, -8])
      ports.number.assign(whole.read(address: ports.address[0...0]))
    }
  }

  @Test("stand for the numbers that are written")
  func numbers() throws {
    let simulator = NativeSimulator(try elaborate(Constants()))
    func integer(_ name: String) throws -> Int {
      let index = try #require(simulator.ports.firstIndex { $0.name == name })
      let value = Int(simulator.storage(ofPort: index).value)
      return value < 32 ? value : value - 64
    }
    simulator.setReset(true)
    try simulator.step()
    simulator.setReset(false)
    try simulator.settle()
    // Quarters.
    #expect(try integer("whole") == -12)
    #expect(try integer("half") == 10)
    #expect(try integer("rounded") == 2)
    #expect(try integer("first") == -32)
    #expect(try integer("second") == 31)
    let address = simulator.storage(ofPort: 0)
    for (index, expected) in [(2, 4), (-2, -32), (30, 4), (0, -32)].enumerated() {
      address.value = UInt64(index)
      try simulator.settle()
      #expect(try integer("entry") == expected.0)
      #expect(try integer("number") == expected.1)
    }
  }
}
