import HDL
import RegisterMap
import Testing

/// What is refused of a declaration, and what is said.
@Suite("Declarations of register maps")
struct DeclarationTests {
  /// A map with one mistake, and the words for it.
  struct Case: Sendable, CustomTestStringConvertible {
    let message: String
    let declare: @Sendable (inout RegisterMap, RegisterHandle) -> Void

    var testDescription: String { message }

    init(
      _ message: String,
      _ declare: @escaping @Sendable (inout RegisterMap, RegisterHandle) -> Void
    ) {
      (self.message, self.declare) = (message, declare)
    }
  }

  static let cases = [
    Case("the fields `ok` and `b` of `first` both take bit 0") { map, first in
      map.readWrite("b", .bit, in: first, at: 0)
    },
    Case("the fields `a` and `b` of `first` both take bits 6..<8") { map, first in
      map.readWrite("a", .bits(4), in: first, at: 4)
      map.readWrite("b", .bits(4), in: first, at: 6)
    },
    Case("the field `first.a` of 9 bits at bit 24 is not within a register of 32") { map, first in
      map.readWrite("a", .bits(9), in: first, at: 24)
    },
    Case("the field `first.a` of 1 bit at bit -1 is not within a register of 32") { map, first in
      map.readOnly("a", .bit, in: first, at: -1)
    },
    Case("the field `first.a` of 0 bits at bit 1 is not within a register of 32") { map, first in
      map.readOnly("a", .bits(0), in: first)
    },
    Case("the reset value 4 of `first.a` does not fit 2 bits") { map, first in
      map.readWrite("a", .uint(2), in: first, reset: 4)
    },
    Case("the reset value -1 of `first.a` does not fit 2 bits") { map, first in
      map.readWrite("a", .uint(2), in: first, reset: -1)
    },
    Case("the reset value 2 of `first.a` does not fit 2 bits") { map, first in
      map.readWrite("a", .sint(2), in: first, reset: 2)
    },
    Case("the value 256 of `first.a` does not fit 8 bits") { map, first in
      map.constant("a", width: 8, value: 256, in: first)
    },
    Case("the value 2, called `no`, of `first.a` does not fit 1 bit") { map, first in
      map.readWrite("a", .bit, in: first, values: [FieldValue("no", 2)])
    },
    Case("the value 1 of `first.a` has a second name, `on`") { map, first in
      map.readWrite("a", .bit, in: first, values: [FieldValue("yes", 1), FieldValue("on", 1)])
    },
    Case("two values of `first.a` are called `on`") { map, first in
      map.readWrite("a", .bit, in: first, values: [FieldValue("on", 0), FieldValue("on", 1)])
    },
    Case("the value name `1` is no identifier of C and Verilog") { map, first in
      map.readWrite("a", .bit, in: first, values: [FieldValue("1", 1)])
    },
    Case("two fields of `first` are called `OK`") { map, first in
      map.readWrite("OK", .bit, in: first)
    },
    Case("the field name `a-b` is no identifier of C and Verilog") { map, first in
      map.readWrite("a-b", .bit, in: first)
    },
    Case("the field name `` is no identifier of C and Verilog") { map, first in
      map.readWrite("", .bit, in: first)
    },
    Case("the counter `first.a` saturates and nothing clears it, so that it stays full until reset")
    { map, first in
      map.counter("a", width: 4, .saturates, in: first)
    },
    Case("the offset 0x6 of `map.second` is no multiple of 4") { map, _ in
      map.readWrite("ok", .bit, in: map.register("second", at: 6))
    },
    Case("the offset -4 of `map.second` is out of range") { map, _ in
      map.readWrite("ok", .bit, in: map.register("second", at: -4))
    },
    Case("the offset 9223372036854775807 of `map.second` is out of range") { map, _ in
      map.readWrite("ok", .bit, in: map.register("second", at: .max))
    },
    Case("`first` and `second` of `map` are both at offset 0x0") { map, _ in
      map.readWrite("ok", .bit, in: map.register("second", at: 0))
    },
    Case("`second_1` and `third` of `map` are both at offset 0x14") { map, _ in
      map.readWrite("ok", .bit, in: map.register("second", at: 0x10, count: 2))
      map.readWrite("ok", .bit, in: map.register("third", at: 0x14))
    },
    Case("the array `map.second` has 0 elements") { map, _ in
      map.readWrite("ok", .bit, in: map.register("second", count: 0))
    },
    Case("the stride 2 of `map.second` is no multiple of 4") { map, _ in
      map.readWrite("ok", .bit, in: map.register("second", count: 2, stride: 2))
    },
    Case("the register `map.second` has no fields") { map, _ in map.register("second") },
    Case("two registers of `map` are called `first`") { map, _ in
      map.readWrite("other", .bit, in: map.register("first"))
    },
    Case("`first.a_b` and `first_a.b` both define `MAP_FIRST_A_B_SHIFT` in C") { map, first in
      map.readWrite("a_b", .bit, in: first)
      map.readOnly("b", .bits(9), in: map.register("first_a"))
    },
    Case("`first.a` and `first.a_set` both have a port `first_a_set`") { map, first in
      map.sticky("a", .bit, in: first)
      map.readWrite("a_set", .bit, in: first)
    },
    Case("the field `a` is declared in `other`, which is no register of `map`") { map, _ in
      var other = RegisterMap("other")
      other.register("first")
      let handle = other.register("other")
      map.readWrite("a", .bit, in: handle)
    },
  ]

