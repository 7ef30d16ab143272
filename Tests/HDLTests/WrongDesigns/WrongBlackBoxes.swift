import HDL
import Testing

/// A black box whose declarations are given.
private struct Box: BlackBox {
  var moduleName = "VENDOR_CELL"
  var values: [(String, ParameterValue)] = []
  var clockPorts: [String] = []
  var resetPorts: [ResetPort] = []
  var combinationalPaths: CombinationalPaths = .every
  var source: BlackBoxSource = .external

  struct Ports {
    let a: UInt
    let y: UInt
  }

  var parameters: KeyValuePairs<String, ParameterValue> {
    switch values.count {
    case 0: [:]
    case 1: [values[0].0: values[0].1]
    default: [values[0].0: values[0].1, values[1].0: values[1].1]
    }
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(a: declare.input(.uint(8)), y: declare.output(.uint(8)))
  }

  static func == (left: Box, right: Box) -> Bool {
    left.moduleName == right.moduleName && left.source == right.source
      && left.values.map(\.0) == right.values.map(\.0)
      && left.values.map(\.1) == right.values.map(\.1)
  }

  func hash(into hasher: inout Hasher) { hasher.combine(moduleName) }
}

@Suite("Wrong designs: black boxes")
struct WrongBlackBoxes {
  /// What is said about a design with one or more boxes in a row.
  private func said(_ boxes: Box...) -> String {
    mistakes({ (a: $0.input(.uint(8)), y: $0.output(.uint(8))) }) { module, ports in
      var value = ports.a
      for (index, box) in boxes.enumerated() {
        let unit = module.instance(box, named: "unit_\(index)")
        unit.a.assign(value)
        value = unit.y
      }
      ports.y.assign(value)
    }
  }

  /// Code and message of each mistake, without positions.
  private func messages(_ text: String) -> [String] {
    text.split(separator: "\n").filter { !$0.hasPrefix(" ") }.map(String.init)
  }

