/// A pipeline under description: values go from stage to stage, with what is needed later carried
/// along.
///
/// ```swift
/// let pipe = module.pipeline("mac", valid: ports.valid, stall: ports.stall)
/// let (a, b, c) = (pipe.input(ports.a), pipe.input(ports.b), pipe.input(ports.c))
/// let product = pipe.stage("multiply", a, b) { a, b in a .* b }
/// let sum = pipe.stage("add", product, c) { product, c in product .+ c }
/// ports.sum.assign(pipe.output(sum))
/// ports.sumValid.assign(pipe.valid(of: sum))
/// ```
///
/// Here `c` waits for the product in a register `c_multiply`, made because `add` asks for it, once
/// however often it is asked for. Nobody counts cycles: every value knows its latency.
///
/// Registers of values have an enable where the pipeline can stall, and no reset; only valid bits
/// are reset.
public final class Pipeline {
  /// Name of the pipeline, in messages and before the names of its valid bits.
  public let name: String
  let builder: ModuleBuilder
  let location: Int32
  let control: Control
  /// The stages in order; a value that leaves stage `i` has latency `i + 1`.
  private(set) var stages: [PathStep] = []
  /// Valid bits by latency, the input's first, as many as were asked for.
  private var valids: [NodeID] = []
  /// With collapsing bubbles, whether what leaves a stage may be overwritten.
  private var advances: [NodeID] = []
  private var delays: [DelayedNode: [NodeID]] = [:]

  /// What moves the registers.
  struct Control {
    /// The input is meaningful; `nil` where nobody keeps count of that.
    var valid: NodeID?
    /// Everything moves; `nil` where it always does.
    var advances: NodeID?
    /// What is under way becomes meaningless.
    var flush: NodeID?
    /// Whether a stage moves on into an empty one while the end is stalled.
    var collapsesBubbles: Bool
  }

  /// A node at the latency at which it was computed.
  private struct DelayedNode: Hashable {
    var node: NodeID
    var latency: Int
  }

  init(_ builder: ModuleBuilder, name: String, _ control: Control, _ location: Int32) {
    self.builder = builder
    self.name = name
    self.control = control
    self.location = location
    valids = control.valid.map { [$0] } ?? []
  }

  /// The number of stages so far: cycles from the input to the last value without a stall.
  public var latency: Int { stages.count }

  /// 1 in cycles at whose end the pipeline takes its input.
  public var ready: Bit {
    if control.collapsesBubbles, !stages.isEmpty { return Bit(builder, advance(0)) }
    return Bit(builder, always)
  }

  /// Whether everything, or what is at the end, moves.
  private var always: NodeID {
    control.advances ?? builder.constant(1, width: 1, location: location)
  }

  // MARK: Registers

  /// Notes the stage in which values of a latency are used first.
  func enter(_ name: String, at latency: Int, _ location: Int32) {
    if latency == stages.count {
      stages.append(PathStep(name: name, latency: latency + 1, location: location))
    }
  }

  /// A register at the end of the stage that starts at `latency`.
  func register(
    _ value: NodeID, _ name: String?, after latency: Int, _ location: Int32
  ) -> NodeID {
    let enable = control.collapsesBubbles ? advance(latency) : control.advances ?? Graph.none
    return register(value, name, enable: enable, reset: Graph.none, location)
  }

  private func register(
    _ value: NodeID, _ name: String?, enable: NodeID, reset: NodeID, _ location: Int32
  ) -> NodeID {
    let node = builder.append(
      .register, width: builder.graph.widths[Int(value)],
      payload: Int32(builder.registers.count), [], location: location)
    if let name { builder.setName(name, of: node) }
    builder.registers.append(
      ModuleGraph.Register(node: node, enable: enable, resetValue: reset))
    builder.assignments.append(
      .init(target: node, low: 0, value: value, location: location, block: 0))
    return node
  }

  /// A node of one latency as it is at another: through registers that all who ask share.
  func delayed(
    _ node: NodeID, from latency: Int, to later: Int, stem: String, _ location: Int32
  ) -> NodeID {
    guard later > latency, builder.graph.operations[Int(node)] != .constant else { return node }
    let key = DelayedNode(node: node, latency: latency)
    var chain = delays[key] ?? []
    let name = builder.graph.name(of: node) ?? stem
    while chain.count < later - latency {
      let stage = latency + chain.count
      chain.append(
        register(
          chain.last ?? node, "\(name)_\(stages[stage].name)", after: stage, location))
    }
    delays[key] = chain
    return chain[later - latency - 1]
  }

