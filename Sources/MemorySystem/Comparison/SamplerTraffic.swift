public import Configuration
public import MemoryDevices

/// What the sampler reads and writes in its memory, stage by stage, for one group of images.
///
/// It follows from sizes alone. Counters of the hardware can take its place: a stage is bursts read,
/// bursts written, and the clocks that its unit computes.
public struct SamplerTraffic: Codable, Hashable, Sendable {
  /// A stage, which ends before the next one starts.
  public struct Stage: Codable, Hashable, Sendable {
    /// What it does.
    public var name: String
    /// Bursts read.
    public var reads = 0
    /// Bursts written.
    public var writes = 0
    /// Clocks of the sampler.
    public var computeClocks = 0
    /// Bursts read from an SRAM on the logic die instead.
    public var sramReads = 0
  }

  /// The stages in their order.
  public var stages: [Stage]

  /// Bursts read in all stages.
  public var reads: Int { stages.reduce(0) { $0 + $1.reads } }
  /// Bursts written in all stages.
  public var writes: Int { stages.reduce(0) { $0 + $1.writes } }

  /// The sizes that traffic follows from.
  public struct Sizes: Codable, Hashable, Sendable {
    /// Images of the group (n).
    public var points: Int
    /// Bytes of an image (D); each image starts on a border of beats and bursts.
    public var imageBytes: Int
    /// Images chosen of the group (k).
    public var exemplars: Int
    /// Bytes of a burst (B).
    public var burstBytes: Int
    /// Query images that stay in the distance unit (T).
    public var queries: Int
    /// Bytes of a beat (L): what the distance unit compares in a clock, and what the sampler packs its
    /// data in.
    public var lanes: Int
    /// Bytes of an image that a query buffer holds.
    public var chunkBytes: Int
    /// Candidates whose partial sums are kept if images are longer.
    public var blockCandidates: Int
    /// Bytes of a stored distance: 4 or 8.
    public var distanceBytes: Int
    /// Bits of a stored probability.
    public var probabilityBits: Int
    /// Pairs that the embedding takes in a clock (G).
    public var pairLanes: Int
    /// Iterations of the embedding.
    public var iterations: Int
    /// Passes over a row that the search for a bandwidth takes, in hundredths.
    public var searchPassHundredths: Int
    /// Whether the joint probabilities stay in an SRAM of the logic die.
    public var keepsJointInSRAM: Bool

    /// Probabilities of a beat (E): as many as fit, in whole groups of pair lanes.
    public var probabilitiesPerBeat: Int {
      max(1, 8 * lanes / probabilityBits / pairLanes) * pairLanes
    }

    /// Bytes of the joint probabilities, an upper triangle.
    public var jointBytes: Int { jointBursts * burstBytes }

    /// Bursts of the upper triangle: row i holds columns i + 1 to n - 1, whole beats at both ends.
    var jointBursts: Int {
      let perBeat = probabilitiesPerBeat
      let row = (points + perBeat - 1) / perBeat
      return (0..<max(0, points - 1)).reduce(0) { $0 + bursts(row - ($1 + 1) / perBeat) }
    }

    /// Bursts that hold some beats of a row; a row starts on the border of both.
    func bursts(_ beats: Int) -> Int { (beats * lanes + burstBytes - 1) / burstBytes }

    /// The sizes of a configuration.
    public init(
      configuration: SamplerConfiguration, points: Int, imageBytes: Int, exemplars: Int,
      burstBytes: Int, searchPassHundredths: Int = 1_575,
      keepsJointInSRAM: Bool = false
    ) {
      let distance = configuration.distance
      self.points = points
      self.imageBytes = imageBytes
      self.exemplars = exemplars
      self.burstBytes = burstBytes
      queries = distance.queries
      lanes = distance.lanes
      chunkBytes = distance.chunkBytes
      blockCandidates = distance.blockCandidates
      distanceBytes = distance.distanceBits <= 32 ? 4 : 8
      let formats = configuration.affinity.formats
      probabilityBits = max(formats.conditional.bitWidth, formats.joint.bitWidth)
      pairLanes = configuration.embedding.lanes
      iterations = configuration.embedding.iterations
      self.searchPassHundredths = searchPassHundredths
      self.keepsJointInSRAM = keepsJointInSRAM
    }
  }

