internal import HDL

/// Walks through the pairs of tiles on and above the diagonal: rows of tiles I, and in each the columns
/// J from I on.
struct TilePairs {
  /// I.
  let row: UInt
  /// J.
  let column: UInt
  /// The first beat of the first matrix row of tile row I.
  let rowAddress: UInt
  /// The same of tile row J; nil where nobody wants it.
  let columnAddress: UInt?
  /// J is the last of the row.
  let endsRow: Bit
  /// The pair is the last.
  let isLast: Bit
  private let module: ModuleBuilder
  private let tileStride: Int

  /// - Parameters:
  ///   - name: Beginning of the registers' names.
  ///   - lastBlock: The last tile's number.
  ///   - hasColumnAddress: Whether `columnAddress` is kept.
  init(
    _ module: ModuleBuilder, _ name: String, _ shapes: SamplerShapes, lastBlock: UInt,
    hasColumnAddress: Bool
  ) {
    self.module = module
    tileStride = shapes.valuesPerBeat * shapes.probabilityStride
    row = module.register("\(name)TileRow", .uint(shapes.blockBits))
    column = module.register("\(name)TileColumn", .uint(shapes.blockBits))
    rowAddress = module.register("\(name)TileRowAddress", .uint(MemoryRequest.addressBits))
    columnAddress =
      hasColumnAddress
      ? module.register("\(name)TileColumnAddress", .uint(MemoryRequest.addressBits)) : nil
    endsRow = (column .== lastBlock).named("\(name)EndsRow")
    isLast = (row .== lastBlock).named("\(name)IsLast")
  }

  /// Goes to the first pair.
  func start(base: UInt) {
    row.set(to: 0)
    column.set(to: 0)
    rowAddress.assign(base)
    columnAddress?.assign(base)
  }

  /// Goes to the next pair.
  func advance() {
    column.assign(column .&+ 1)
    if let columnAddress { columnAddress.assign(columnAddress .&+ tileStride) }
    module.when(endsRow) {
      row.assign(row .&+ 1)
      column.assign(row .&+ 1)
      rowAddress.assign(rowAddress .&+ tileStride)
      columnAddress?.assign(rowAddress .&+ tileStride)
    }
  }
}
