/// What a sampling did, for people and programs; the same for the same input and options.
public struct SamplingSummary: Codable, Hashable, Sendable {
  /// Name of the dataset.
  public let dataset: String
  /// Number of images.
  public let imageCount: Int
  /// Number of exemplars.
  public let exemplarCount: Int
  /// Name of the method.
  public let method: String
  /// Whether groups are classes or the whole set.
  public let scope: SelectionScope
  /// The seed of everything random.
  public let seed: UInt64
  /// What made the maps; nil if there are none.
  public let engine: MapEngine?
  /// How bandwidths were searched.
  public let search: MapSearch?
  /// Steps of gradient descent.
  public let iterations: Int?
  /// The groups in order.
  public let groups: [Group]
  /// Positions of the exemplars in the dataset, ascending.
  public let indices: [Int]
  /// Their weights, if they do not all count alike.
  public let weights: [Double]?

  /// One class, or the whole set.
  public struct Group: Codable, Hashable, Sendable {
    /// The class; nil for the whole set.
    public let label: Int?
    /// Number of images.
    public let imageCount: Int
    /// Number of exemplars.
    public let exemplarCount: Int
    /// The perplexity of the map.
    public let perplexity: Double?
    /// The Kullback-Leibler divergence of the map in nats, by the float engine.
    public let klDivergence: Double?
    /// Images whose perplexity is off by more than the search allows.
    public let missedCount: Int?
    /// Values beyond their format, in the fixed engine.
    public let saturationCount: Int?
  }

  /// Sums a sampling up.
  public init(_ sampling: Sampling) {
    let chosen = Set(sampling.exemplars.indices)
    dataset = sampling.dataset.name
    imageCount = sampling.dataset.count
    exemplarCount = sampling.exemplars.indices.count
    method = sampling.exemplars.method
    scope = sampling.scope
    seed = sampling.seed
    engine = sampling.mapOptions?.engine
    search = sampling.mapOptions?.search
    iterations = sampling.mapOptions?.iterations
    groups = sampling.groups.map { group in
      Group(
        label: group.label, imageCount: group.indices.count,
        exemplarCount: group.indices.count { chosen.contains($0) },
        perplexity: group.map?.perplexity, klDivergence: group.map?.klDivergence,
        missedCount: group.map?.missedCount, saturationCount: group.map?.saturationCount)
    }
    indices = sampling.exemplars.indices
    weights = sampling.exemplars.weights
  }
}