  /// The valid bit of values of a latency; `nil` in a pipeline that keeps none.
  func valid(at latency: Int) -> NodeID? {
    guard !valids.isEmpty else { return nil }
    while valids.count <= latency {
      let stage = valids.count - 1
      let location = stages[stage].location
      var next = valids[stage]
      var enable =
        control.collapsesBubbles ? advance(stage) : control.advances ?? Graph.none
      if let flush = control.flush {
        let keeps = builder.append(.not, width: 1, [flush], location: location)
        next = builder.append(.and, width: 1, [next, keeps], location: location)
        if enable != Graph.none {
          enable = builder.append(.or, width: 1, [enable, flush], location: location)
        }
      }
      valids.append(
        register(
          next, "\(name)_\(stages[stage].name)_valid", enable: enable,
          reset: builder.constant(0, width: 1, location: location), location))
    }
    return valids[latency]
  }

  // MARK: Collapsing bubbles

  /// Whether the registers at the end of a stage take new values; driven in `finish()`.
  private func advance(_ stage: Int) -> NodeID {
    while advances.count <= stage {
      let step = stages[advances.count]
      let node = builder.append(.wire, width: 1, [], location: step.location)
      builder.setName("\(name)_\(step.name)_advances", of: node)
      advances.append(node)
    }
    return advances[stage]
  }

  /// Describes what could not be before the last stage was known: a stage moves on where the one
  /// behind it is empty or moves on.
  func finish() {
    guard control.collapsesBubbles else { return }
    for stage in advances.indices {
      guard let valid = valid(at: stage + 1) else { continue }
      let isEmpty = builder.append(.not, width: 1, [valid], location: location)
      let next = stage + 1 < stages.count ? advance(stage + 1) : always
      builder.assignments.append(
        .init(
          target: advances[stage], low: 0,
          value: builder.append(.or, width: 1, [isEmpty, next], location: location),
          location: location, block: 0))
    }
  }
}

extension ModuleBuilder {
  /// A pipeline whose stages are described with `Pipeline.stage`.
  ///
  /// - Parameters:
  ///   - name: Name in messages and before the names of valid bits.
  ///   - valid: 1 in cycles with a meaningful input; with it every stage has a valid bit.
  ///   - stall: Nothing moves at edges where this is 1, and the input is not taken.
  ///   - flush: All that is under way, and what enters at the same edge, becomes meaningless,
  ///     stalled or not.
  ///   - collapsesBubbles: Whether stages move on into empty ones while the end is stalled; costs a
  ///     gate a stage and a path through all of them. Needs `valid`.
  public func pipeline(
    _ name: String, valid: Bit? = nil, stall: Bit? = nil, flush: Bit? = nil,
    collapsesBubbles: Bool = false, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Pipeline {
    let location = locate(fileID, line, column)
    if valid == nil, flush != nil || collapsesBubbles {
      report(
        .pipelineShape,
        "pipeline `\(name)` has \(flush != nil ? "a flush" : "bubbles to collapse") "
          + "and no valid bits", location,
        fix: "pass `valid:`, which is what \(flush != nil ? "a flush clears" : "tells a bubble")")
    }
    var advances: NodeID?
    if let stall, let node = adopt(stall.signal, location) {
      let complement = append(.not, width: 1, [node], location: location)
      setName("\(name)_advances", of: complement)
      advances = complement
    }
    return makePipeline(
      name,
      Pipeline.Control(
        valid: valid.flatMap { adopt($0.signal, location) }, advances: advances,
        flush: flush.flatMap { adopt($0.signal, location) },
        collapsesBubbles: collapsesBubbles && valid != nil), location)
  }

  func makePipeline(
    _ name: String, _ control: Pipeline.Control, _ location: Int32
  ) -> Pipeline {
    let pipeline = Pipeline(self, name: name, control, location)
    pipelines.append(pipeline)
    return pipeline
  }

  /// Completes pipelines once their last stage is known.
  func finishPipelines() {
    for pipeline in pipelines { pipeline.finish() }
    // Each holds on to the builder: together they would never be freed.
    pipelines = []
  }
}
