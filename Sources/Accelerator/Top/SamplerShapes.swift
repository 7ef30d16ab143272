internal import Configuration
internal import HDL

/// Sizes of the sampler that follow from its configuration: how words lie in the beats of the memory.
///
/// | region | row | a beat holds |
/// |---|---|---|
/// | images | an image, in whole beats | `distance.lanes` bytes |
/// | distances | n words of `wordBits` bits, in `distanceStride` beats | `wordsPerBeat` words |
/// | probabilities | n values of `probabilityBits` bits, in `probabilityStride` beats | `valuesPerBeat` values from bit 0 up |
struct SamplerShapes: Hashable, Sendable {
  let configuration: SamplerConfiguration

  init(_ configuration: SamplerConfiguration) {
    self.configuration = configuration
  }

  var maximumPoints: Int { configuration.affinity.maximumPoints }
  /// Bits of a point's number.
  var pointBits: Int { addressBits(maximumPoints) }
  /// Bits of a number of points.
  var countBits: Int { addressBits(maximumPoints + 1) }
  /// Bits of a beat.
  var beatBits: Int { 8 * configuration.distance.lanes }
  /// T, the query images of a pass.
  var queries: Int { configuration.distance.queries }

  // MARK: Distances

  /// Bits of an exact distance.
  var distanceBits: Int { configuration.distance.distanceBits }
  /// Bits of a distance in memory.
  var wordBits: Int { distanceBits <= 32 ? 32 : 64 }
  /// Distances in a beat.
  var wordsPerBeat: Int { beatBits / wordBits }
  /// Beats of a row of distances.
  var distanceStride: Int { (maximumPoints + wordsPerBeat - 1) / wordsPerBeat }

  // MARK: Probabilities

  /// G, the pair lanes of the embedding.
  var lanes: Int { configuration.embedding.lanes }
  /// Bits of a probability in memory, conditional or joint.
  var probabilityBits: Int {
    let formats = configuration.affinity.formats
    return max(formats.conditional.bitWidth, formats.joint.bitWidth)
  }
  /// Groups of `lanes` probabilities in a beat.
  var groupsPerBeat: Int { beatBits / probabilityBits / lanes }
  /// Probabilities in a beat: a multiple of `lanes`.
  var valuesPerBeat: Int { groupsPerBeat * lanes }
  /// Beats of a row of probabilities.
  var probabilityStride: Int { (maximumPoints + valuesPerBeat - 1) / valuesPerBeat }
  /// Bits of the number of a beat in a row of probabilities.
  var blockBits: Int { addressBits(probabilityStride) }

  /// The group of a value of a beat.
  func group(of value: UInt, _ module: ModuleBuilder) -> UInt {
    let bits = addressBits(groupsPerBeat)
    guard groupsPerBeat > 1 else { return module.constant(0, .uint(bits)) }
    return value[lanes.trailingZeroBitCount..<value.bitWidth].resized(to: bits)
  }
}
