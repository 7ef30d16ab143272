import CDESNEKernels

/// A symmetric matrix as tiles of 128 x 128 on and above the diagonal, row of tiles after row.
///
/// Rows beyond the last point are 0.
struct Tiles<Real: KernelReal>: Sendable {
  static var side: Int { Int(NMS_TILE) }

  let count: Int
  /// Rows of tiles.
  let tileRows: Int
  private let storage: Storage<Real>

  private init(count: Int) {
    self.count = count
    tileRows = (count + Self.side - 1) / Self.side
    storage = Storage(count: tileRows * (tileRows + 1) / 2 * Self.side * Self.side)
  }

  /// Points with those that fill the last tile.
  var paddedCount: Int { tileRows * Self.side }

  /// The first value of a row of tiles.
  func start(ofTileRow row: Int) -> UnsafePointer<Real> { UnsafePointer(mutableStart(row)) }

  private func mutableStart(_ row: Int) -> UnsafeMutablePointer<Real> {
    storage.base + (row * tileRows - row * (row - 1) / 2) * Self.side * Self.side
  }

  private func offset(_ row: Int, _ column: Int) -> Int {
    (column / Self.side - row / Self.side) * Self.side * Self.side + row % Self.side * Self.side
      + column % Self.side
  }

  subscript(first: Int, second: Int) -> Real {
    let (row, column) = (min(first, second), max(first, second))
    return start(ofTileRow: row / Self.side)[offset(row, column)]
  }

  init(_ matrix: [Double], _ count: Int) {
    self.init(count: count)
    for row in 0..<count {
      let start = mutableStart(row / Self.side)
      // The tiles on the diagonal hold both halves.
      for column in row / Self.side * Self.side..<count where column != row {
        let value = matrix[min(row, column) * count + max(row, column)]
        start[offset(row, column)] = Real(value)
      }
    }
  }

  init(_ distances: SquaredDistances, _ bandwidths: BandwidthResult, _ threads: Int) {
    self.init(count: distances.count)
    let count = count
    guard count > 1 else { return }
    let betas = bandwidths.log2Betas.map { nms_exp2($0) }
    let scale = 1 / (2 * Double(count))
    let side = Self.side
    let (tileRows, this) = (tileRows, self)
    Workers.perform(tileRows, threads: threads) { tileRow in
      let rows = tileRow * side..<min(count, (tileRow + 1) * side)
      let block = Storage<UInt32>(count: side * side)
      for tileColumn in tileRow..<tileRows {
        let columns = tileColumn * side..<min(count, (tileColumn + 1) * side)
        distances.fill(rows: rows, columns: columns, into: block.base, stride: side)
        Real.affinityTile(
          block.base, rows.lowerBound, columns.lowerBound, count, bandwidths.leastDistances, betas,
          bandwidths.inverseSums, scale,
          this.mutableStart(tileRow) + (tileColumn - tileRow) * side * side)
      }
    }
  }
}