  @Test("parameters that could not stand in Verilog")
  func parameters() {
    let cases: [(ParameterValue, String)] = [
      (.integer(1 << 40), "is 1099511627776, which is no 32-bit integer"),
      (.bits(256, width: 8), "is 256, which does not fit 8 bits"),
      (.bits(0, width: 65), "has 65 bits"),
      (.string("naïve"), "is a text with characters beyond printable ASCII"),
      (.string("two\nlines"), "is a text with characters beyond printable ASCII"),
      (.real("1"), "is `1`, which is no real number of Verilog"),
      (.real("1."), "is `1.`, which is no real number of Verilog"),
      (.real("inf"), "is `inf`, which is no real number of Verilog"),
      (.real("1.0e"), "is `1.0e`, which is no real number of Verilog"),
      (.real("1.0e5e5"), "is `1.0e5e5`, which is no real number of Verilog"),
    ]
    for (value, message) in cases {
      #expect(
        messages(said(Box(values: [("MODE", value)]))) == [
          "literal-out-of-range in VENDOR_CELL: black box VENDOR_CELL: parameter `MODE` \(message)"
        ])
    }
    for value: ParameterValue in [
      -7, .integer(4_294_967_295), "a \"b\" \\", .real("-12.5"), .real("1e-9"), .real("2.5E+3"),
      .bits(.max, width: 64),
    ] {
      #expect(said(Box(values: [("MODE", value)])).isEmpty)
    }
  }

  @Test("names that Verilog does not take, or takes once")
  func names() {
    #expect(
      messages(
        said(
          Box(
            values: [("wire", 1), ("wire", 2)], clockPorts: ["a", "2x"],
            resetPorts: [.activeLow("always")]))) == [
          "duplicate-name in VENDOR_CELL: black box VENDOR_CELL: parameter `wire` is given twice",
          "duplicate-name in VENDOR_CELL: black box VENDOR_CELL: port `a` is declared twice",
          "illegal-name in VENDOR_CELL: black box VENDOR_CELL: `2x` cannot name a port",
          "illegal-name in VENDOR_CELL: black box VENDOR_CELL: `always` cannot name a port",
          "illegal-name in VENDOR_CELL: black box VENDOR_CELL: `wire` cannot name a parameter",
        ])
  }

  @Test("paths between things that are no ports, sources with nothing in them")
  func pathsAndSources() {
    #expect(
      said(Box(combinationalPaths: .only([.init(from: "y", to: "q")]))) == """
        unknown-name in VENDOR_CELL: black box VENDOR_CELL: a combinational path names `q`, which \
        is no output
          > Ports(a: declare.input(.uint(8)), y: declare.output(.uint(8)))
          fix: choose one of y
        unknown-name in VENDOR_CELL: black box VENDOR_CELL: a combinational path names `y`, which \
        is no input
          > Ports(a: declare.input(.uint(8)), y: declare.output(.uint(8)))
          fix: choose one of a
        """)
    #expect(
      messages(said(Box(source: .text(" \n")))) == [
        "empty-list in VENDOR_CELL: black box VENDOR_CELL: its Verilog text is empty"
      ])
    #expect(
      messages(said(Box(source: .path("")))) == [
        "illegal-name in VENDOR_CELL: black box VENDOR_CELL: the path of its Verilog is not one"
      ])
  }

  @Test("one name for two sources, or for a module of the design")
  func namesakes() {
    #expect(
      messages(said(Box(source: .text("module")), Box(source: .external))) == [
        "duplicate-name in VENDOR_CELL: the name of black box VENDOR_CELL is taken by a black box "
          + "with another name or source, VENDOR_CELL"
      ])
    let said = mistakes({ (a: $0.input(.uint(8)), y: $0.output(.uint(8))) }) { module, ports in
      let child = module.instance(
        Sketch(
          "VENDOR_CELL", ports: { (a: $0.input(.uint(8)), y: $0.output(.uint(8))) },
          body: { $1.y.assign($1.a) }), named: "child")
      let unit = module.instance(Box(), named: "unit")
      child.a.assign(ports.a)
      unit.a.assign(child.y)
      ports.y.assign(unit.y)
    }
    #expect(
      messages(said) == [
        "duplicate-name in VENDOR_CELL: the name of black box VENDOR_CELL is taken by a module of "
          + "this design"
      ])
    // The other way round the module of the design gives way, as it does to others of its name.
    #expect(self.said(Box(values: [("A", 1)]), Box(values: [("A", 2)])).isEmpty)
  }

  @Test("a black box at the top")
  func top() {
    #expect(
      mistakes(in: Box()) == """
        unknown-name in VENDOR_CELL: black box VENDOR_CELL cannot be the top module
          > Ports(a: declare.input(.uint(8)), y: declare.output(.uint(8)))
          fix: instantiate it in a module
        """)
  }

  @Test("a loop through a black box, unless its paths say that there is none")
  func loop() {
    func looped(_ paths: CombinationalPaths) -> String {
      mistakes({ (a: $0.input(.uint(8)), y: $0.output(.uint(8))) }) { module, ports in
        let unit = module.instance(Box(combinationalPaths: paths), named: "unit")
        unit.a.assign(ports.a .^ unit.y)
        ports.y.assign(unit.y)
      }
    }
    #expect(
      looped(.every) == """
        combinational-loop in Sketch: bit 7 of `unit_a` depends on itself within a clock cycle
          > let unit = module.instance(Box(combinationalPaths: paths), named: "unit")
          note: bit 7 of `unit_a` feeds bit 7 of `unit_y` through instance `unit` of VENDOR_CELL
          > let unit = module.instance(Box(combinationalPaths: paths), named: "unit")
          note: bit 7 of `unit_y` feeds bit 7 of `a .^ unit_y`
          > unit.a.assign(ports.a .^ unit.y)
          note: bit 7 of `a .^ unit_y` feeds bit 7 of `unit_a`
          > let unit = module.instance(Box(combinationalPaths: paths), named: "unit")
          fix: break the loop with a register
        """)
    #expect(looped(.none).isEmpty)
    #expect(looped(.only([])).isEmpty)
  }
}
