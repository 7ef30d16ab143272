extension Dataset {
  /// Opens a dataset as named on a command line.
  ///
  /// - `digits`: the embedded set (a folder of that name is `./digits`).
  /// - A folder with `...idx3...` files: IDX, `train-...` or `t10k-...` by the split, with the
  ///   `...idx1...` labels if there.
  /// - A folder with `..._batch...bin` files: CIFAR-10, `test_batch` or all others by the split.
  /// - A folder with the sub-folders `train` and `test`: image folders by the split.
  /// - Any other folder: an image folder.
  /// - A file `x.npy`, with labels from `x-labels.npy` if there; `x.bin` of CIFAR-10; or of a name
  ///   with `idx`, with labels from the same name with `images` and `idx3` replaced by `labels` and
  ///   `idx1`, if there.
  ///
  /// - Parameters:
  ///   - specification: One of the above.
  ///   - split: The part to read; nil is `train` where there are parts.
  /// - Throws: `DatasetError` naming the file, what was found and what was expected; also for a
  ///   split of a dataset without parts.
  public static func open(
    _ specification: String, split: DatasetSplit? = nil
  ) throws(DatasetError) -> Dataset {
    if specification == "digits" {
      try refuse(split, of: specification)
      return try opticalDigits()
    }
    guard !specification.isEmpty, FileContents.exists(specification) else {
      throw .missing(path: specification.isEmpty ? "''" : specification)
    }
    if FileContents.isFolder(specification) { return try openFolder(specification, split: split) }
    try refuse(split, of: specification)
    return try openFile(specification)
  }

  private static func refuse(
    _ split: DatasetSplit?, of path: String
  ) throws(DatasetError) {
    if let split { throw .noSplits(path: path, split: split) }
  }

  private static func openFolder(
    _ path: String, split: DatasetSplit?
  ) throws(DatasetError) -> Dataset {
    let names = try FileContents.list(path)
    if names.contains(where: { $0.contains("idx3") }) {
      return try readIDXFolder(path, names: names, split: split ?? .train)
    }
    if names.contains(where: { isCIFAR10Batch($0) }) {
      return try readCIFAR10Folder(path, names: names, split: split ?? .train)
    }
    let parts = DatasetSplit.allCases.map { FileContents.join(path, $0.rawValue) }
    if parts.allSatisfy({ FileContents.isFolder($0) }) {
      let part = split ?? .train
      return try readImageFolder(
        FileContents.join(path, part.rawValue),
        name: "\(FileContents.split(path).name)/\(part.rawValue)")
    }
    try refuse(split, of: path)
    return try readImageFolder(path)
  }

  private static func openFile(_ path: String) throws(DatasetError) -> Dataset {
    let name = FileContents.split(path).name
    if name.hasSuffix(".npy") {
      let labels = path.dropLast(".npy".count) + "-labels.npy"
      return try readNPY(images: path, labels: existing(String(labels)))
    }
    if name.hasSuffix(".bin") { return try readCIFAR10([path]) }
    guard name.contains("idx") else { throw .unknownKind(path: path) }
    let labels = path.dropLast(name.count) + labelName(ofImages: name)
    return try readIDX(
      images: path, labels: labels == path ? nil : existing(String(labels)))
  }

  private static func existing(_ path: String) -> String? {
    FileContents.exists(path) ? path : nil
  }

  private static func labelName(ofImages name: String) -> String {
    name.split(separator: "images", omittingEmptySubsequences: false).joined(separator: "labels")
      .split(separator: "idx3", omittingEmptySubsequences: false).joined(separator: "idx1")
  }
}
