extension Stream {
  /// A pipeline as a stage of a stream: payloads enter, and results leave in the same order.
  ///
  /// ```swift
  /// let sums = ports.pairs.pipelined("mac") { pipe, pair in
  ///   let product = pipe.stage("multiply", pair.a, pair.b) { a, b in a .* b }
  ///   return pipe.stage("add", product, pair.c) { product, c in product .+ c }
  /// }
  /// sums.connect(to: ports.sums)
  /// ```
  ///
  /// Latency as described, one payload a cycle. `ready` depends on the result's `ready` within the
  /// cycle: behind one gate, or with `collapsesBubbles` behind one a stage.
  ///
  /// - Parameters:
  ///   - name: Name of the pipeline.
  ///   - flush: Drops all payloads under way, and one taken at the same edge.
  ///   - collapsesBubbles: Whether stages move on into empty ones while the result waits; otherwise
  ///     all stop.
  ///   - body: Describes the stages; returns the last value.
  public func pipelined<Result: HardwareData>(
    _ name: String, flush: Bit? = nil, collapsesBubbles: Bool = false,
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column,
    _ body: (Pipeline, Staged<Payload>) -> Staged<Result>
  ) -> Stream<Result> {
    let module = valid.builder
    let location = module.locate(fileID, line, column)
    let outputReady = module.wire(
      "\(name)_ready", .bit, fileID: fileID, line: line, column: column)
    // With bubbles that stay, all moves unless a result waits, which is known once there is one.
    let advances: Bit =
      collapsesBubbles
      ? outputReady
      : module.wire("\(name)_advances", .bit, fileID: fileID, line: line, column: column)
    let pipe = module.makePipeline(
      name,
      Pipeline.Control(
        valid: valid.node, advances: advances.node,
        flush: flush.flatMap { module.adopt($0.signal, location) },
        collapsesBubbles: collapsesBubbles), location)
    let result = body(
      pipe, pipe.input(payload, fileID: fileID, line: line, column: column))
    let value = pipe.output(result, fileID: fileID, line: line, column: column)
    let resultValid = pipe.valid(of: result, fileID: fileID, line: line, column: column)
    if result.pipeline === pipe, result.latency != pipe.latency {
      module.report(
        .latencyMismatch,
        "pipeline `\(name)` has \(pipe.latency) stages and its result leaves earlier: "
          + result.pathText, location, notes: result.pathNotes,
        fix: "return the value of the last stage")
    }
    if !collapsesBubbles {
      let isEmpty = module.append(.not, width: 1, [resultValid.node], location: location)
      let moves = module.append(
        .or, width: 1, [isEmpty, outputReady.node], location: location)
      module.assign(
        Signal(builder: module, node: moves), to: advances.signal, location: location)
    }
    ready.assign(pipe.ready, fileID: fileID, line: line, column: column)
    return Stream<Result>(payload: value, valid: resultValid, ready: outputReady)
  }
}
