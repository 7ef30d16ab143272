import Configuration
import HDL

/// Carries what is known about a beat beside its data, from the input register to the accumulators.
struct BeatPipeline {
  /// What travels with a beat.
  struct Beat {
    let isValid: Bit
    let startsImage: Bit
    let endsImage: Bit
    let isFirstChunk: Bit
    let isLastChunk: Bit
    let isLastCandidate: Bit
    let lastQuery: UInt
    /// Number of the candidate within its block: its place in the partial-sum memory.
    let candidate: UInt
  }

  /// The beat beside its query bytes.
  let candidate: Bits
  /// Which of its bytes belong to the image.
  let mask: Bits
  /// The sum of a beat reaches the accumulators now.
  let accumulate: Bit
  /// It is its image's first.
  let restart: Bit
  /// The beat whose sum reaches the accumulators now.
  let arriving: Beat
  /// The beat whose sum is in the accumulators.
  let accumulated: Beat

  init(
    _ module: ModuleBuilder, _ sequencer: BeatSequencer, _ data: Bits, advance: Bit,
    _ configuration: DistanceConfiguration, fault: DistanceFault?
  ) {
    let lanes = configuration.lanes
    let beatData = module.register("beatData", .bits(8 * lanes), enable: advance)
    beatData.assign(data)
    candidate = beatData
    let isInImage = (0..<lanes).map { lane -> Bit in
      let offset = fault == .tailMask ? 1 : 0
      return .!sequencer.endsImage .| (sequencer.pass.lastLane .>= max(0, lane - offset))
    }
    let beatMask = module.register("beatMask", .bits(lanes), enable: advance)
    beatMask.assign(module.concatenate(isInImage.reversed()))
    mask = beatMask

    var beat = Beat(
      isValid: sequencer.accepted, startsImage: sequencer.startsImage,
      endsImage: sequencer.endsImage, isFirstChunk: sequencer.pass.isFirst,
      isLastChunk: sequencer.pass.isLast, isLastCandidate: sequencer.isLastCandidate,
      lastQuery: sequencer.pass.lastQuery,
      candidate: sequencer.candidate.truncated(
        to: addressBits(configuration.blockCandidates)))
    for stage in 0...DistanceRow.pipelineDepth(lanes: lanes) {
      beat = Self.delayed(beat, module, "\(stage)", advance)
    }
    arriving = beat
    accumulate = beat.isValid
    restart = beat.startsImage
    accumulated = Self.delayed(beat, module, "total", advance)
  }

  /// The same beat a cycle later. Only whether it is one needs a reset.
  private static func delayed(
    _ beat: Beat, _ module: ModuleBuilder, _ stage: String, _ advance: Bit
  ) -> Beat {
    func next(_ name: String, _ bit: Bit, reset: Int? = nil) -> Bit {
      let register = module.register("\(name)_\(stage)", .bit, reset: reset, enable: advance)
      register.assign(bit)
      return register
    }
    func next(_ name: String, _ value: UInt) -> UInt {
      let register = module.register("\(name)_\(stage)", .uint(value.bitWidth), enable: advance)
      register.assign(value)
      return register
    }
    return Beat(
      isValid: next("beatIsValid", beat.isValid, reset: 0),
      startsImage: stage == "total" ? beat.startsImage : next("beatStartsImage", beat.startsImage),
      endsImage: next("beatEndsImage", beat.endsImage),
      isFirstChunk: next("beatIsFirstChunk", beat.isFirstChunk),
      isLastChunk: next("beatIsLastChunk", beat.isLastChunk),
      isLastCandidate: next("beatIsLastCandidate", beat.isLastCandidate),
      lastQuery: next("beatLastQuery", beat.lastQuery),
      candidate: next("beatCandidate", beat.candidate))
  }
}
