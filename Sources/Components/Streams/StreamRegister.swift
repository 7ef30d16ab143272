public import HDL

/// A stage of a stream that cuts combinational paths between its two sides.
///
/// | cut | latency | `valid`, `payload` out of in | `ready` in of out | registers |
/// |---|---|---|---|---|
/// | `forward` | 1 | no | in the same cycle | one payload |
/// | `backward` | 0 | in the same cycle | no | one payload |
/// | `full` | 1 | no | no | two payloads |
///
/// Each takes and gives a payload every cycle. `full` is known as a skid buffer.
public struct StreamRegister<Payload: Layout>: Module where Payload.Value: HardwareData {
  /// Which paths are cut.
  public enum Cut: String, Hashable, Sendable, CaseIterable {
    /// That of `valid` and the payload.
    case forward
    /// That of `ready`.
    case backward
    /// Both.
    case full
  }

  /// What moves.
  public let payload: Payload
  /// Which paths are cut.
  public let cut: Cut
  /// What a proof looks at.
  package var proof = StreamProof()

  /// Creates a stage for such payloads.
  public init(_ payload: Payload, cut: Cut = .full) {
    self.payload = payload
    self.cut = cut
  }

  /// The cut and the payload.
  public var moduleName: String { "StreamRegister_\(cut.rawValue)_\(payload.layoutName)" }

  /// A stream in, a stream out.
  public struct Ports {
    /// What is read.
    public let input: Stream<Payload.Value>
    /// What is written.
    public let output: Stream<Payload.Value>
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(input: declare.sink(payload), output: declare.source(payload))
  }

  /// Describes the entries.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    switch cut {
    case .forward: forward(module, ports)
    case .backward: backward(module, ports)
    case .full: full(module, ports)
    }
  }

  private func forward(_ module: ModuleBuilder, _ ports: Ports) {
    let (input, output) = (ports.input, ports.output)
    let headValid = module.register("headValid", .bit, reset: 0)
    let advances = (.!headValid .| output.ready).named("advances")
    module.when(advances) { headValid.assign(input.valid) }
    let head = module.register("head", of: payload, enable: advances .& input.valid)
    head.assign(input.payload)
    input.ready.assign(advances)
    output.valid.assign(headValid)
    output.payload.assign(head)
  }

  private func backward(_ module: ModuleBuilder, _ ports: Ports) {
    let (input, output) = (ports.input, ports.output)
    let spareValid = module.register("spareValid", .bit, reset: 0)
    let spare = module.register("spare", of: payload, enable: .!spareValid)
    spare.assign(input.payload)
    spareValid.assign(output.valid .& .!output.ready)
    input.ready.assign(.!spareValid)
    output.valid.assign(input.valid .| spareValid)
    output.payload.assign(muxData(spareValid, spare, input.payload))
  }

  private func full(_ module: ModuleBuilder, _ ports: Ports) {
    let (input, output) = (ports.input, ports.output)
    let headValid = module.register("headValid", .bit, reset: 0)
    let spareValid = module.register("spareValid", .bit, reset: 0)
    let advances = (.!headValid .| output.ready).named("advances")
    let accepts = (input.valid .& .!spareValid).named("accepts")

    let head = module.register("head", of: payload, enable: advances)
    let spare = module.register("spare", of: payload, enable: accepts)
    head.assign(muxData(spareValid, spare, input.payload))
    spare.assign(input.payload)

    headValid.assign(mux(advances, spareValid .| input.valid, headValid))
    spareValid.assign(.!advances .& (spareValid .| input.valid))

    // The fault: a payload that arrives while both entries are full is taken and lost.
    input.ready.assign(
      proof.fault == .loses ? .!(spareValid .& headValid .& output.ready) : .!spareValid)
    output.valid.assign(headValid)
    output.payload.assign(head)

    guard proof.followsPayload else { return }
    let board = StreamScoreboardLogic(module, input, output, capacity: 2)
    module.assert("countsAgree", board.held .== (headValid.asUInt .+ spareValid.asUInt))
    module.assert("headBeforeSpare", headValid, when: spareValid)
    if let spare = spare.packed() {
      module.assert(
        "spareAsItCame", spare .== board.payload,
        when: spareValid .& (board.outputs .&+ 1) .== board.number)
    }
  }
}

extension Stream {
  /// The same stream behind a register stage; see `StreamRegister`.
  ///
  /// - Parameters:
  ///   - name: Name of the instance.
  ///   - cut: Which combinational paths end there.
  public func registered(
    _ name: String, cut: StreamRegister<Payload.DataLayout>.Cut = .full,
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Stream {
    let stage = valid.module.instance(
      StreamRegister(payload.layout, cut: cut), named: name, fileID: fileID, line: line,
      column: column)
    connect(to: stage.input, fileID: fileID, line: line, column: column)
    return stage.output
  }
}