  @Test("tell each mistake in a sentence, in emitters and in a design", arguments: cases)
  func mistake(example: Case) throws {
    var map = RegisterMap("map")
    let first = map.register("first")
    map.readWrite("ok", .bit, in: first)
    example.declare(&map, first)
    try #require(!map.mistakes.isEmpty)
    #expect(map.mistakes.map(\.message) == [example.message])
    let error = #expect(throws: ElaborationError.self) { try elaborate(RegisterBlock(map)) }
    #expect(error?.diagnostics.map(\.message).sorted() == map.mistakes.map(\.message).sorted())
    #expect(
      error?.diagnostics.allSatisfy { $0.location.fileID.hasSuffix("DeclarationTests.swift") }
        == true)
  }

  @Test("tell all mistakes of the map itself")
  func map() {
    #expect(
      RegisterMap("my map", dataWidth: 16, addressWidth: 1).mistakes.map(\.message) == [
        "the register map name `my map` is no identifier of C and Verilog",
        "the registers of `my map` are 16 bits wide",
        "an address of 1 bits cannot reach the 4 bytes of `my map`, or is too wide",
        "the map `my map` has no registers",
      ])
  }

  @Test("place registers and fields one after the other")
  func places() {
    var map = RegisterMap("map", dataWidth: 64)
    let first = map.register("first", count: 3, stride: 16)
    map.readWrite("a", .bits(3), in: first)
    map.readWrite("b", .bits(5), in: first)
    map.readWrite("c", .bit, in: first, at: 12)
    map.readWrite("d", .bit, in: first)
    map.readWrite("a", .bit, in: map.register("second"))
    map.readWrite("a", .bit, in: map.register("third", at: 0x100))
    map.readWrite("a", .bit, in: map.register("fourth"))
    #expect(map.mistakes.isEmpty)
    #expect(map.registers.map(\.offset) == [0, 0x28, 0x100, 0x108])
    #expect(map.registers[0].fields.map(\.low) == [0, 3, 12, 13])
    #expect(map.span == 0x110)
    #expect(map.addressWidth == 9)
  }

  @Test("are equal wherever they stand, so that a module is shared")
  func equality() throws {
    #expect(TimerRegisters().map == TimerRegisters().map)
    #expect(RegisterMap("a") == RegisterMap("a"))
    #expect(RegisterMap("a") != RegisterMap("b"))
  }

  /// Uses the handle of an array, and that of another map, in the wrong way.
  struct Misuse: Module {
    struct Ports {
      let axi: AXI4LitePorts
      let gain: Bits
    }

    func ports(_ declare: PortDeclarer) -> Ports {
      Ports(axi: declare.target(AXI4LiteInterface(addressWidth: 4)), gain: declare.output(.bits(4)))
    }

    func body(_ module: ModuleBuilder, _ ports: Ports) {
      var map = RegisterMap("map")
      let channel = map.register("channel", count: 2)
      let gain = map.readWrite("gain", .bits(4), in: channel)
      let level = map.readOnly("level", .bit, in: channel)
      let last = map.readWrite("gain", .bit, in: map.register("last", at: 12))
      let registers = module.instance(RegisterBlock(map), named: "registers")
      module.connect(ports.axi, to: registers.bus)
      ports.gain.assign(registers[gain] .^ registers[gain, 2] .^ registers[gain, 1])
      registers[level, 0].assign(module.constant(1, .bit))
      registers[level, 1].assign(module.constant(1, .bit))
      registers[last].ignore()
      registers[TimerRegisters().enable].ignore()
      registers[TimerRegisters().misses].increment.assign(module.constant(1, .bit))
    }
  }

  @Test("tell wrong use of handles")
  func handles() {
    let error = #expect(throws: ElaborationError.self) { try elaborate(Misuse()) }
    let messages = error?.diagnostics.map(\.message) ?? []
    #expect(
      messages == [
        "the field `channel.gain` is one of 2", "there is no element 2 of `channel`",
        "`enable` is no field of the map `map`", "`misses` is no field of the map `map`",
      ], "\(messages)")
  }
}
