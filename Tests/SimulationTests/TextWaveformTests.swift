import HDL
import Simulation
import Testing

/// A little of everything that a waveform can show.
private struct Mixture: Module {
  struct Ports {
    let step: SInt
    let total: SInt
    let phase: UInt
    let wide: Bits
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      step: declare.input(.sint(4)), total: declare.output(.sint(8)),
      phase: declare.output(.uint(2)), wide: declare.output(.bits(70)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let total = module.register("sum", .sint(8), reset: 0)
    total.assign(total .&+ ports.step.extended(to: 8))
    ports.total.assign(total)
    let counter = module.instance(Counter(width: 2), named: "counter")
    counter.enable.assign(ports.step .!= 0)
    ports.phase.assign(counter.count)
    ports.wide.assign(concatenate(total, module.constant(0, .bits(62))))
  }
}

@Suite("Text waveforms")
struct TextWaveformTests {
  private static let names: [UInt64: String] = [0: "idle", 1: "load", 2: "run"]

  /// Eleven cycles of steps.
  private func waveform(_ signals: [TextWaveform.Selection]) throws -> TextWaveform {
    let simulator = NativeSimulator(try elaborate(Mixture()))
    var waveform = TextWaveform(simulator, signals: signals)
    for cycle in 0..<11 {
      simulator.storage(ofPort: 0).value = [1, 0, 0xd, 0xd, 2, 0, 0, 1, 1, 1, 1][cycle]
      try simulator.settle()
      waveform.sample()
      if cycle == 3 { waveform.mark("first negative") }
      try simulator.step()
    }
    return waveform
  }

  @Test("show a value in the base that is asked for, or by its name")
  func radices() throws {
    let waveform = try waveform([
      .init("step", radix: .signedDecimal), .init("total"),
      .init("total", label: "unsigned", radix: .decimal),
      .init("total", label: "bits", radix: .binary), .init("phase", radix: .names(Self.names)),
      .init("counter.enable", label: "enable"), .init("counter.value", radix: .names(Self.names)),
      .init("counter.enable", label: "digit", radix: .binary), "no.such.signal",
    ])
    #expect(
      waveform.description == """
        step           1        0        -3       ········ 2        0        ········ 1        ········ ········ ········
        total          0        1        ········ fe       fb       fd       ········ ········ fe       ff       0
        unsigned       0        1        ········ 254      251      253      ········ ········ 254      255      0
        bits           00000000 00000001 ········ 11111110 11111011 11111101 ········ ········ 11111110 11111111 00000000
        phase          idle     load     ········ run      3        idle     ········ ········ load     run      3
        enable         ▔▔▔▔▔▔▔▔▔▁▁▁▁▁▁▁▁▁▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔
        counter.value  idle     load     ········ run      3        idle     ········ ········ load     run      3
        digit          1        0        1        ········ ········ 0        ········ 1        ········ ········ ········
        """)
  }

