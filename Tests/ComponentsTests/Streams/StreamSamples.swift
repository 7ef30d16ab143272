import Components
import HDL

/// A payload of two fields.
struct Pixel: Bundle {
  let color: UInt
  let isLast: Bit
  var layout: PixelLayout { PixelLayout(width: color.bitWidth) }
}

struct PixelLayout: Layout {
  let width: Int
  func make(_ field: FieldDeclarer) -> Pixel {
    Pixel(color: field(.uint(width)), isLast: field(.bit))
  }
}

/// A design with streams, and what they carry.
struct StreamSample: Sendable, CustomStringConvertible {
  let description: String
  let design: @Sendable () throws -> Design
  var inputs = ["input"]
  var outputs = ["output"]
  /// Payloads to send into an input, a value a field.
  var send: @Sendable (_ input: Int) -> [[UInt64]]
  /// What leaves an output when these payloads enter.
  var expect: @Sendable (_ sent: [[[UInt64]]], _ output: Int) -> [[UInt64]]

  init(
    _ description: String, inputs: [String] = ["input"], outputs: [String] = ["output"],
    send: @escaping @Sendable (Int) -> [[UInt64]] = { _ in StreamSample.bytes },
    expect: @escaping @Sendable ([[[UInt64]]], Int) -> [[UInt64]] = { sent, _ in sent[0] },
    _ design: @escaping @Sendable () throws -> Design
  ) {
    self.description = description
    self.inputs = inputs
    self.outputs = outputs
    self.send = send
    self.expect = expect
    self.design = design
  }

  static let bytes: [[UInt64]] = (0..<150).map { [($0 * 37 + 11) & 0xff] }
  static let pixels: [[UInt64]] = (0..<150).map { [($0 * 37 + 11) & 0xff, $0 / 3 & 1] }
  /// Packets of 1 to 9.
  static let packets: [[UInt64]] = (1...9).flatMap { length in
    (1...length).map { [UInt64(length * 16 + $0), $0 == length ? 1 : 0] }
  }

  static let all: [StreamSample] =
    StreamRegister<PixelLayout>.Cut.allCases.map { cut in
      StreamSample("register, \(cut)", send: { _ in pixels }) {
        try elaborate(StreamRegister(PixelLayout(width: 8), cut: cut))
      }
    }
    + [1, 2, 3, 8].map { depth in
      StreamSample("FIFO of \(depth) in registers") {
        try elaborate(
          StreamFIFO(Shape.uint(8), depth: depth, storage: .registers, almostFull: depth))
      }
    }
    + [2, 3, 11, 16].map { depth in
      StreamSample("FIFO of \(depth) in memory", send: { _ in pixels }) {
        try elaborate(StreamFIFO(PixelLayout(width: 8), depth: depth, storage: .memory))
      }
    } + [
      fork, lazyFork, arbiters(.roundRobin), arbiters(.fixedPriority), widener, narrower,
      creditGate,
    ]
    + [routed, converted, rigid, elastic]

  static let fork = StreamSample(
    "eager fork", outputs: ["outputs_0", "outputs_1", "outputs_2"]
  ) { try elaborate(StreamFork(Shape.bits(8), count: 3)) }

  static let lazyFork = StreamSample("lazy fork", outputs: ["outputs_0", "outputs_1"]) {
    try elaborate(StreamFork(Shape.bits(8), count: 2, policy: .lazy))
  }

  /// Only what each input sends is known of an arbiter; see `ArbiterTests` for the order.
  static func arbiters(_ policy: Arbiter.Policy) -> StreamSample {
    StreamSample(
      "arbiter, \(policy)", inputs: ["inputs_0", "inputs_1", "inputs_2"], outputs: [],
      send: { input in (0..<50).map { [UInt64(input) << 6 | $0] } }, expect: { _, _ in [] }
    ) { try elaborate(StreamArbiter(Shape.bits(8), count: 3, policy: policy)) }
  }

  static let widener = StreamSample(
    "widener", send: { _ in packets },
    expect: { sent, _ in
      var groups: [[UInt64]] = []
      var lanes: [UInt64] = [0, 0, 0]
      var count = 0
      for payload in sent[0] {
        lanes[count] = payload[0]
        count += 1
        if count == 3 || payload[1] == 1 {
          groups.append(lanes + [UInt64(count), payload[1]])
          count = 0
        }
      }
      return groups
    }
  ) { try elaborate(StreamWidener(Shape.bits(8), ratio: 3)) }

