import HDL
import Testing

@Suite("Wrong designs: pipelines")
struct WrongPipelines {
  typealias Ports = (go: Bit, a: UInt, b: UInt, y: UInt)

  static func ports(_ declare: PortDeclarer) -> Ports {
    (
      go: declare.input(.bit), a: declare.input(.uint(4)), b: declare.input(.uint(4)),
      y: declare.output(.uint(4))
    )
  }

  @Test("outputs of different latency")
  func outputs() {
    let said = mistakes(Self.ports) { module, ports in
      let pipe = module.pipeline("sum", stall: ports.go)
      let a = pipe.input(ports.a)
      let b = pipe.input(ports.b)
      let loaded = pipe.stage("load", a) { $0 .&+ 1 }
      let late = pipe.stage("add", loaded, b) { $0 .&+ $1 }
      let early = pipe.stage("keep", b) { $0 }
      let (x, y) = pipe.outputs(late, early)
      ports.y.assign(x .^ y)
    }
    #expect(
      said == """
        latency-mismatch in Sketch: `outputs` of pipeline `sum` joins values of different latency: \
        `add`: input (0) > load (1) > add (2) against `keep`: input (0) > keep (1)
          > let (x, y) = pipe.outputs(late, early)
          note: `add` enters pipeline `sum` here
          > let a = pipe.input(ports.a)
          note: `add` goes through stage `load` (1) here
          > let loaded = pipe.stage("load", a) { $0 .&+ 1 }
          note: `add` goes through stage `add` (2) here
          > let late = pipe.stage("add", loaded, b) { $0 .&+ $1 }
          note: `keep` enters pipeline `sum` here
          > let b = pipe.input(ports.b)
          note: `keep` goes through stage `keep` (1) here
          > let early = pipe.stage("keep", b) { $0 }
          fix: delay the earlier one with `aligned`, or compute in a `stage`
        """)
  }

  @Test("a combination of values of different latency")
  func combination() {
    let said = mistakes(Self.ports) { module, ports in
      let pipe = module.pipeline("sum", stall: ports.go)
      let (a, b) = (pipe.input(ports.a), pipe.input(ports.b))
      let loaded = pipe.stage("load", a) { $0 .&+ 1 }
      ports.y.assign(pipe.output(pipe.combine(loaded, b) { $0 .^ $1 }))
    }
    #expect(
      said == """
        latency-mismatch in Sketch: a combination of pipeline `sum` joins values of different \
        latency: `load`: input (0) > load (1) against `b`: input (0)
          > ports.y.assign(pipe.output(pipe.combine(loaded, b) { $0 .^ $1 }))
          note: `load` enters pipeline `sum` here
          > let (a, b) = (pipe.input(ports.a), pipe.input(ports.b))
          note: `load` goes through stage `load` (1) here
          > let loaded = pipe.stage("load", a) { $0 .&+ 1 }
          note: `b` enters pipeline `sum` here
          > let (a, b) = (pipe.input(ports.a), pipe.input(ports.b))
          fix: delay the earlier one with `aligned`, or compute in a `stage`
        """)
  }

  @Test("a value of another pipeline")
  func foreign() {
    let said = mistakes(Self.ports) { module, ports in
      let first = module.pipeline("first", stall: ports.go)
      let second = module.pipeline("second")
      let a = first.stage("load", first.input(ports.a)) { $0 .&+ 1 }
      let b = second.input(ports.b)
      ports.y.assign(second.output(second.stage("add", b, a) { $0 .&+ $1 }))
    }
    #expect(
      said == """
        latency-mismatch in Sketch: stage `add` of pipeline `second` takes a value of pipeline \
        `first`: `b`: input (0) against `load`: input (0) > load (1)
          > ports.y.assign(second.output(second.stage("add", b, a) { $0 .&+ $1 }))
          note: `b` enters pipeline `second` here
          > let b = second.input(ports.b)
          note: `load` enters pipeline `first` here
          > let a = first.stage("load", first.input(ports.a)) { $0 .&+ 1 }
          note: `load` goes through stage `load` (1) here
          > let a = first.stage("load", first.input(ports.a)) { $0 .&+ 1 }
          fix: take it out with `output` and let it enter `second` with `input`
        """)
  }

  @Test("valid bits that nobody counts")
  func noValid() {
    let said = mistakes(Self.ports) { module, ports in
      let pipe = module.pipeline("sum", flush: ports.go)
      let sum = pipe.stage("add", pipe.input(ports.a), pipe.input(ports.b)) { $0 .&+ $1 }
      ports.y.assign(mux(pipe.valid(of: sum), pipe.output(sum), 0))
    }
    #expect(
      said == """
        unused in Sketch: input `go` is never read
          > go: declare.input(.bit), a: declare.input(.uint(4)), b: declare.input(.uint(4)),
          fix: remove it, or write `go.ignore()`
        pipeline-shape in Sketch: pipeline `sum` has a flush and no valid bits
          > let pipe = module.pipeline("sum", flush: ports.go)
          fix: pass `valid:`, which is what a flush clears
        pipeline-shape in Sketch: pipeline `sum` has no valid bits
          > ports.y.assign(mux(pipe.valid(of: sum), pipe.output(sum), 0))
          fix: pass `valid:` to `pipeline`
        """)
  }

  @Test("a stream whose result leaves before the last stage")
  func early() {
    let said = mistakes { declare in
      (input: declare.sink(.uint(4)), output: declare.source(.uint(4)))
    } body: { _, ports in
      ports.input.pipelined("short") { pipe, value in
        let first = pipe.stage("first", value) { $0 .&+ 1 }
        pipe.output(pipe.stage("second", first) { $0 .&+ 1 }).ignore()
        return first
      }.connect(to: ports.output)
    }
    #expect(
      said == """
        latency-mismatch in Sketch: pipeline `short` has 2 stages and its result leaves earlier: \
        `first`: input (0) > first (1)
          > ports.input.pipelined("short") { pipe, value in
          note: `first` goes through stage `first` (1) here
          > let first = pipe.stage("first", value) { $0 .&+ 1 }
          fix: return the value of the last stage
        """)
  }
}
