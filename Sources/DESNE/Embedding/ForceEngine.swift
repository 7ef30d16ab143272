import CDESNEKernels

/// The state of gradient descent in one floating-point type, and the kernels on it.
final class ForceEngine<Real: KernelReal>: EmbeddingEngine {
  private let tiles: Tiles<Real>
  private let threads: Int
  private let padded: Int
  /// x and y, velocities, gains: two arrays each.
  private let positions: Storage<Real>
  private let velocities: Storage<Real>
  private let gains: Storage<Real>
  /// Attraction x and y, repulsion x and y; first the part of every row of tiles, then their sum.
  private let partials: Storage<Real>
  private let forces: Storage<Real>
  private let sums: Storage<Double>
  /// The sum of all p log2 p, once it is known.
  private var entropy: Double?

  /// Far from every point of a map and itself of no effect: q = 0 in both types after squaring.
  private static var nowhere: Real { 0x1p60 }

  init(tiles: Tiles<Real>, threads: Int) {
    self.tiles = tiles
    self.threads = threads
    padded = tiles.paddedCount
    positions = Storage(count: 2 * padded)
    velocities = Storage(count: 2 * padded)
    gains = Storage(count: 2 * padded)
    partials = Storage(count: 4 * padded * tiles.tileRows)
    forces = Storage(count: 4 * padded)
    sums = Storage(count: 2 * tiles.tileRows)
    for axis in 0..<2 {
      for index in tiles.count..<max(padded, tiles.count) {
        positions.base[axis * padded + index] = Self.nowhere
      }
    }
  }

  func load(_ state: EmbeddingState) {
    copy(state.positions, to: positions)
    copy(state.velocities, to: velocities)
    copy(state.gains, to: gains)
  }

  func save(into state: inout EmbeddingState) {
    state.positions = values(of: positions)
    state.velocities = values(of: velocities)
    state.gains = values(of: gains)
  }

  private func copy(_ values: [SIMD2<Double>], to storage: Storage<Real>) {
    for (index, value) in values.enumerated() {
      storage.base[index] = Real(value.x)
      storage.base[padded + index] = Real(value.y)
    }
  }

  private func values(of storage: Storage<Real>) -> [SIMD2<Double>] {
    (0..<tiles.count).map {
      SIMD2(Double(storage.base[$0]), Double(storage.base[padded + $0]))
    }
  }

  /// Sums the forces of all pairs; returns the sum Z of all q, i and j different.
  private func computeForces() -> Double {
    let (tiles, padded, rows) = (tiles, padded, tiles.tileRows)
    let (positions, partials, sums) = (positions, partials, sums)
    Workers.perform(rows, threads: threads) { row in
      sums.base[row] = Real.forces(
        positions.base, positions.base + padded, tiles.count, padded, row,
        tiles.start(ofTileRow: row), partials.base + row * 4 * padded)
    }
    Real.gather(partials.base, padded, forces.base)
    return (0..<rows).reduce(0) { $0 + sums.base[$1] }
  }

  func step(exaggeration: Double, momentum: Double, rate: Double) {
    guard tiles.count > 1 else { return }
    let inverse = 1 / computeForces()
    for axis in 0..<2 {
      let offset = axis * padded
      Real.step(
        positions.base + offset, velocities.base + offset, gains.base + offset,
        forces.base + offset, forces.base + 2 * padded + offset, tiles.count, Real(exaggeration),
        Real(inverse), Real(momentum), Real(rate))
    }
  }

  func gradient(exaggeration: Double) -> [SIMD2<Double>] {
    guard tiles.count > 1 else { return Array(repeating: SIMD2(0, 0), count: tiles.count) }
    let inverse = 1 / computeForces()
    return (0..<tiles.count).map { index in
      func component(_ axis: Int) -> Double {
        let attraction = Double(forces.base[axis * padded + index])
        let repulsion = Double(forces.base[(axis + 2) * padded + index])
        return 4 * (exaggeration * attraction - repulsion * inverse)
      }
      return SIMD2(component(0), component(1))
    }
  }

  func klDivergence() -> Double {
    guard tiles.count > 1 else { return 0 }
    let z = computeForces()
    let (tiles, padded, rows) = (tiles, padded, tiles.tileRows)
    let (positions, sums) = (positions, sums)
    let needsEntropy = entropy == nil
    Workers.perform(rows, threads: threads) { row in
      Real.cost(
        positions.base, positions.base + padded, tiles.count, padded, row,
        tiles.start(ofTileRow: row), sums.base + row,
        needsEntropy ? sums.base + rows + row : nil)
    }
    let spread = (0..<rows).reduce(0) { $0 + sums.base[$1] }
    let entropy = entropy ?? (0..<rows).reduce(0) { $0 + sums.base[rows + $1] }
    self.entropy = entropy
    // sum p log2(p / q) with q = 1 / ((1 + d^2) Z), in natural units.
    return 0.6931471805599453 * (entropy + spread + nms_log2(z))
  }
}

/// What `GradientDescent` needs of an engine, whatever its type.
protocol EmbeddingEngine: AnyObject {
  func load(_ state: EmbeddingState)
  func save(into state: inout EmbeddingState)
  func step(exaggeration: Double, momentum: Double, rate: Double)
  func gradient(exaggeration: Double) -> [SIMD2<Double>]
  func klDivergence() -> Double
}
