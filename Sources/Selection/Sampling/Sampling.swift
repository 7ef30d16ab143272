public import Datasets

/// A selection with the maps it was made on: what `nms sample` does.
///
/// ```swift
/// let sampling = try Sampling(dataset: images, count: 100, seed: 1)
/// print(sampling.exemplars.indices)
/// ```
public struct Sampling: Sendable {
  /// The images chosen.
  public let exemplars: Exemplars
  /// Positions in the dataset of the images of each group, ascending, and its class.
  public let groups: [Group]
  /// How maps were made; nil if there are none.
  public let mapOptions: MapOptions?
  /// What was sampled.
  public let dataset: Dataset
  /// The seed of everything random.
  public let seed: UInt64
  /// Whether groups are classes or the whole set.
  public let scope: SelectionScope

  /// One class, or the whole set.
  public struct Group: Sendable {
    /// The class; nil for the whole set.
    public let label: Int?
    /// Positions in the dataset.
    public let indices: [Int]
    /// The map, if one was made.
    public let map: GroupMap?

    package init(label: Int?, indices: [Int], map: GroupMap?) {
      self.label = label
      self.indices = indices
      self.map = map
    }
  }

  /// Makes the maps and chooses.
  ///
  /// - Parameters:
  ///   - dataset: The images.
  ///   - count: How many exemplars, 0 to the number of images.
  ///   - method: How they are chosen.
  ///   - mapOptions: How maps are made.
  ///   - isMapWanted: Whether maps are made even if the method looks at none.
  ///   - scope: Whether groups are classes or the whole set.
  ///   - seed: The seed of everything random.
  ///   - progress: Called with the share of the groups that are done, 0 to 1.
  /// - Throws: `SelectionError`, `ConfigurationError` or `DESNEError` for what is out of range.
  public init(
    dataset: Dataset, count: Int, method: any SelectionMethod,
    mapOptions: MapOptions = MapOptions(),
    isMapWanted: Bool = false, scope: SelectionScope = .classes, seed: UInt64,
    progress: (Double) -> Void = { _ in }
  ) throws {
    try mapOptions.validate()
    let hasMaps = isMapWanted || method.usesMap
    var maps: [GroupMap] = []
    if hasMaps {
      // The same seeds as those a context gives its groups when it asks for maps itself.
      let groups = SelectionContext(dataset: dataset, scope: scope, seed: seed).groups
      for (number, group) in groups.enumerated() {
        progress(Double(number) / Double(groups.count))
        maps.append(try mapOptions.map(of: group, seed: group.seed))
      }
    }
    var remaining = maps[...]
    var positions: [Int?: [SIMD2<Int32>]] = [:]
    let context = SelectionContext(dataset: dataset, scope: scope, seed: seed) { group, _ in
      positions[group.label] ?? []
    }
    groups = context.groups.map { group in
      let map = remaining.popFirst()
      positions[group.label] = map?.positions
      return Group(label: group.label, indices: group.indices, map: map)
    }
    exemplars = try method.select(count, in: context)
    self.mapOptions = hasMaps ? mapOptions : nil
    self.dataset = dataset
    self.seed = seed
    self.scope = scope
  }

  /// A sampling whose maps and exemplars something else made.
  package init(
    dataset: Dataset, exemplars: Exemplars, groups: [Group], mapOptions: MapOptions,
    scope: SelectionScope, seed: UInt64
  ) {
    self.exemplars = exemplars
    self.groups = groups
    self.mapOptions = mapOptions
    self.dataset = dataset
    self.seed = seed
    self.scope = scope
  }
}
