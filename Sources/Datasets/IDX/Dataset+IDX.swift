extension Dataset {
  /// Reads images, and labels if given, from IDX files, plain or in gzip (told by their content).
  ///
  /// - Parameters:
  ///   - images: Path of the `idx3-ubyte` file.
  ///   - labels: Path of the `idx1-ubyte` file.
  ///   - name: What reports call the dataset; the name of the image file if nil.
  ///   - classNames: Names of the classes from 0 on.
  /// - Throws: `DatasetError` naming the file, what was found and what was expected.
  public static func readIDX(
    images: String, labels: String? = nil, name: String? = nil, classNames: [String]? = nil
  ) throws(DatasetError) -> Dataset {
    let (shape, pixels) = try IDXFile.images(FileContents.read(images), path: images)
    var values: [UInt8]?
    if let labels {
      let read = try IDXFile.labels(FileContents.read(labels), path: labels)
      let count = pixels.count / shape.byteCount
      guard read.count == count else {
        throw .labelCount(path: labels, labels: read.count, images: count)
      }
      if let classNames, let index = read.firstIndex(where: { $0 >= classNames.count }) {
        throw .labelRange(
          path: labels, index: index, label: Int(read[index]), classCount: classNames.count)
      }
      values = read
    }
    return try Dataset(
      name: name ?? FileContents.split(images).name, shape: shape, pixels: pixels, labels: values,
      classNames: classNames)
  }

  /// Reads one part of a folder with `train-...idx3...` and `t10k-...idx3...` files.
  static func readIDXFolder(
    _ folder: String, names: [String], split: DatasetSplit
  ) throws(DatasetError) -> Dataset {
    let prefixes = split == .train ? ["train"] : ["t10k", "test"]
    func first(_ marker: String) -> String? {
      names.first { name in
        name.contains(marker) && prefixes.contains { name.hasPrefix($0) }
      }
    }
    guard let images = first("idx3") else {
      throw .absentSplit(
        path: folder, split: split, expected: "a file \(prefixes[0])-...idx3...",
        found: names.filter { $0.contains("idx3") })
    }
    let folderName = FileContents.split(folder).name
    return try readIDX(
      images: FileContents.join(folder, images),
      labels: first("idx1").map { FileContents.join(folder, $0) },
      name: "\(folderName)/\(split.rawValue)",
      classNames: folderName.contains("fashion") ? fashionClassNames : nil)
  }

  /// Classes of Fashion-MNIST, as its authors list them.
  private static let fashionClassNames = [
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
    "Ankle boot",
  ]
}
