import Cosimulation
import Formal
import HDL
import Testing

/// A module written in place, told apart by name.
private struct Sketch: Module {
  let moduleName: String
  let describe: (ModuleBuilder, UInt, UInt) -> Void

  struct Ports {
    let a: UInt
    let y: UInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(a: declare.input(.uint(4)), y: declare.output(.uint(4)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) { describe(module, ports.a, ports.y) }

  static func == (left: Sketch, right: Sketch) -> Bool { left.moduleName == right.moduleName }

  func hash(into hasher: inout Hasher) { hasher.combine(moduleName) }
}

@Suite("Proofs")
struct ProofTests {
  /// Proves a sketch.
  private func attempt(
    _ name: String, depth: Int = 8, _ describe: @escaping (ModuleBuilder, UInt, UInt) -> Void
  ) async throws -> Proof {
    try requireYosys()
    return try await prove(Sketch(moduleName: name, describe: describe), depth: depth)
  }

  /// A counter that wraps after `last`.
  private func counter(
    _ module: ModuleBuilder, _ enable: Bit, last: Int
  ) -> UInt {
    let count = module.register("count", .uint(4), reset: 0, enable: enable)
    count.assign(mux(count .== last, module.constant(0, .uint(4)), count .&+ 1))
    return count
  }

  @Test("a counter stays in its range")
  func inductive() async throws {
    let proof = try await attempt("Range") { module, a, y in
      let count = self.counter(module, a[0], last: 9)
      a[1..<4].ignore()
      y.assign(count)
      module.assert("inRange", count .<= 9)
      module.cover("wraps", count .== 3 .& a[0])
      module.cover("never", count .== 12)
    }
    #expect(
      proof.description == """
        `Range` is proven by induction over 1 cycle
        cover Range.wraps: reached in cycle 4
        cover Range.never: not reached in 8 cycles
        """)
  }

  @Test("a failing assertion comes with the shortest run, the property and its line")
  func refuted() async throws {
    let proof = try await attempt("Wrong") { module, a, y in
      let count = self.counter(module, a[0], last: 9)
      a[1..<4].ignore()
      y.assign(count)
      module.assert("below3", count .< 3, "counts too far")
    }
    #expect(
      proof.description == """
        `Wrong` is wrong: assertion `below3` of `Wrong` failed in cycle 4: counts too far \
        (FormalTests/ProofTests.swift:70:20)
        a      0  1  ·· ·· 0
        y      0  ·· 1  2  3
        count  0  ·· 1  2  3
        """)
  }

