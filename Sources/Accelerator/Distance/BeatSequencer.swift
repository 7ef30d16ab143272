import Configuration
import HDL

/// Counts the beats and candidates of the pass under comparison and decides when a beat is taken.
struct BeatSequencer {
  /// A candidate beat is taken at this edge.
  let accepted: Bit
  /// Where in the query buffers its query bytes are.
  let address: UInt
  /// The beat is its image's first of this chunk.
  let startsImage: Bit
  /// The beat is its image's last of this chunk.
  let endsImage: Bit
  /// The beat belongs to the pass's last candidate.
  let isLastCandidate: Bit
  /// Number of the candidate within the pass.
  let candidate: UInt
  /// The pass the beat belongs to.
  let pass: PassBuffers.Pass
  /// The last beat of the pass is taken at this edge.
  let emptied: Bit

  init(
    _ module: ModuleBuilder, _ stream: ByteStream, _ buffers: PassBuffers,
    _ pass: PassBuffers.Pass, advance: Bit, _ configuration: DistanceConfiguration
  ) {
    // The cycle after a pass whose sums go to the partial-sum memory: the next pass may read what
    // its last beat is about to write.
    let isGap = module.register("isGap", .bit, reset: 0, enable: advance)
    let ready = (buffers.comparingIsFull .& advance .& .!isGap).named("candidateReady")
    stream.ready.assign(ready)
    accepted = (ready .& stream.valid).named("candidateAccepted")

    let beat = module.register(
      "beat", .uint(addressBits(configuration.chunkBeats)), reset: 0, enable: accepted)
    startsImage = (beat .== 0).named("startsImage")
    endsImage = (beat .== pass.lastBeat).named("endsImage")
    beat.assign(mux(endsImage, 0, beat .&+ 1))

    let candidate = module.register(
      "candidateNumber", .uint(addressBits(DistanceUnit.mostCandidates)), reset: 0,
      enable: accepted .& endsImage)
    isLastCandidate = (candidate .== pass.lastCandidate).named("isLastCandidate")
    candidate.assign(mux(isLastCandidate, 0, candidate .&+ 1))
    self.candidate = candidate

    emptied = (accepted .& endsImage .& isLastCandidate).named("emptied")
    isGap.assign(emptied .& .!pass.isLast)
    address = concatenate(buffers.comparing, beat).asUInt.named("beatAddress")
    self.pass = pass
  }
}
