public import HDL

/// How often each property of a design was sampled and hit, in one run or in several.
///
/// ```swift
/// var total = PropertyCoverage()
/// for seed in 0..<10 { total.merge(try run(seed).propertyCoverage()) }
/// print(total.missedCovers.map(\.property.fullName))
/// ```
public struct PropertyCoverage: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Two counts of one property.
  public struct Count: Sendable, Hashable, Codable {
    /// Clock edges at which it was sampled: outside reset, with its enable. `nil` where an engine
    /// runs the Verilog, which counts the hits of covers only.
    public var samples: Int?
    /// Those at which its condition was 1.
    public var hits: Int

    /// Creates counts.
    public init(samples: Int? = 0, hits: Int = 0) {
      self.samples = samples
      self.hits = hits
    }
  }

  /// One property of one instance and its counts.
  public struct Entry: Sendable, Hashable, Codable {
    /// Which property, where.
    public var property: PropertyInstance
    /// Its counts.
    public var count: Count
  }

  /// One entry a property, in the order of the design's.
  public private(set) var entries: [Entry] = []

  /// Creates coverage of nothing, to merge into.
  public init() {}

  /// Creates coverage from counts in the order of the properties.
  ///
  /// - Precondition: both arrays are equally long.
  public init(properties: [PropertyInstance], counts: [Count]) {
    entries = zip(properties, counts).map { Entry(property: $0, count: $1) }
  }

  /// The counts of a property by its path and name, such as `Top.row_0.neverFull`.
  public subscript(fullName: String) -> Count? {
    entries.first { $0.property.fullName == fullName }?.count
  }

  /// Covers that were never hit.
  public var missedCovers: [Entry] {
    entries.filter { $0.property.kind == .cover && $0.count.hits == 0 }
  }

  /// Adds the counts of another run. Properties seen there first come last.
  public mutating func merge(_ other: PropertyCoverage) {
    var places: [PropertyInstance: Int] = [:]
    for (place, entry) in entries.enumerated() { places[entry.property] = place }
    for entry in other.entries {
      if let place = places[entry.property] {
        entries[place].count.samples = entries[place].count.samples.flatMap { samples in
          entry.count.samples.map { samples + $0 }
        }
        entries[place].count.hits += entry.count.hits
      } else {
        entries.append(entry)
      }
    }
  }

  /// A line a property: kind, path and name, hits and, where they are known, samples.
  public var description: String {
    entries.map { entry in
      let (kind, name) = (entry.property.kind.rawValue, entry.property.fullName)
      let samples = entry.count.samples.map { " of \($0)" } ?? ""
      return "\(kind) \(name): \(entry.count.hits)\(samples)"
    }.joined(separator: "\n")
  }
}
