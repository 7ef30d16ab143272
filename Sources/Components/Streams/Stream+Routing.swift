public import HDL

// A few gates each, so they stand in the module that uses them and have no instance of their own.

extension Stream {
  /// The same stream, halted while `isOpen` is 0.
  ///
  /// Combinational. A payload offered is withdrawn when `isOpen` falls before it was taken: where a
  /// monitor looks on, close it only while the output does not wait.
  public func gated(
    by isOpen: Bit, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Stream {
    let module = valid.module
    let outputReady = module.wire(nil, .bit, fileID: fileID, line: line, column: column) as Bit
    let open = isOpen
    ready.assign(outputReady .& open, fileID: fileID, line: line, column: column)
    return Stream(payload: payload, valid: valid .& open, ready: outputReady)
  }

  /// Sends each payload to one of several streams.
  ///
  /// Combinational. A selection at or beyond `count` halts the stream and fails an assertion; where
  /// `count` is a power of two there is none.
  ///
  /// - Parameters:
  ///   - name: Stem of the names of the streams.
  ///   - selection: Index of the stream that gets the payload; stays while the payload waits, as a
  ///     part of it does.
  ///   - count: Number of streams, at least 1.
  public func demultiplexed(
    _ name: String, by selection: UInt, into count: Int, fileID: StaticString = #fileID,
    line: UInt32 = #line, column: UInt32 = #column
  ) -> [Stream] {
    let module = valid.module
    guard count >= 1 else {
      module.report(
        .parameterOutOfRange, "a demultiplexer into \(count) streams", fix: "a count is at least 1",
        fileID: fileID, line: line, column: column)
      return []
    }
    let reach = selection.bitWidth >= 62 ? Int.max : 1 << selection.bitWidth
    if count > reach {
      module.report(
        .widthMismatch,
        "a selection of \(selection.bitWidth) bits reaches \(reach) of \(count) streams",
        fix: "widen the selection to \(addressBits(count)) bits", fileID: fileID, line: line,
        column: column)
      return []
    }
    var readies: [Bit] = []
    let outputs = (0..<count).map { index in
      let outputReady =
        module.wire("\(name)_\(index)_ready", .bit, fileID: fileID, line: line, column: column)
        as Bit
      let isChosen = (selection .== index).named("\(name)_\(index)_chosen")
      readies.append(isChosen .& outputReady)
      return Stream(
        payload: payload, valid: (valid .& isChosen).named("\(name)_\(index)_valid"),
        ready: outputReady)
    }
    ready.assign(
      module.concatenate(readies.reversed(), fileID: fileID, line: line, column: column)
        .anySet(fileID: fileID, line: line, column: column), fileID: fileID, line: line,
      column: column)
    if count < reach {
      module.assert(
        "\(name)_selects", selection .< count, "there is no such stream", when: valid,
        fileID: fileID, line: line, column: column)
    }
    return outputs
  }
}

extension ModuleBuilder {
  /// Pairs the payloads of two streams, the first with the first and so on.
  ///
  /// Combinational: valid once both are, and each is taken with the other.
  ///
  /// - Parameter name: Stem of the names of the wires.
  public func join<First: HardwareData, Second: HardwareData>(
    _ name: String, _ first: Stream<First>, _ second: Stream<Second>,
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Stream<Pair<First, Second>> {
    let (valid, ready) = joinHandshakes(
      name, [(first.valid, first.ready), (second.valid, second.ready)], fileID, line, column)
    return Stream(
      payload: Pair(first: first.payload, second: second.payload), valid: valid, ready: ready)
  }

  /// Joins the payloads of several streams of one layout in rows.
  ///
  /// Combinational: valid once all are, and each is taken with the others.
  ///
  /// - Parameters:
  ///   - name: Stem of the names of the wires.
  ///   - streams: At least one.
  public func join<Payload: HardwareData>(
    _ name: String, _ streams: [Stream<Payload>], fileID: StaticString = #fileID,
    line: UInt32 = #line, column: UInt32 = #column
  ) -> Stream<Row<Payload>>? {
    guard !streams.isEmpty else {
      report(
        .emptyList, "a join of no streams", fix: "join at least one stream", fileID: fileID,
        line: line, column: column)
      return nil
    }
    let (valid, ready) = joinHandshakes(
      name, streams.map { ($0.valid, $0.ready) }, fileID, line, column)
    return Stream(payload: Row(streams.map(\.payload)), valid: valid, ready: ready)
  }

  private func joinHandshakes(
    _ name: String, _ streams: [(valid: Bit, ready: Bit)], _ fileID: StaticString,
    _ line: UInt32, _ column: UInt32
  ) -> (valid: Bit, ready: Bit) {
    func all(_ bits: [Bit]) -> Bit {
      concatenate(bits.reversed(), fileID: fileID, line: line, column: column)
        .allSet(fileID: fileID, line: line, column: column)
    }
    let outputReady: Bit = wire("\(name)_ready", .bit, fileID: fileID, line: line, column: column)
    for (index, stream) in streams.enumerated() {
      let others = streams.indices.filter { $0 != index }.map { streams[$0].valid }
      stream.ready.assign(
        others.isEmpty ? outputReady : outputReady .& all(others), fileID: fileID, line: line,
        column: column)
    }
    let valid = all(streams.map(\.valid)).named(
      "\(name)_valid", fileID: fileID, line: line, column: column)
    return (valid, outputReady)
  }
}
