public import Configuration
internal import MemoryDevices

/// Where a sampler keeps what in its memory, for software that fills and reads it: see `Sampler`.
///
/// All addresses and lengths count beats of `distance.lanes` bytes.
public struct SamplerLayout: Hashable, Sendable {
  /// Images.
  public let count: Int
  /// Bytes of an image.
  public let bytesPerImage: Int
  /// Bytes of a beat.
  public let beatBytes: Int
  /// Bits of a distance in memory.
  public let wordBits: Int
  /// Distances in a beat.
  public let wordsPerBeat: Int
  /// Beats of a row of distances.
  public let distanceStride: Int
  /// Bits of a probability in memory, conditional or joint.
  public let probabilityBits: Int
  /// Probabilities in a beat, from bit 0 up.
  public let valuesPerBeat: Int
  /// Beats of a row of probabilities.
  public let probabilityStride: Int
  /// The first beat of the images, behind which everything else lies.
  public let imageBase: Int

  /// The layout for some images; the three regions lie one behind the other.
  ///
  /// - Parameters:
  ///   - configuration: The sampler's.
  ///   - count: Images.
  ///   - bytesPerImage: Bytes of an image.
  ///   - firstBeat: Where the first region begins. All must end within 2^32 beats.
  /// - Precondition: the configuration is valid, also by `validateSampler()`.
  public init(
    _ configuration: SamplerConfiguration, count: Int, bytesPerImage: Int, firstBeat: Int = 0
  ) {
    imageBase = firstBeat
    let shapes = SamplerShapes(configuration)
    self.count = count
    self.bytesPerImage = bytesPerImage
    beatBytes = configuration.distance.lanes
    wordBits = shapes.wordBits
    wordsPerBeat = shapes.wordsPerBeat
    distanceStride = shapes.distanceStride
    probabilityBits = shapes.probabilityBits
    valuesPerBeat = shapes.valuesPerBeat
    probabilityStride = shapes.probabilityStride
  }

  /// Beats of an image.
  public var imageStride: Int { (bytesPerImage + beatBytes - 1) / beatBytes }
  /// The first beat of the distances.
  public var distanceBase: Int { imageBase + count * imageStride }
  /// The first beat of the probabilities.
  public var probabilityBase: Int { distanceBase + count * distanceStride }
  /// Beats of all regions.
  public var beatCount: Int { probabilityBase + count * probabilityStride - imageBase }

  /// Beat and first bit in it of the distance of two images.
  public func place(ofDistance row: Int, _ column: Int) -> (beat: Int, bit: Int) {
    (
      distanceBase + row * distanceStride + column / wordsPerBeat,
      column % wordsPerBeat * wordBits
    )
  }

  /// Beat and first bit in it of a probability.
  public func place(ofProbability row: Int, _ column: Int) -> (beat: Int, bit: Int) {
    (
      probabilityBase + row * probabilityStride + column / valuesPerBeat,
      column % valuesPerBeat * probabilityBits
    )
  }
}

extension SamplerConfiguration {
  /// Checks what only the whole sampler needs beside `validate()`: that distances and probabilities
  /// fill beats as its blocks want them.
  ///
  /// - Throws: `ConfigurationError` that names the value and the range.
  public func validateSampler() throws {
    let shapes = SamplerShapes(self)
    guard shapes.wordsPerBeat >= 2 else {
      throw ConfigurationError(
        "distance.lanes is \(distance.lanes), but a sampler needs two distances of "
          + "\(shapes.wordBits) bits in a beat; choose \(shapes.wordBits / 4) or more")
    }
    guard distance.queries.isMultiple(of: shapes.wordsPerBeat),
      distance.queries.nonzeroBitCount == 1
    else {
      throw ConfigurationError(
        "distance.queries is \(distance.queries), but a sampler writes \(shapes.wordsPerBeat) "
          + "distances at once; choose a power of two from \(shapes.wordsPerBeat) to 64")
    }
    guard distance.blockCandidates >= shapes.wordsPerBeat else {
      throw ConfigurationError(
        "distance.blockCandidates is \(distance.blockCandidates), but a sampler writes "
          + "\(shapes.wordsPerBeat) distances at once; choose \(shapes.wordsPerBeat) or more")
    }
    guard shapes.groupsPerBeat >= 1 else {
      throw ConfigurationError(
        "embedding.lanes is \(embedding.lanes), but a beat of \(distance.lanes) bytes holds only "
          + "\(shapes.beatBits / shapes.probabilityBits) probabilities; choose fewer lanes")
    }
    guard affinity.maximumPoints > distance.queries else {
      throw ConfigurationError(
        "affinity.maximumPoints is \(affinity.maximumPoints), but a sampler needs more than "
          + "distance.queries, \(distance.queries); raise it")
    }
    switch memory.backEnd {
    case .port: break
    case .axi4:
      guard distance.lanes <= 128 else {
        throw ConfigurationError(
          "distance.lanes is \(distance.lanes), but a beat of an AXI4 bus has at most 128 bytes; "
            + "choose 128 or fewer, or memory.backEnd port")
      }
    case .dram: try validateDRAM()
    }
  }

  /// The memory exists and its channels make a beat.
  private func validateDRAM() throws {
    let device: MemoryDevice
    do { device = try MemoryDevice.named(memory.device) } catch {
      throw ConfigurationError("memory.device: \(error)")
    }
    let parts = distance.lanes / device.burstBytes
    guard memory.channels >= parts else {
      throw ConfigurationError(
        "memory.channels is \(memory.channels), but a beat of \(distance.lanes) bytes is \(parts) "
          + "bursts of \(device.name), each in a channel of its own; choose \(parts) or more")
    }
    guard distance.lanes.nonzeroBitCount == 1, distance.lanes >= 8 else {
      throw ConfigurationError(
        "distance.lanes is \(distance.lanes), but beats fill bursts of a DRAM; choose a power of "
          + "two from 8, or memory.backEnd port")
    }
  }
}