  @Test("what is true only in reachable states has a gap, which an invariant closes")
  func gap() async throws {
    func pair(_ name: String, invariant: Bool) async throws -> Proof {
      try await attempt(name, depth: 5) { module, a, y in
        let count = self.counter(module, a[0], last: 5)
        let mirror = module.register("mirror", .uint(4), reset: 0, enable: a[0])
        mirror.assign(mux(mirror .== 5, module.constant(0, .uint(4)), mirror .&+ 1))
        a[1..<4].ignore()
        y.assign(count .^ mirror)
        module.assert("neverFive", .!(count .== 5 .& mirror .!= 5))
        if invariant { module.assert("equal", count .== mirror) }
      }
    }
    let without = try await pair("Open", invariant: false)
    #expect(
      without.description == """
        `Open` holds for 5 cycles after reset; later ones are not proven
        the induction fails from a state that may be unreachable: assertion `neverFive` of `Open` \
        failed in cycle 5 (FormalTests/ProofTests.swift:91:22)
        a       0  1  ·· ·· ·· ··
        y       5  ·· 7  3  5  7
        count   1  ·· 2  3  4  5
        mirror  4  ·· 5  0  1  2
        """)
    let with = try await pair("Closed", invariant: true)
    #expect(with.outcome == .proven(inductionLength: 1))
  }

  @Test("registers without reset and memories start with anything")
  func arbitrary() async throws {
    let register = try await attempt("Unset") { module, a, y in
      let state = module.register("state", .uint(4))
      state.assign(a)
      y.assign(state)
      module.assert("notSeven", state .!= 7, duringReset: true)
      module.assume("inputNotSeven", a .!= 7, duringReset: true)
    }
    #expect(register.counterexample?.cycle == 0)
    let memory = try await attempt("Memory") { module, a, y in
      let memory = module.memory("words", .uint(4), depth: 4)
      let address = a[0..<2]
      memory.write(address: address, data: address.extended(to: 4), enable: a[3])
      let word = memory.read(address: address, enable: a[2])
      y.assign(word)
      let written = module.register("written", .bit, reset: 0)
      written.assign(a[2])
      module.assert("below4", word .< 4, when: written)
    }
    #expect(memory.counterexample?.property.name == "below4")
  }

  @Test("assumptions are taken for granted, and contradicting ones are told")
  func assumptions() async throws {
    let proof = try await attempt("Granted") { module, a, y in
      y.assign(a)
      module.assume("even", .!a[0])
      module.assert("notFive", y .!= 5)
    }
    #expect(proof.isProven, "\(proof)")
    let empty = try await attempt("Empty") { module, a, y in
      y.assign(a)
      module.assume("even", .!a[0])
      module.assume("five", a .== 5)
      module.assert("notSix", y .!= 6)
    }
    #expect(
      empty.description == """
        `Empty` is neither proven nor refuted: the assumptions contradict each other: no run \
        satisfies them for 8 cycles
        """)
  }

  @Test("what an instance assumes its parent has to keep to")
  func obligations() async throws {
    try requireYosys()
    let child = Sketch(moduleName: "Choosy") { module, a, y in
      y.assign(a)
      module.assume("notSeven", a .!= 7, "seven is not served")
      module.assert("sameOut", y .!= 7)
    }
    let careless = try await attempt("Careless") { module, a, y in
      let inner = module.instance(child, named: "inner")
      inner.a.assign(a)
      y.assign(inner.y)
    }
    #expect(careless.counterexample?.property.name == "notSeven")
    #expect(
      careless.counterexample?.message == """
        assumption `notSeven` of `Careless.inner` failed in cycle 1: seven is not served \
        (FormalTests/ProofTests.swift:159:20)
        """)
    let careful = try await attempt("Careful") { module, a, y in
      let inner = module.instance(child, named: "inner")
      inner.a.assign(a[0..<2].extended(to: 4))
      y.assign(inner.y)
      a[2..<4].ignore()
    }
    #expect(careful.isProven, "\(careful)")
    let alone = try await prove(child, depth: 4)
    #expect(alone.isProven, "\(alone)")
  }

  @Test("a limit of a free choice inside an instance stays one")
  func choices() async throws {
    try requireYosys()
    let child = Sketch(moduleName: "Chooser") { module, a, y in
      let choice = module.anyConstant("choice", .uint(4))
      module.assume("belowThree", choice .< 3)
      y.assign(a)
      module.assert("differs", choice .!= 9)
    }
    let proof = try await attempt("Around") { module, a, y in
      let inner = module.instance(child, named: "inner")
      inner.a.assign(a)
      y.assign(inner.y)
    }
    #expect(proof.isProven, "\(proof)")
  }

  @Test("properties of instances carry their path")
  func hierarchy() async throws {
    try requireYosys()
    let child = Sketch(moduleName: "Child") { module, a, y in
      let last = module.register("last", .uint(4), reset: 0)
      last.assign(a)
      y.assign(last)
      module.assert("neverNine", last .!= 9)
    }
    let proof = try await attempt("Parent") { module, a, y in
      let first = module.instance(child, named: "first")
      first.a.assign(a[0..<3].extended(to: 4))
      let second = module.instance(child, named: "second")
      second.a.assign(first.y .| a)
      y.assign(second.y)
    }
    #expect(proof.counterexample?.property.path == "Parent.second")
    #expect(
      proof.description == """
        `Parent` is wrong: assertion `neverNine` of `Parent.second` failed in cycle 2 \
        (FormalTests/ProofTests.swift:208:20)
        a            0  9  0
        y            9  0  9
        first.last   0  ·· 1
        second.last  9  0  9
        """)
  }

  @Test("a bounded proof says how far it went")
  func bounded() async throws {
    try requireYosys()
    let sketch = Sketch(moduleName: "Bounded") { module, a, y in
      y.assign(self.counter(module, a[0], last: 9))
      a[1..<4].ignore()
      module.assert("inRange", y .<= 9)
    }
    let proof = try await prove(sketch, depth: 4, isInductive: false)
    #expect(
      proof.description == "`Bounded` holds for 4 cycles after reset; later ones are not proven")
  }

  @Test("a design without properties, and one without Yosys")
  func nothing() async throws {
    let plain = Sketch(moduleName: "Plain") { _, a, y in y.assign(a) }
    #expect(try await prove(plain).isProven)
    let toolchain = Toolchain(overrides: [.yosys: "/nowhere/yosys"])
    let error = await #expect(throws: CosimulationError.self) {
      try await prove(design: elaborate(plain), options: ProofOptions(toolchain: toolchain))
    }
    #expect(error?.kind == .missingTool)
    #expect(error?.message.contains("yosys is not found at `/nowhere/yosys`; install it") == true)
  }
}