  /// The traffic of one group.
  ///
  /// - *distances*: T queries at a time against themselves and all later images, about n / 2T reads of
  ///   the group as candidates and one as queries; longer images load their queries anew for each block
  ///   of candidates. Both halves of the matrix are written, in whole bursts.
  /// - *affinities*: each row of distances is read once, each row of conditional probabilities written
  ///   once.
  /// - *symmetry*: they are read once; the joint probabilities are written, an upper triangle.
  /// - *embedding*: the triangle is read in every iteration; the map stays on the logic die.
  /// - *selection*: the distances are read three times, the exemplars once.
  public init(_ sizes: Sizes) {
    let (n, queries) = (sizes.points, sizes.queries)
    let beats = Self.ceiling(sizes.imageBytes, sizes.lanes)
    let image = sizes.bursts(beats)
    var candidates = 0
    var loaded = 0
    for first in stride(from: 0, to: n, by: queries) {
      candidates += n - first
      let blocks =
        sizes.imageBytes <= sizes.chunkBytes
        ? 1 : Self.ceiling(n - first, sizes.blockCandidates)
      loaded += min(queries, n - first) * blocks
    }
    let distanceRow = sizes.bursts(Self.ceiling(n * sizes.distanceBytes, sizes.lanes))
    let probabilityRow = sizes.bursts(Self.ceiling(n, sizes.probabilitiesPerBeat))
    let joint = sizes.jointBursts
    let isOnDie = sizes.keepsJointInSRAM
    stages = [
      Stage(
        name: "distances", reads: (candidates + loaded) * image, writes: n * distanceRow,
        computeClocks: candidates * beats),
      Stage(
        name: "affinities", reads: n * distanceRow, writes: n * probabilityRow,
        computeClocks: n * (n + 34) * sizes.searchPassHundredths / 100),
      Stage(
        name: "symmetry", reads: n * probabilityRow, writes: isOnDie ? 0 : joint,
        computeClocks: Self.ceiling(n * n, sizes.pairLanes)),
      Stage(
        name: "embedding", reads: isOnDie ? 0 : sizes.iterations * joint,
        computeClocks: sizes.iterations * Self.ceiling(n * n, 2 * sizes.pairLanes),
        sramReads: isOnDie ? sizes.iterations * joint : 0),
      Stage(name: "selection", reads: 3 * n * distanceRow + sizes.exemplars * image),
    ]
  }

  /// The traffic of medoids of k-means on the same distance unit: in every step the centres visit all
  /// images, T at a time, one more pass sums the images of each cluster, and the last pass finds the
  /// image nearest to each mean.
  public static func kMeans(_ sizes: Sizes, steps: Int) -> SamplerTraffic {
    let beats = ceiling(sizes.imageBytes, sizes.lanes)
    let image = sizes.bursts(beats)
    let passes = ceiling(sizes.exemplars, sizes.queries) * (steps + 1)
    var traffic = SamplerTraffic(stages: [])
    traffic.stages = [
      Stage(
        name: "steps",
        reads: (passes + steps) * sizes.points * image + (steps + 1) * sizes.exemplars * image,
        writes: steps * sizes.exemplars * image, computeClocks: passes * sizes.points * beats),
      Stage(name: "selection", reads: sizes.exemplars * image),
    ]
    return traffic
  }

  /// Creates traffic from its stages, such as those that hardware counted.
  public init(stages: [Stage]) { self.stages = stages }

  /// What the memory's counters show after `groups` times this traffic.
  ///
  /// A stage takes the longer of its computation and its stream; then the next one starts.
  ///
  /// - Parameters:
  ///   - device: The memory.
  ///   - groups: How often.
  ///   - clockMegahertz: The sampler's clock.
  public func counts(
    on device: MemoryDevice, groups: Int, clockMegahertz: Int
  ) -> CommandCounts {
    var elapsed = 0
    for stage in stages {
      let busy = device.streamClocks(bursts: stage.reads + stage.writes)
      let computing = stage.computeClocks * device.timing.clockMegahertz / clockMegahertz
      elapsed += max(busy, computing)
    }
    return device.streamCounts(
      reads: reads * groups, writes: writes * groups, elapsed: elapsed * groups)
  }

  private static func ceiling(_ value: Int, _ divisor: Int) -> Int {
    (value + divisor - 1) / divisor
  }
}
