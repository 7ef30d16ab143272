public import Datasets

/// Whether exemplars are chosen within each class or among all images.
public enum SelectionScope: String, CaseIterable, Codable, Hashable, Sendable {
  /// Each class by itself, with its proportional share of the exemplars.
  case classes
  /// All images at once, whatever their labels.
  case whole
}

/// What methods choose from, and what they share: distances, maps, trained networks.
///
/// Everything dear is computed at first use and kept. A context serves one thread.
public final class SelectionContext {
  /// Computes the positions of a group's images on the map, in the map's fixed-point format: one a
  /// image, every coordinate within ±2^30. The seed is the context's, told apart by group.
  public typealias Map = (_ group: SelectionGroup, _ seed: UInt64) throws -> [SIMD2<Int32>]

  /// The images.
  public let dataset: Dataset
  /// The seed of everything random.
  public let seed: UInt64
  /// Whether groups are classes or the whole set.
  public let scope: SelectionScope
  /// The groups, classes in ascending order. Without labels there is one, the whole set.
  public let groups: [SelectionGroup]
  private var stored: [String: Any] = [:]

  /// Creates a context.
  ///
  /// - Parameters:
  ///   - dataset: The images.
  ///   - scope: Whether groups are classes or the whole set; without labels it is the whole set.
  ///   - seed: The seed of everything random.
  ///   - map: Computes maps; nil where no method looks at one.
  public init(
    dataset: Dataset, scope: SelectionScope = .classes, seed: UInt64, map: Map? = nil
  ) {
    self.dataset = dataset
    self.seed = seed
    self.scope = scope
    var members: [(label: Int?, indices: [Int])] = []
    if scope == .classes, let labels = dataset.labels {
      var byLabel = [[Int]](repeating: [], count: 256)
      for (index, label) in labels.enumerated() { byLabel[Int(label)].append(index) }
      for (label, indices) in byLabel.enumerated() where !indices.isEmpty {
        members.append((label, indices))
      }
    } else {
      members = [(nil, Array(0..<dataset.count))]
    }
    groups = members.map { member in
      let number = UInt64(member.label.map { $0 + 1 } ?? 0)
      return SelectionGroup(
        dataset: dataset, label: member.label, indices: member.indices,
        seed: seed &+ number &* 0x9e37_79b9_7f4a_7c15, map: map)
    }
  }

  /// Makes sure that so many exemplars can be chosen.
  ///
  /// - Throws: `SelectionError` if `count` is negative or above the number of images.
  public func check(_ count: Int) throws(SelectionError) {
    guard (0...dataset.count).contains(count) else {
      throw SelectionError("\(count) exemplars were asked for; choose 0 to \(dataset.count)")
    }
  }

  /// A value that several methods use, computed by the first of them.
  ///
  /// - Parameters:
  ///   - key: What the value is; one type a key.
  ///   - make: Computes it.
  public func stored<Value>(_ key: String, _ make: () throws -> Value) rethrows -> Value {
    if let found = stored[key] as? Value { return found }
    let made = try make()
    stored[key] = made
    return made
  }
}
