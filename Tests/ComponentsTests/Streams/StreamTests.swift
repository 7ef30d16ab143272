import Components
import Foundation
import HDL
import Simulation
import TestSupport
import Testing
import Verilog

@Suite("Streams")
struct StreamTests {
  private static let patterns: [StallPattern] = [
    .never, .random(share: 0.3, seed: 3), .random(share: 0.8, seed: 4),
    .given([true, false, false, true, true]),
  ]

  /// Sends all there is to send and compares what comes.
  private func run(
    _ sample: StreamSample, on simulator: any Simulator, input: StallPattern, output: StallPattern
  ) throws {
    let sources = try sample.inputs.enumerated().map { index, name in
      try StreamSource(simulator, name, payloads: sample.send(index), stalls: input)
    }
    let isArbiter = sample.outputs.isEmpty
    let sinks = try (isArbiter ? ["output"] : sample.outputs).enumerated().map { index, name in
      try StreamSink(
        simulator, name,
        stalls: index == 0 ? output : .random(share: 0.4, seed: UInt64(index)))
    }
    let bench = StreamBench(simulator, sources + sinks)
    try bench.reset()
    let sent = sample.inputs.indices.map { sample.send($0) }
    let expected = sinks.indices.map { sample.expect(sent, $0) }
    let total = isArbiter ? sent.reduce(0) { $0 + $1.count } : 0
    let cycles = try bench.run(limit: 20_000) {
      isArbiter
        ? sinks[0].received.count == total
        : zip(sinks, expected).allSatisfy { $0.received.count >= $1.count }
    }
    #expect(cycles != nil, "\(sinks.map(\.received.count))")
    // What is too much comes now.
    for _ in 0..<20 { try bench.cycle() }
    if isArbiter {
      for (index, payloads) in sent.enumerated() {
        #expect(sinks[0].received.filter { $0[0] >> 6 == UInt64(index) } == payloads)
      }
    } else {
      for (sink, expected) in zip(sinks, expected) {
        var board = StreamScoreboard(expected)
        for (payload, wanted) in zip(sink.received, expected) {
          // Lanes beyond the count of a wide packet have no meaning.
          let hasLanes = sample.description == "widener"
          board.take(
            hasLanes
              ? wanted[..<3].enumerated().map { lane, value in
                lane < Int(payload[3]) ? payload[lane] : value
              } + payload[3...] : payload)
        }
        #expect(board.mismatches == [])
        #expect(sink.received.count == expected.count)
      }
    }
  }

  @Test("carry everything once and in order, whoever stalls", arguments: StreamSample.all)
  func native(sample: StreamSample) throws {
    let design = try sample.design()
    for input in Self.patterns {
      for output in Self.patterns {
        try run(sample, on: NativeSimulator(design), input: input, output: output)
      }
    }
  }

  @Test(
    "carry everything once and in order in the Verilog too", arguments: Engine.allCases,
    StreamSample.all)
  func engines(engine: Engine, sample: StreamSample) async throws {
    try run(
      sample, on: await engine.start(sample.design()), input: .random(share: 0.4, seed: 5),
      output: .random(share: 0.4, seed: 6))
  }

  @Test("pass every linter without a warning", arguments: Tool.linters, StreamSample.all)
  func lint(tool: Tool, sample: StreamSample) throws {
    guard tool.isExpected else { try Test.cancel("\(tool) is not installed") }
    let complaints = try tool.complaints(about: emitVerilog(sample.design()).design)
    #expect(complaints.isEmpty, "\(complaints)")
  }

  @Test("take and give a payload every cycle")
  func throughput() throws {
    for (name, module) in [
      ("FIFO of 2", try elaborate(StreamFIFO(Shape.uint(8), depth: 2))),
      ("FIFO of 9", try elaborate(StreamFIFO(Shape.uint(8), depth: 9))),
      ("forward", try elaborate(StreamRegister(Shape.uint(8), cut: .forward))),
      ("backward", try elaborate(StreamRegister(Shape.uint(8), cut: .backward))),
      ("full", try elaborate(StreamRegister(Shape.uint(8), cut: .full))),
    ] {
      let simulator = NativeSimulator(module)
      let source = try StreamSource(simulator, "input", payloads: StreamSample.bytes)
      let sink = try StreamSink(simulator, "output")
      let bench = StreamBench(simulator, [source, sink])
      try bench.reset()
      let cycles = try bench.run(limit: 1000) { sink.received.count == 150 }
      let latency = name == "backward" ? 0 : name == "FIFO of 9" ? 2 : 1
      #expect(cycles == 150 + latency, "\(name)")
    }
  }

  private static let goldens: [Sample] = [
    Sample("StreamRegister") { try elaborate(StreamRegister(PixelLayout(width: 8))) },
    Sample("StreamFIFO") { try elaborate(StreamFIFO(Shape.uint(8), depth: 3, almostFull: 2)) },
    Sample("StreamFIFOInMemory") { try elaborate(StreamFIFO(Shape.uint(8), depth: 100)) },
    Sample("StreamFork") { try elaborate(StreamFork(Shape.uint(8), count: 2)) },
    Sample("StreamArbiter") { try elaborate(StreamArbiter(Shape.uint(8), count: 3)) },
    Sample("StreamWidener") { try elaborate(StreamWidener(Shape.uint(8), ratio: 4)) },
    Sample("Routed") { try StreamSample.routed.design() },
    Sample("Rigid") { try StreamSample.rigid.design() },
    Sample("Mac") { try elaborate(Mac(collapsesBubbles: false)) },
    Sample("Elastic") { try StreamSample.elastic.design() },
  ]

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Golden")

  @Test("read as kept in Golden; UPDATE_GOLDEN=1 rewrites it and fails", arguments: goldens)
  func golden(sample: Sample) throws {
    let file = Self.folder.appendingPathComponent("\(sample.name).v")
    let found = emitVerilog(try sample.elaborated(), toolVersion: "test").design.files.map(\.text)
      .joined(separator: "\n")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try found.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("\(file.lastPathComponent) is rewritten; look at the difference")
      return
    }
    #expect(found == (try String(contentsOf: file, encoding: .utf8)))
  }

  @Test("refuse what cannot be")
  func refused() {
    #expect(
      mistakes(in: StreamFIFO(Shape.bits(8), depth: 0))
        == "parameter-out-of-range: a FIFO of depth 0; a depth is 1 to 1048576")
    #expect(
      mistakes(in: StreamFIFO(Shape.bits(8), depth: 4, almostFull: 5))
        == "parameter-out-of-range: a FIFO of depth 4 is almost full at 5; choose 1 to 4")
    #expect(
      mistakes(in: StreamFork(Shape.bits(8), count: 0))
        == "parameter-out-of-range: a fork into 0 branches; a count is at least 1")
    #expect(
      mistakes(in: StreamArbiter(Shape.bits(8), count: 0))
        == "parameter-out-of-range: an arbiter of 0 streams; a count is at least 1")
    #expect(
      mistakes(in: StreamWidener(Shape.bits(8), ratio: 1))
        == "parameter-out-of-range: a widener by 1; a ratio is at least 2")
    #expect(
      mistakes(in: StreamNarrower(Shape.bits(8), ratio: 1))
        == "parameter-out-of-range: a narrower by 1; a ratio is at least 2")
    #expect(
      mistakes(in: StreamCreditGate(Shape.bits(8), credits: 0))
        == "parameter-out-of-range: a gate of 0 credits; choose 1 to 1048576")
  }
}
