import HDL
import Testing

@Suite("Wrong designs: names")
struct WrongNames {
  /// A wire of the given name between an input and an output.
  private func named(_ name: String) -> String {
    mistakes({ (a: $0.input(.bit), y: $0.output(.bit)) }) { module, ports in
      let wire = module.wire(name, .bit)
      wire.assign(ports.a)
      ports.y.assign(wire)
    }
  }

  @Test("a keyword of Verilog")
  func verilogKeyword() {
    #expect(
      named("wire") == """
        reserved-name in Sketch: the value name `wire` is a Verilog keyword
          > let wire = module.wire(name, .bit)
          fix: choose another name, for example `wireValue`
        """)
  }

  @Test("a keyword of SystemVerilog")
  func systemVerilogKeyword() {
    #expect(
      named("logic") == """
        reserved-name in Sketch: the value name `logic` is a SystemVerilog keyword
          > let wire = module.wire(name, .bit)
          fix: choose another name, for example `logicValue`
        """)
  }

  @Test("a keyword of C++")
  func cPlusPlusKeyword() {
    #expect(
      named("template") == """
        reserved-name in Sketch: the value name `template` is a C++ keyword, which simulators \
        that translate to C++ warn of
          > let wire = module.wire(name, .bit)
          fix: choose another name, for example `templateValue`
        """)
  }

  @Test("a port called like a word that Verilator warns of, which a net may be")
  func cPlusPlusCommon() {
    let said = mistakes({ (near: $0.input(.bit), y: $0.output(.bit)) }) { module, ports in
      let far = module.wire("far", .bit)
      far.assign(ports.near)
      ports.y.assign(far)
    }
    #expect(
      said == """
        reserved-name in Sketch: the port name `near` is a common word in C++, which simulators \
        that translate to C++ warn of
          > let said = mistakes({ (near: $0.input(.bit), y: $0.output(.bit)) }) { module, ports in
          fix: choose another name
        """)
  }

  @Test("a class of SystemVerilog", arguments: ["mailbox", "process", "semaphore"])
  func standardClass(word: String) {
    #expect(
      named(word).hasPrefix(
        "reserved-name in Sketch: the value name `\(word)` is a class of SystemVerilog's standard"))
  }

  @Test("the implicit clock")
  func clock() {
    #expect(
      named("clock") == """
        reserved-name in Sketch: the value name `clock` is the implicit clock port
          > let wire = module.wire(name, .bit)
          fix: choose another name, for example `clockValue`
        """)
  }

  @Test("a name with a space")
  func space() {
    #expect(
      named("two words") == """
        illegal-name in Sketch: the value name `two words` is not an identifier of every tool
          > let wire = module.wire(name, .bit)
          fix: start with an ASCII letter, go on with letters, digits and single underscores, at \
        most 200
        """)
  }

  @Test(
    "other names that some tool does not take",
    arguments: [
      "", "1st", "_hidden", "a__b", "naïve", "a.b", "a$b", String(repeating: "a", count: 201),
    ])
  func illegal(name: String) {
    #expect(named(name).hasPrefix("illegal-name in Sketch: the value name `\(name)` is not"))
  }

  @Test("names that look odd and are fine", arguments: ["a1", "A", "trailing_", "snake_case_2"])
  func legal(name: String) {
    #expect(named(name).isEmpty)
  }

  @Test("two ports, an instance, a memory and a table of one name")
  func duplicates() {
    struct Stream {
      let valid: Bit
    }
    let said = mistakes({
      (
        bus: Stream(valid: $0.input(.bit)), bus_valid: $0.input(.bit), y: $0.output(.bits(4))
      )
    }) { module, ports in
      let instance = module.instance(WrongDrivers.follower, named: "bus_valid")
      instance.a.assign(ports.bus_valid.repeated(4))
      let memory = module.memory("bus_valid", .bits(4), depth: 2)
      memory.write(address: ports.bus.valid.asUInt, data: instance.y, enable: ports.bus_valid)
      let table = module.readOnlyMemory("bus_valid", .bits(4), [1, 2])
      ports.y.assign(
        memory.read(address: ports.bus.valid.asUInt, enable: ports.bus_valid)
          .& table.read(address: ports.bus.valid.asUInt))
    }
    #expect(
      said == """
        duplicate-name in Sketch: the port name `bus_valid` is taken
          > bus: Stream(valid: $0.input(.bit)), bus_valid: $0.input(.bit), y: $0.output(.bits(4))
          note: the port of that name is here
          > bus: Stream(valid: $0.input(.bit)), bus_valid: $0.input(.bit), y: $0.output(.bits(4))
          fix: give one of them another name
        duplicate-name in Sketch: the instance name `bus_valid` is taken
          > let instance = module.instance(WrongDrivers.follower, named: "bus_valid")
          note: the port of that name is here
          > bus: Stream(valid: $0.input(.bit)), bus_valid: $0.input(.bit), y: $0.output(.bits(4))
          fix: give one of them another name
        duplicate-name in Sketch: the memory name `bus_valid` is taken
          > let memory = module.memory("bus_valid", .bits(4), depth: 2)
          note: the instance of that name is here
          > let instance = module.instance(WrongDrivers.follower, named: "bus_valid")
          fix: give one of them another name
        duplicate-name in Sketch: the table name `bus_valid` is taken
          > let table = module.readOnlyMemory("bus_valid", .bits(4), [1, 2])
          note: the memory of that name is here
          > let memory = module.memory("bus_valid", .bits(4), depth: 2)
          fix: give one of them another name
        """)
  }

  @Test("an instance called like something inside its module")
  func hidden() {
    let said = mistakes({ (a: $0.input(.bits(4)), z: $0.output(.bits(4))) }) { module, ports in
      let instance = module.instance(WrongDrivers.follower, named: "y")
      instance.a.assign(ports.a)
      ports.z.assign(instance.y)
    }
    #expect(
      said == """
        duplicate-name in Sketch: the instance name `y` is taken inside its module Follower
          > let instance = module.instance(WrongDrivers.follower, named: "y")
          fix: give the instance another name
        """)
  }

  @Test("a port that no property holds")
  func missing() {
    let said = mistakes({ declare in
      let spare: Bit = declare.input(.bit)
      spare.ignore()
      return (a: declare.input(.bit), y: declare.output(.bit))
    }) { _, ports in ports.y.assign(ports.a) }
    #expect(
      said == """
        missing-name in Sketch: a port has no name
          > let spare: Bit = declare.input(.bit)
          fix: store it in a property of the module's `Ports`
        """)
  }

  @Test("a module called like a keyword")
  func moduleName() {
    let said = mistakes(
      in: Sketch("module", ports: { (a: $0.input(.bit), y: $0.output(.bit)) }) { _, ports in
        ports.y.assign(ports.a)
      })
    #expect(
      said == """
        reserved-name in module: the module name `module` is a Verilog keyword
          > in: Sketch("module", ports: { (a: $0.input(.bit), y: $0.output(.bit)) }) { _, ports in
          fix: choose another name, for example `moduleValue`
        """)
  }

  @Test("a name for a value that has one renames neither port nor register")
  func alias() throws {
    let module = Sketch(ports: { (a: $0.input(.bits(8)), y: $0.output(.bits(8))) }) { _, ports in
      ports.y.assign(ports.a[0..<8].named("low").asUInt.truncated(to: 8).asBits)
    }
    let graph = try elaborate(module).top
    #expect(graph.ports.map(\.name) == ["a", "y"])
    #expect(graph.nodeNames.compactMap { $0 } == ["a", "y", "low"])
  }

  @Test("ports in optionals, arrays, tuples and nested structs are named after the way to them")
  func members() throws {
    struct Inner {
      let valid: Bit
      let lanes: [UInt]
    }
    let module = Sketch(ports: { declare in
      (
        stream: Inner(
          valid: declare.input(.bit), lanes: (0..<2).map { _ in declare.input(.uint(2)) }),
        maybe: Optional<Bit>.some(declare.input(.bit)), never: Optional<Bit>.none,
        pair: (declare.output(.bit) as Bit, declare.output(.uint(4)) as UInt)
      )
    }) { _, ports in
      ports.pair.0.assign(ports.stream.valid .& (ports.maybe ?? ports.stream.valid))
      ports.pair.1.assign(
        concatenate(ports.stream.lanes[0], ports.stream.lanes[1]).asUInt)
    }
    #expect(
      try elaborate(module).top.ports.map(\.name) == [
        "stream_valid", "stream_lanes_0", "stream_lanes_1", "maybe", "pair_0", "pair_1",
      ])
  }
}
