/// A way to choose the images to train on.
///
/// Give every method the same `SelectionContext`, so that distances, maps and trained networks are
/// computed once:
///
/// ```swift
/// let context = SelectionContext(dataset: images, seed: 1)
/// let exemplars = try SelectionMethods.named("k-means").select(100, in: context)
/// ```
public protocol SelectionMethod: Sendable {
  /// Name on the command line and in reports: lower case, words joined by `-`.
  var name: String { get }
  /// What the method does, in one line without a full stop.
  var abstract: String { get }
  /// Whether the method looks at the map, so that `SelectionContext.map` has to be there.
  var usesMap: Bool { get }

  /// Chooses exactly `count` distinct images.
  ///
  /// - Parameters:
  ///   - count: How many, 0 to the number of images.
  ///   - context: The images and what is computed of them once.
  /// - Throws: `SelectionError` if `count` is out of range or the context lacks what the method
  ///   needs; what the map provider throws.
  func select(_ count: Int, in context: SelectionContext) throws -> Exemplars
}

extension SelectionMethod {
  /// Most methods need no map.
  public var usesMap: Bool { false }
}

/// A method that chooses among the images of one group without looking at the others: a class, or
/// the whole set, by the context's scope. Groups share the count by `proportionalShares`.
public protocol GroupSelectionMethod: SelectionMethod {
  /// Chooses exactly `count` distinct images of a group.
  ///
  /// - Parameters:
  ///   - count: 1 to `group.count`.
  ///   - group: The images.
  /// - Returns: Positions in the group, in any order.
  func select(_ count: Int, from group: SelectionGroup) throws -> [Int]
}

extension GroupSelectionMethod {
  /// Chooses in every group its proportional share.
  public func select(_ count: Int, in context: SelectionContext) throws -> Exemplars {
    try context.check(count)
    let shares = proportionalShares(of: count, among: context.groups.map(\.count))
    var indices: [Int] = []
    for (group, share) in zip(context.groups, shares) where share > 0 {
      // All images of a group are one choice only: no map is needed for it.
      let chosen =
        share == group.count ? Array(0..<share) : try select(share, from: group)
      indices += chosen.map { group.indices[$0] }
    }
    return try Exemplars(method: name, indices: indices, count: count, dataset: context.dataset)
  }
}
