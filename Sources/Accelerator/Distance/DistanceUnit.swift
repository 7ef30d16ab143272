public import Configuration
public import HDL

/// Squared Euclidean distances of T resident query images to a stream of candidates.
///
/// Work comes in passes. A pass is one command, then the beats of its query images, then the beats of
/// its candidates; each candidate gives one result with T distances. Queries of the next pass load
/// while the candidates of this one stream, so lanes wait only for data.
///
/// An image longer than `chunkBeats` beats takes one pass a chunk over at most `blockCandidates`
/// candidates, the first with `isFirst`, the last with `isLast`; partial sums stay in the unit and
/// only the last pass gives results. After a pass that is not the last of its images one cycle passes
/// without a beat, so that the partial sums are written before they are read.
///
/// Every stream is valid/ready; any may pause in any cycle. One beat a cycle otherwise: the last beat
/// of a candidate is taken `latency` cycles before its result can be taken.
public struct DistanceUnit: Module {
  /// Sizes.
  public let configuration: DistanceConfiguration
  /// A built-in mistake, `nil` in real hardware.
  public let fault: DistanceFault?

  /// Creates the unit of a configuration.
  ///
  /// - Precondition: `configuration.validate()` does not throw.
  public init(_ configuration: DistanceConfiguration, fault: DistanceFault? = nil) {
    self.configuration = configuration
    self.fault = fault
  }

  /// Cycles from taking a candidate's last beat to offering its result: the beat register, the row's
  /// pipeline, the accumulator and the result register.
  public static func latency(lanes: Int) -> Int { DistanceRow.pipelineDepth(lanes: lanes) + 3 }

  /// Most candidates of a pass that is the only one of its images.
  public static let mostCandidates = 65_536

  /// Name with the sizes that shape it.
  public var moduleName: String {
    "DistanceUnit_queries\(configuration.queries)_lanes\(configuration.lanes)"
      + (fault.map { "_" + $0.rawValue.replacing("-", with: "_") } ?? "")
  }

  /// Four streams.
  public struct Ports {
    /// What a pass is about.
    public let command: DistanceCommand
    /// Beats of the pass's query images, image after image, byte 0 in the low bits.
    public let query: ByteStream
    /// Beats of the pass's candidates, image after image.
    public let candidate: ByteStream
    /// One result a candidate of a pass with `isLast`.
    public let result: DistanceResult
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      command: DistanceCommand(declare, configuration),
      query: ByteStream(declare, lanes: configuration.lanes),
      candidate: ByteStream(declare, lanes: configuration.lanes),
      result: DistanceResult(declare, configuration))
  }

  /// Describes loader, sequencer, rows and result.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let result = ResultStage(module, ports.result, configuration)
    let buffers = PassBuffers(module, configuration)
    let loader = QueryLoader(module, ports, buffers, configuration)
    let sequencer = BeatSequencer(
      module, ports.candidate, buffers, loader.comparingPass, advance: result.advance,
      configuration)
    buffers.connect(filled: loader.filled, emptied: sequencer.emptied)

    let rows = (0..<configuration.queries).map { index in
      let row = module.instance(
        DistanceRow(
          lanes: configuration.lanes, chunkBeats: configuration.chunkBeats,
          distanceBits: configuration.distanceBits,
          fault: fault == .droppedCarry ? fault : nil), named: "row_\(index)")
      row.advance.assign(result.advance)
      row.writeEnable.assign(loader.writes(query: index, fault: fault))
      row.writeAddress.assign(loader.address)
      row.writeData.assign(ports.query.data)
      row.readAddress.assign(sequencer.address)
      return row
    }
    let beats = BeatPipeline(
      module, sequencer, ports.candidate.data, advance: result.advance, configuration,
      fault: fault)
    for row in rows {
      row.candidate.assign(beats.candidate)
      row.mask.assign(beats.mask)
      row.accumulate.assign(beats.accumulate)
      row.restart.assign(beats.restart)
    }
    result.connect(accumulators: rows.map(\.accumulator), beats)
  }
}
