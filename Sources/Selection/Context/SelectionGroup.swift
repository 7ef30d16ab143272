public import Datasets
import DESNE

/// The images among which a method chooses: one class, or the whole set.
public final class SelectionGroup {
  /// The class; nil for the whole set.
  public let label: Int?
  /// Positions of the images in the dataset, ascending.
  public let indices: [Int]
  /// The seed of everything random in this group.
  public let seed: UInt64
  private let dataset: Dataset
  private let makeMap: SelectionContext.Map?
  private var madeDistances: ImageDistances?
  private var madePositions: [SIMD2<Int32>]?

  init(
    dataset: Dataset, label: Int?, indices: [Int], seed: UInt64, map: SelectionContext.Map?
  ) {
    self.dataset = dataset
    self.label = label
    self.indices = indices
    self.seed = seed
    makeMap = map
  }

  /// Number of images, at least 1.
  public var count: Int { indices.count }

  /// The images of the group, in ascending order of their positions.
  public func images() throws(DatasetError) -> Dataset {
    indices.count == dataset.count ? dataset : try dataset.subset(indices: indices)
  }

  /// Exact squared distances of the images, computed at first use.
  public func distances() throws(DatasetError) -> ImageDistances {
    if let madeDistances { return madeDistances }
    let made = ImageDistances(try images())
    madeDistances = made
    return made
  }

  /// Positions of the images on the map, computed at first use.
  ///
  /// - Throws: `SelectionError` if there is no map or it does not fit the images; what the map
  ///   provider throws.
  public func positions() throws -> [SIMD2<Int32>] {
    if let madePositions { return madePositions }
    guard let makeMap else { throw SelectionError("the method looks at a map and none is given") }
    let made = try makeMap(self, seed)
    guard made.count == count else {
      throw SelectionError("the map has \(made.count) positions for \(count) images")
    }
    let range = -(Int32(1) << 30)...(Int32(1) << 30)
    guard made.allSatisfy({ range.contains($0.x) && range.contains($0.y) }) else {
      throw SelectionError("the map has a position beyond -2^30 to 2^30")
    }
    madePositions = made
    return made
  }
}