  @Test("show wide numbers in every base")
  func wide() throws {
    let waveform = try waveform([
      "wide", .init("wide", label: "number", radix: .decimal),
      .init("wide", label: "signed", radix: .signedDecimal),
    ])
    #expect(
      waveform.drawing(.init(cycles: 0..<4, hasRuler: false, hasMarkers: false)) == """
        wide    0                      4000000000000000       ······················ 3f8000000000000000
        number  0                      4611686018427387904    ······················ 1171368248680556527616
        signed  0                      4611686018427387904    ······················ 1171368248680556527616
        """)
  }

  @Test("have a ruler, markers and cursors, and go on below")
  func layout() throws {
    var waveform = try waveform([.init("total", radix: .signedDecimal), "counter.enable"])
    waveform.mark("start", cycle: 0)
    waveform.mark("next", cycle: 4)
    waveform.mark("beyond", cycle: 40)
    #expect(
      waveform.drawing(.init(lineWidth: 40, cursors: [2: "A", 9: "B"])) == """
                        ▼start   ▼first negative
                                    ▼next
                             A
        cycle           0  1  2  3  4  5  6  7
        total           0  1 ┊·· -2 -5 -3 ·· ··
        counter.enable  ▔▔▔▁▁┊▔▔▔▔▔▔▔▔▔▁▁▁▁▁▁▔▔▔

                          B
        cycle           8  9  10
        total           -2┊-1 0
        counter.enable  ▔▔┊▔▔▔▔▔▔
        """)
  }

  @Test("show the cycles around one, as far as there are some")
  func window() throws {
    let waveform = try waveform([.init("total", radix: .signedDecimal)])
    #expect(
      waveform.drawing(.around(9, before: 2, after: 5)) == """
        cycle  7  8  9  10
        total  -3 -2 -1 0
        """)
    #expect(
      waveform.drawing(.around(1, before: 2, after: 1)) == """
        cycle  0  1  2
        total  0  1  ··
        """)
    #expect(waveform.drawing(.init(cycles: 50..<60)) == "cycle\ntotal")
  }

  @Test("of a value change dump show the cycles that were simulated")
  func dump() throws {
    let path = temporaryFile("dump.vcd")
    defer { remove(path) }
    let simulator = NativeSimulator(try elaborate(Mixture()))
    let signals: [TextWaveform.Selection] = [
      .init("total", radix: .signedDecimal), "counter.enable", .init("phase"),
    ]
    var direct = TextWaveform(simulator, signals: signals)
    try simulator.startTrace(path: path)
    for cycle in 0..<9 {
      simulator.storage(ofPort: 0).value = UInt64(cycle % 4)
      simulator.setReset(cycle == 6)
      try simulator.settle()
      direct.sample()
      try simulator.step()
    }
    try simulator.stopTrace()
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(try TextWaveform(vcd: text, signals: signals).description == direct.description)
    // Without a selection: all ports and registers of the top module, and the reset.
    let whole = try TextWaveform(vcd: text).drawing(.init(cycles: 4..<8))
    #expect(
      whole == """
        cycle           4                 5                 6                 7
        reset           ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁
        step            0                 1                 2                 3
        total           6                 ················· 7                 0
        phase           3                 ················· 0                 ·················
        wide            18000000000000000 ················· 1c000000000000000 0
        sum             6                 ················· 7                 0
        counter_enable  ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔
        counter_count   3                 ················· 0                 ·················
        """)
  }

  @Test("of a foreign dump show unknown bits, and every change where there is no clock")
  func foreign() throws {
    let text = """
      $date today $end $version some tool $end $timescale 1 ps $end
      $scope module top $end
      $var reg 1 ! clk $end
      $var wire 8 " data [7:0] $end
      $scope module deep $end $var wire 1 # flag $end $upscope $end
      $upscope $end
      $enddefinitions $end
      #0 $dumpvars 0! bx " x# $end
      #5 1! b101 " #6 1#
      #10 0! #15 1! b10z " 0# #20 0!
      """
    let found = try TextWaveform(vcd: text, signals: ["data", "flag"]).drawing()
    #expect(
      found == """
        cycle  0  1  2
        data   x  5  x
        flag   x  ▔▔▔▁▁▁
        """)
    // The rising edges of another signal, and every change where there is none.
    let byFlag = try TextWaveform(vcd: text, signals: ["data", "deep.flag"], clock: "deep.flag")
    #expect(byFlag.cycleCount == 2)
    let still = try TextWaveform(vcd: text.replacing("clk", with: "tick"), signals: ["tick"])
    #expect(
      still.drawing() == """
        cycle  0  1  2  3  4  5
        tick   ▁▁▁▔▔▔▔▔▔▁▁▁▔▔▔▁▁▁
        """)
  }

  @Test("of something else are refused", arguments: ["", "hello", "$var wire $end", "$scope"])
  func refused(_ text: String) {
    #expect(throws: SimulationError.self) { try TextWaveform(vcd: text) }
  }
}
