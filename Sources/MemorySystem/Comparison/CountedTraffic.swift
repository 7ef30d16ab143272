internal import Foundation
internal import MemoryDevices

/// Commands that the counters of the hardware showed in runs of the sampler on DRAM: what
/// `nms cosim top --memory dram --counts FILE` writes.
public struct CountedTraffic: Codable, Hashable, Sendable {
  /// One group of images.
  public struct Run: Codable, Hashable, Sendable {
    /// Where the images come from.
    public var source: String
    /// Images of the group.
    public var points: Int
    /// Bytes of an image.
    public var bytesPerImage: Int
    /// Iterations of the embedding.
    public var iterations: Int
    /// Clocks of the run.
    public var cycles: Int
    /// Commands of each phase, all channels together.
    public var phases: [Phase]
  }

  /// Commands of a phase.
  public struct Phase: Codable, Hashable, Sendable {
    /// Its name: `distances`, `affinities`, `joint`, `embedding` or `selection`.
    public var name: String
    /// Its commands.
    public var counts: CommandCounts
  }

  /// The device of each channel.
  public var device: String
  /// Channels.
  public var channels: Int
  /// Query images that stay in the distance unit.
  public var queries: Int
  /// The runs.
  public var runs: [Run]

  /// Creates counts from their parts.
  public init(device: String, channels: Int, queries: Int, runs: [Run]) {
    self.device = device
    self.channels = channels
    self.queries = queries
    self.runs = runs
  }

  /// Counts of the preset `edge` on four channels of Wide I/O, each of 1,000 images of class 0, with 20
  /// iterations: Fashion-MNIST and CIFAR-10.
  ///
  /// - Throws: What decoding throws, never for the file that is built in.
  public static func builtIn() throws -> CountedTraffic {
    try JSONDecoder().decode(
      CountedTraffic.self, from: Data(PackageResources.sampler_commands_json))
  }

  /// Reads a file.
  ///
  /// - Throws: `MemorySystemError` in one sentence where it cannot be read or is not such a file.
  public init(contentsOf path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw MemorySystemError(
        path: path, "cannot be read; choose a file that nms cosim top --counts wrote")
    }
    do {
      self = try JSONDecoder().decode(CountedTraffic.self, from: data)
    } catch {
      throw MemorySystemError(
        path: path, "is no file of counted commands; choose one that nms cosim top --counts wrote")
    }
    for run in runs where run.iterations < 1 || run.points < 1 || run.phases.count != 5 {
      throw MemorySystemError(
        path: path,
        "the run \"\(run.source)\" has \(run.points) images, \(run.iterations) iterations and "
          + "\(run.phases.count) phases; give runs of 1 or more images and iterations, and 5 phases"
      )
    }
  }

  /// The run of a group of these sizes; every iteration reads the same, so theirs need not agree.
  public func run(of sizes: SamplerTraffic.Sizes) -> Run? {
    guard queries == sizes.queries, !sizes.keepsJointInSRAM else { return nil }
    return runs.first { $0.points == sizes.points && $0.bytesPerImage == sizes.imageBytes }
  }
}
