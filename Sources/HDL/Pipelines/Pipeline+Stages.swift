extension Pipeline {
  /// A value that enters the pipeline together with the others and with `valid`.
  ///
  /// - Parameters:
  ///   - value: A value of the module.
  ///   - name: Its name in messages and, with the name of a stage, of its delays; by default its own.
  public func input<Value: HardwareData>(
    _ value: Value, named name: String? = nil, fileID: StaticString = #fileID,
    line: UInt32 = #line, column: UInt32 = #column
  ) -> Staged<Value> {
    let location = builder.locate(fileID, line, column)
    let own = (value as? any HardwareValue).flatMap { $0.builder.graph.name(of: $0.node) }
    return Staged(
      pipeline: self, value: value, name: name ?? own ?? "\(self.name)_input",
      path: [PathStep(name: "input", latency: 0, location: location)])
  }

  /// A stage: computes from values of this pipeline, and registers the result.
  ///
  /// The stage starts where the latest of its inputs is there; the others wait for it in registers
  /// made for that. Stages that start at the same time share their delays.
  ///
  /// - Parameters:
  ///   - name: Name of the stage: `c_multiply` is `c` at its end.
  ///   - inputs: Values of this pipeline, of any stages.
  ///   - result: Name of the register; by default that of the stage.
  ///   - body: Computes the result, a value or a bundle.
  public func stage<each Input: HardwareData, Output: HardwareData>(
    _ name: String, _ inputs: repeat Staged<each Input>, named result: String? = nil,
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column,
    _ body: (repeat each Input) -> Output
  ) -> Staged<Output> {
    let location = builder.locate(fileID, line, column)
    var values: [any AnyStaged] = []
    repeat values.append(each inputs)
    checkPipelines(values, "stage `\(name)`", location)
    let latest = latest(of: values)
    let start = latest?.latency ?? 0
    let output = body(repeat value(of: each inputs, at: start, location))
    builder.settleLastLocations()
    enter(name, at: start, location)
    let step = PathStep(name: name, latency: start + 1, location: location)
    let nodes = Fields.collect(output).map { field in
      let node =
        builder.adopt(field.signal, location) ?? builder.placeholder(field.bitWidth, location)
      return register(node, nil, after: start, location)
    }
    let registered = builder.makeFields(of: output.layout, from: nodes, location)
    builder.nameMembers(of: registered, prefix: result ?? name)
    return Staged(
      pipeline: self, value: registered, name: result ?? name, path: (latest?.path ?? []) + [step])
  }

  /// Computes from values of one latency, without a register.
  ///
  /// Values of different latency are a mistake; `stage` and `aligned` delay.
  public func combine<each Input: HardwareData, Output: HardwareData>(
    _ inputs: repeat Staged<each Input>, named name: String? = nil,
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column,
    _ body: (repeat each Input) -> Output
  ) -> Staged<Output> {
    let location = builder.locate(fileID, line, column)
    var values: [any AnyStaged] = []
    repeat values.append(each inputs)
    checkPipelines(values, "a combination", location)
    checkLatencies(values, "a combination", location)
    let latest = latest(of: values)
    let output = body(repeat (each inputs).value)
    builder.settleLastLocations()
    if let name { builder.nameMembers(of: output, prefix: name) }
    return Staged(
      pipeline: self, value: output, name: name ?? latest?.name ?? self.name,
      path: latest?.path ?? [PathStep(name: "input", latency: 0, location: location)])
  }

  /// The values delayed to the latency of the latest of them.
  public func aligned<each Input: HardwareData>(
    _ inputs: repeat Staged<each Input>, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> (repeat Staged<each Input>) {
    let location = builder.locate(fileID, line, column)
    var values: [any AnyStaged] = []
    repeat values.append(each inputs)
    checkPipelines(values, "`aligned`", location)
    let latency = latest(of: values)?.latency ?? 0
    return (repeat delayed(each inputs, to: latency, location))
  }

  /// A value for the surroundings of the pipeline.
  public func output<Value: HardwareData>(
    _ value: Staged<Value>, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Value {
    checkPipelines([value], "`output`", builder.locate(fileID, line, column))
    return value.value
  }

  /// Values for the surroundings of the pipeline that belong together: of one latency.
  public func outputs<each Output: HardwareData>(
    _ outputs: repeat Staged<each Output>, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> (repeat each Output) {
    let location = builder.locate(fileID, line, column)
    var values: [any AnyStaged] = []
    repeat values.append(each outputs)
    checkPipelines(values, "`outputs`", location)
    checkLatencies(values, "`outputs`", location)
    return (repeat (each outputs).value)
  }

  /// 1 while a value is meaningful: the `valid` of its input, so many stages later.
  public func valid<Value>(
    of value: Staged<Value>, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Bit {
    let location = builder.locate(fileID, line, column)
    checkPipelines([value], "`valid`", location)
    if value.pipeline === self, let node = valid(at: value.latency) { return Bit(builder, node) }
    if value.pipeline === self, control.valid == nil {
      builder.report(
        .pipelineShape, "pipeline `\(name)` has no valid bits", location,
        fix: "pass `valid:` to `pipeline`")
    }
    return Bit(builder, builder.placeholder(1, location))
  }

  // MARK: Alignment

  private func value<Value>(
    of staged: Staged<Value>, at latency: Int, _ location: Int32
  ) -> Value {
    guard staged.pipeline === self, staged.latency < latency else { return staged.value }
    let nodes = staged.nodes.map {
      delayed($0, from: staged.latency, to: latency, stem: staged.name, location)
    }
    return builder.makeFields(of: staged.value.layout, from: nodes, location)
  }

  private func delayed<Value>(
    _ staged: Staged<Value>, to latency: Int, _ location: Int32
  ) -> Staged<Value> {
    guard staged.pipeline === self, staged.latency < latency else { return staged }
    return Staged(
      pipeline: self, value: value(of: staged, at: latency, location), name: staged.name,
      path: staged.path + [PathStep(name: "aligned", latency: latency, location: location)])
  }

  private func latest(of values: [any AnyStaged]) -> (any AnyStaged)? {
    var latest: (any AnyStaged)?
    for value in values where value.pipeline === self {
      if latest.map({ $0.latency < value.latency }) ?? true { latest = value }
    }
    return latest
  }

  // MARK: Mistakes

  private func checkPipelines(_ values: [any AnyStaged], _ what: String, _ location: Int32) {
    for value in values where value.pipeline !== self {
      let own = values.first { $0.pipeline === self }
      excuse(values)
      builder.report(
        .latencyMismatch,
        "\(what) of pipeline `\(name)` takes a value of pipeline `\(value.pipeline.name)`: "
          + (own.map { "\($0.pathText) against " } ?? "") + value.pathText, location,
        notes: (own?.pathNotes ?? []) + value.pathNotes,
        fix: "take it out with `output` and let it enter `\(name)` with `input`")
    }
  }

  private func checkLatencies(_ values: [any AnyStaged], _ what: String, _ location: Int32) {
    let own = values.filter { $0.pipeline === self }
    guard let first = own.first else { return }
    for value in own where value.latency != first.latency {
      excuse(values)
      builder.report(
        .latencyMismatch,
        "\(what) of pipeline `\(name)` joins values of different latency: \(first.pathText) against "
          + value.pathText, location, notes: first.pathNotes + value.pathNotes,
        fix: "delay the earlier one with `aligned`, or compute in a `stage`")
      return
    }
  }

  private func excuse(_ values: [any AnyStaged]) {
    for value in values where value.pipeline.builder === builder {
      builder.ignored += value.nodes
    }
  }
}
