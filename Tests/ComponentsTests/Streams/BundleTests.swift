import HDL
import Simulation
import Testing

/// Written by a reader of a memory, answered by the memory.
private struct ReadPort: Interface {
  struct Ports {
    let address: UInt
    let pixel: Pixel
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(address: declare.output(.uint(4)), pixel: declare.input(of: PixelLayout(width: 8)))
  }
}

/// Asks for the pixel at `at` and hands it on.
private struct Reader: Module {
  struct Ports {
    let at: UInt
    let memory: ReadPort.Ports
    let pixel: Pixel
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      at: declare.input(.uint(4)), memory: declare.initiator(ReadPort()),
      pixel: declare.output(of: PixelLayout(width: 8)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    ports.memory.address.assign(ports.at)
    ports.pixel.assign(ports.memory.pixel)
  }
}

/// A pixel made of its address.
private struct Picture: Module {
  struct Ports {
    let port: ReadPort.Ports
  }

  func ports(_ declare: PortDeclarer) -> Ports { Ports(port: declare.target(ReadPort())) }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let color = concatenate(ports.port.address, ports.port.address).asUInt
    ports.port.pixel.assign(Pixel(color: color, isLast: ports.port.address[0]))
  }
}

@Suite("Bundles and interfaces")
struct BundleTests {
  /// Chosen, kept in a register, packed and taken apart again, and read through an interface.
  private static let design = Sample("bundles") {
    let layout = PixelLayout(width: 8)
    return try elaborate(
      Sketch("Bundles") {
        (
          first: $0.input(of: layout), second: $0.input(of: layout), choice: $0.input(.bit),
          keep: $0.input(.bit), held: $0.output(of: layout), joined: $0.output(.bits(9)),
          again: $0.output(of: layout), at: $0.input(.uint(4)), read: $0.output(of: layout),
          row: $0.output(of: RowLayout(layout, count: 2))
        )
      } body: { module, ports in
        let chosen = module.wire("chosen", of: layout)
        chosen.assign(mux(ports.choice, ports.first, ports.second))
        let held = module.register("held", of: layout, isReset: true, enable: .!ports.keep)
        held.assign(chosen)
        ports.held.assign(held)
        if let packed = chosen.packed() {
          ports.joined.assign(packed)
          ports.again.assign(module.unpack(packed, as: layout))
        }
        let reader = module.instance(Reader(), named: "reader")
        let picture = module.instance(Picture(), named: "picture")
        module.connect(reader.memory, to: picture.port)
        reader.at.assign(ports.at)
        ports.read.assign(reader.pixel)
        ports.row.assign(Row([ports.second, ports.first]))
      })
  }

  private func run(_ simulator: any Simulator) throws {
    let bench = Bench(simulator)
    try bench.reset()
    var stimulus = Stimulus(seed: 5)
    var held: (color: UInt64, isLast: UInt64) = (0, 0)
    for _ in 0..<200 {
      let bits = stimulus.next()
      let first = (color: bits & 0xff, isLast: bits >> 8 & 1)
      let second = (color: bits >> 16 & 0xff, isLast: bits >> 24 & 1)
      let (choice, keep, at) = (bits >> 32 & 1, bits >> 33 & 1, bits >> 40 & 15)
      bench["first_color"] = first.color
      bench["first_isLast"] = first.isLast
      bench["second_color"] = second.color
      bench["second_isLast"] = second.isLast
      bench["choice"] = choice
      bench["keep"] = keep
      bench["at"] = at
      try bench.settle()
      let chosen = choice == 1 ? first : second
      try #require(bench["held_color"] == held.color)
      try #require(bench["held_isLast"] == held.isLast)
      try #require(bench["joined"] == chosen.color << 1 | chosen.isLast)
      try #require(bench["again_color"] == chosen.color)
      try #require(bench["again_isLast"] == chosen.isLast)
      try #require(bench["read_color"] == at << 4 | at)
      try #require(bench["read_isLast"] == at & 1)
      try #require(bench["row_0_color"] == second.color)
      try #require(bench["row_1_isLast"] == first.isLast)
      if keep == 0 { held = chosen }
      try bench.step()
    }
  }

  @Test("are chosen, kept, packed and passed through interfaces field by field")
  func native() throws { try run(NativeSimulator(try Self.design.elaborated())) }

  @Test("do the same in the Verilog", arguments: Engine.allCases)
  func engines(engine: Engine) async throws {
    try run(await engine.start(Self.design.elaborated()))
  }
}
