import Foundation

extension Dataset {
  /// The embedded set: 1,797 handwritten digits of 8 x 8 grey pixels, classes 0 to 9.
  ///
  /// Source: Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI Machine
  /// Learning Repository, CC BY 4.0. The published counts 0...16 are multiplied by 15 to use 8 bits:
  /// pixels are 0...240, and squared distances are exactly 225 times the published ones.
  ///
  /// - Throws: `DatasetError` if the package's resource is missing or damaged.
  public static func opticalDigits() throws(DatasetError) -> Dataset {
    let folder = FileContents.join(
      Bundle.module.resourcePath ?? Bundle.module.bundlePath, "optical-digits")
    let counts = try readIDX(
      images: FileContents.join(folder, "images-idx3-ubyte.gz"),
      labels: FileContents.join(folder, "labels-idx1-ubyte.gz"))
    return try Dataset(
      name: "optical-digits", shape: counts.shape,
      // The bound only matters for a damaged resource: published counts reach 240.
      pixels: counts.pixels.map { UInt8(min(255, Int($0) * 15)) }, labels: counts.labels,
      classNames: (0...9).map(String.init))
  }
}
