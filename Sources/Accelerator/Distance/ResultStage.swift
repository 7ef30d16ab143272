import Configuration
import HDL

/// Adds the partial sums of earlier chunks, keeps those of unfinished images, offers results.
struct ResultStage {
  /// The pipeline moves at this edge: the result buffer can take what may arrive.
  let advance: Bit
  private let module: ModuleBuilder
  private let buffer: SkidBuffer.Ports
  private let configuration: DistanceConfiguration

  init(
    _ module: ModuleBuilder, _ result: DistanceResult, _ configuration: DistanceConfiguration
  ) {
    self.module = module
    self.configuration = configuration
    let distancesWidth = configuration.queries * configuration.distanceBits
    buffer = module.instance(SkidBuffer(width: distancesWidth + 1), named: "resultBuffer")
    advance = buffer.inputReady.named("advance")
    result.valid.assign(buffer.outputValid)
    buffer.outputReady.assign(result.ready)
    result.isLastCandidate.assign(buffer.outputData[distancesWidth])
    result.distances.assign(buffer.outputData[0..<distancesWidth])
  }

  /// Connects the accumulators and what is known about the beat in them.
  func connect(accumulators: [UInt], _ beats: BeatPipeline) {
    let beat = beats.accumulated
    let width = configuration.distanceBits
    let done = (beat.isValid .& beat.endsImage).named("imageDone")

    let memory = module.memory(
      "partialSums", .bits(accumulators.count * width), depth: configuration.blockCandidates)
    let partial = memory.read(address: beats.arriving.candidate, enable: advance)
      .named("partialSum")
    let sums = accumulators.enumerated().map { index, total -> UInt in
      let earlier = partial[width * index..<width * (index + 1)].asUInt
      return (total .&+ mux(beat.isFirstChunk, 0, earlier)).named("sum_\(index)")
    }
    memory.write(
      address: beat.candidate, data: module.concatenate(sums.reversed()),
      enable: (advance .& done .& .!beat.isLastChunk).named("keepsPartialSum"))

    let distances = sums.enumerated().map { index, sum in
      mux(beat.lastQuery .>= index, sum, 0)
    }
    buffer.inputValid.assign(done .& beat.isLastChunk)
    buffer.inputData.assign(
      module.concatenate([beat.isLastCandidate] + distances.reversed()))
  }
}
