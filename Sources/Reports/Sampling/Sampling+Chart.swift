public import Selection

extension Sampling {
  /// The maps with the exemplars marked, or nil without maps. Maps of classes stand side by side, each
  /// scaled to its tile; a map of the whole set is coloured by class.
  public var chart: ScatterChart? {
    guard mapOptions != nil else { return nil }
    let chosen = Set(exemplars.indices)
    let columns = max(1, Int(Double(groups.count).squareRoot().rounded(.up)))
    var points: [Int?: [(x: Double, y: Double)]] = [:]
    var marked: [Int?: Set<Int>] = [:]
    var labels: [Int?] = []
    for (number, group) in groups.enumerated() {
      guard let map = group.map else { continue }
      let tile = (x: Double(number % columns), y: -Double(number / columns))
      for (index, place) in zip(group.indices, Self.unitSquare(map.positions)) {
        let label = dataset.labels.map { Int($0[index]) }
        if points[label] == nil { labels.append(label) }
        if chosen.contains(index) { marked[label, default: []].insert(points[label]?.count ?? 0) }
        points[label, default: []].append((tile.x + place.x * 0.92, tile.y + place.y * 0.92))
      }
    }
    labels.sort { ($0 ?? -1) < ($1 ?? -1) }
    return ScatterChart(
      title: "\(dataset.name): \(exemplars.indices.count) of \(dataset.count) images, "
        + "\(exemplars.method)",
      groups: labels.map { label in
        ScatterChart.Group(
          name(label), points: points[label] ?? [], marked: marked[label] ?? [])
      })
  }

  private func name(_ label: Int?) -> String {
    guard let label else { return "image" }
    guard let names = dataset.classNames, names.indices.contains(label) else {
      return "class \(label)"
    }
    return names[label]
  }

  /// Positions scaled into the unit square, the longer side filling it.
  private static func unitSquare(_ positions: [SIMD2<Int32>]) -> [(x: Double, y: Double)] {
    guard let first = positions.first else { return [] }
    let low = positions.reduce(first) { pointwiseMin($0, $1) }
    let high = positions.reduce(first) { pointwiseMax($0, $1) }
    let side = Double(max(high.x - low.x, high.y - low.y, 1))
    return positions.map {
      (
        x: 0.5 + (Double($0.x) - Double(low.x) / 2 - Double(high.x) / 2) / side,
        y: 0.5 + (Double($0.y) - Double(low.y) / 2 - Double(high.y) / 2) / side
      )
    }
  }
}
