extension Dataset {
  /// Reads CIFAR-10 in its binary version, one file after the other.
  ///
  /// - Parameters:
  ///   - paths: The `.bin` files, in the order wanted.
  ///   - name: What reports call the dataset; the name of the first file if nil.
  /// - Throws: `DatasetError` naming the file, what was found and what was expected.
  public static func readCIFAR10(
    _ paths: [String], name: String? = nil
  ) throws(DatasetError) -> Dataset {
    var labels: [UInt8] = []
    var pixels: [UInt8] = []
    for path in paths {
      try CIFAR10File.append(
        FileContents.read(path), path: path, labels: &labels, pixels: &pixels)
    }
    return try Dataset(
      name: name ?? paths.first.map { FileContents.split($0).name } ?? "CIFAR-10",
      shape: CIFAR10File.shape, pixels: pixels, labels: labels, classNames: cifar10ClassNames)
  }

  /// Reads one part of a folder with `..._batch...bin` files: `test_batch` or all others.
  static func readCIFAR10Folder(
    _ folder: String, names: [String], split: DatasetSplit
  ) throws(DatasetError) -> Dataset {
    let batches = names.filter { isCIFAR10Batch($0) }
    let wanted = batches.filter { $0.hasPrefix("test_batch") == (split == .test) }
    guard !wanted.isEmpty else {
      throw .absentSplit(
        path: folder, split: split,
        expected: split == .test ? "a file test_batch.bin" : "files data_batch_1.bin and so on",
        found: batches)
    }
    var paths: [String] = []
    for name in wanted { paths.append(FileContents.join(folder, name)) }
    return try readCIFAR10(
      paths, name: "\(FileContents.split(folder).name)/\(split.rawValue)")
  }

  /// Whether a file in a folder is named as the batches of CIFAR-10 are.
  static func isCIFAR10Batch(_ name: String) -> Bool {
    name.contains("_batch") && name.hasSuffix(".bin")
  }

  /// Classes of CIFAR-10, as `batches.meta.txt` lists them.
  private static let cifar10ClassNames = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]
}
