/// Bounds that keep a wrong or hostile header from taking all memory.
enum ReadingLimits {
  /// Bytes of a file and of the pixels it announces: 4 GiB.
  static let byteCount = 1 << 32

  /// Rows and columns of a single image file: 48 MB in colour.
  static let imageSide = 4_096

  /// The product of sizes, unless it overflows or exceeds `byteCount`.
  static func product(_ dimensions: [Int]) -> Int? {
    var product = 1
    for dimension in dimensions {
      let (next, overflow) = product.multipliedReportingOverflow(by: dimension)
      if overflow || next > byteCount { return nil }
      product = next
    }
    return product
  }
}