  static let narrower = StreamSample(
    "narrower",
    send: { _ in
      (0..<40).map { [$0 * 5 & 0xff, $0 * 5 + 1 & 0xff, $0 * 5 + 2 & 0xff, $0 % 3 + 1, $0 & 1] }
    },
    expect: { sent, _ in
      sent[0].flatMap { group in
        (0..<Int(group[3])).map { [group[$0], $0 + 1 == Int(group[3]) ? group[4] : 0] }
      }
    }
  ) { try elaborate(StreamNarrower(Shape.bits(8), ratio: 3)) }

  /// A credit comes back for every payload.
  static let creditGate = StreamSample("credit gate") {
    try elaborate(
      Sketch("Credits") {
        (input: $0.sink(.bits(8)), output: $0.source(.bits(8)))
      } body: { module, ports in
        let gate = module.instance(StreamCreditGate(Shape.bits(8), credits: 3), named: "gate")
        ports.input.connect(to: gate.input)
        gate.output.connect(to: ports.output)
        gate.credits.ignore()
        let fires = ports.output.fires()
        gate.returned.assign(module.delayed(fires, named: "spent", by: 1) .& module.hasRun())
      })
  }

  /// Demultiplexed by a bit of the payload, buffered, and joined again.
  static let routed = StreamSample(
    "demultiplexer and join", send: { _ in pixels },
    expect: { sent, _ in
      let (even, odd) = (sent[0].filter { $0[1] == 0 }, sent[0].filter { $0[1] == 1 })
      return zip(even, odd).map { $0 + $1 }
    }
  ) {
    try elaborate(
      Sketch("Routed") {
        (
          input: $0.sink(PixelLayout(width: 8)),
          output: $0.source(PairLayout(PixelLayout(width: 8), PixelLayout(width: 8)))
        )
      } body: { module, ports in
        let isLast = ports.input.payload.isLast
        let branches = ports.input.demultiplexed(
          "branch", by: module.concatenate([isLast]).asUInt, into: 2)
        let queues = branches.enumerated().map { index, branch in
          branch.buffered("queue_\(index)", depth: 4)
        }
        module.join("pair", queues[0], queues[1]).connect(to: ports.output)
      })
  }

  /// Wide and narrow again, through what stands between.
  static let converted = StreamSample("converters and fork") {
    try elaborate(
      Sketch("Converted") {
        (input: $0.sink(.bits(8)), output: $0.source(.bits(8)))
      } body: { module, ports in
        let wide = ports.input.registered("inputStage").widened("widener", by: 2)
        let copies = wide.forked("copy", into: 2)
        guard let both = module.join("both", copies) else { return }
        // The two copies are the same: a byte that differs would show.
        let same = both.map { rows -> Row<Bits> in
          Row(zip(rows[0].elements, rows[1].elements).map { $0 .& $1 })
        }
        let narrow: Stream<Bits> = same.narrowed("narrower")
        narrow.registered("outputStage", cut: .backward).connect(to: ports.output)
      })
  }

  static let rigid = pipelined("pipeline that stops", collapsesBubbles: false)
  static let elastic = pipelined("pipeline that collapses bubbles", collapsesBubbles: true)

  /// `color * color + color`, with the mark carried along.
  static func pipelined(_ name: String, collapsesBubbles: Bool) -> StreamSample {
    StreamSample(
      name, send: { _ in pixels },
      expect: { sent, _ in sent[0].map { [$0[0] * $0[0] + $0[0], $0[1]] } }
    ) {
      try elaborate(
        Sketch(collapsesBubbles ? "Elastic" : "Rigid") {
          (input: $0.sink(PixelLayout(width: 8)), output: $0.source(PixelLayout(width: 17)))
        } body: { _, ports in
          ports.input.pipelined("polynomial", collapsesBubbles: collapsesBubbles) { pipe, pixel in
            let square = pipe.stage("square", pixel.color) { $0 .* $0 }
            let sum = pipe.stage("add", square, pixel.color) { $0 .+ $1 }
            return pipe.stage("pack", sum, pixel.isLast) { Pixel(color: $0, isLast: $1) }
          }.connect(to: ports.output)
        })
    }
  }
}

extension ModuleBuilder {
  /// 0 in the first cycle after reset, 1 from then on.
  func hasRun() -> Bit {
    let hasRun = register("hasRun", .bit, reset: 0)
    hasRun.assign(constant(1, .bit))
    return hasRun
  }
}
