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
    let folder = FileContents.join(try resourceFolder(), "optical-digits")
    let counts = try readIDX(
      images: FileContents.join(folder, "images-idx3-ubyte.gz"),
      labels: FileContents.join(folder, "labels-idx1-ubyte.gz"))
    return try Dataset(
      name: "optical-digits", shape: counts.shape,
      // The bound only matters for a damaged resource: published counts reach 240.
      pixels: counts.pixels.map { UInt8(min(255, Int($0) * 15)) }, labels: counts.labels,
      classNames: (0...9).map(String.init))
  }

  /// The folder of the package's resources, beside the program or what its link points to.
  ///
  /// `Bundle.module` ends the process where it is missing, as it is when the program was copied
  /// alone.
  private static func resourceFolder() throws(DatasetError) -> String {
    #if os(macOS)
      return Bundle.module.resourcePath ?? Bundle.module.bundlePath
    #else
      let name = "near-memory-sampling_Datasets.resources"
      let program = Bundle.main.executableURL?.resolvingSymlinksInPath()
      let folders = [Bundle.main.bundleURL, program?.deletingLastPathComponent()]
        .compactMap { $0?.appendingPathComponent(name).path }
      guard let found = folders.first(where: FileContents.isFolder) else {
        throw DatasetError(
          .missing, path: folders.first ?? name, found: "no such folder",
          expected: "the embedded data set",
          fix: "copy \(name) from the build folder beside the program, or use --dataset with a path"
        )
      }
      return found
    #endif
  }
}
