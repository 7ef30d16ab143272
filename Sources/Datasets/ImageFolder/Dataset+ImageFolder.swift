extension Dataset {
  /// Reads a folder of PNG, PGM and PPM images of one size.
  ///
  /// With images in the folder itself there are no labels. Otherwise every sub-folder is a class:
  /// the first by name is class 0. Images of a folder come sorted by name; other files and hidden
  /// ones are left alone. Samples are brought to 8 bits, transparency onto black.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - name: What reports call the dataset; the name of the folder if nil.
  /// - Throws: `DatasetError` naming the file, what was found and what was expected.
  public static func readImageFolder(
    _ path: String, name: String? = nil
  ) throws(DatasetError) -> Dataset {
    let names = try FileContents.list(path)
    let folders = names.filter { FileContents.isFolder(FileContents.join(path, $0)) }
    let hasImages = names.contains { DecodedImage.isImage($0) && !folders.contains($0) }
    let collected = name ?? FileContents.split(path).name
    let classFolder = hasImages ? firstWithImages(folders, in: path) : folders.first
    guard let classFolder else {
      var images = ImageCollector()
      try images.append(folder: path, names: names.filter { !folders.contains($0) })
      return try images.dataset(name: collected, path: path, isLabelled: false)
    }
    if hasImages { throw .mixedFolder(path: path, folder: classFolder) }
    guard folders.count <= 256 else { throw .tooManyClasses(path: path, count: folders.count) }
    var images = ImageCollector()
    for (label, folder) in folders.enumerated() {
      let inner = FileContents.join(path, folder)
      try images.append(
        folder: inner, names: FileContents.list(inner), label: UInt8(truncatingIfNeeded: label))
    }
    return try images.dataset(
      name: collected, path: path, isLabelled: true, classNames: folders)
  }

  private static func firstWithImages(_ folders: [String], in path: String) -> String? {
    folders.first { folder in
      let names = try? FileContents.list(FileContents.join(path, folder))
      return names?.contains { DecodedImage.isImage($0) } ?? false
    }
  }
}

/// Images of one shape gathered file by file.
private struct ImageCollector {
  private var shape: ImageShape?
  private var first = ""
  private var pixels: [UInt8] = []
  private var labels: [UInt8] = []

  mutating func append(
    folder: String, names: [String], label: UInt8 = 0
  ) throws(DatasetError) {
    let images = names.filter { DecodedImage.isImage($0) }
    guard !images.isEmpty else { throw .folderWithoutImages(path: folder) }
    for name in images {
      let path = FileContents.join(folder, name)
      let image = try DecodedImage(FileContents.read(path), path: path)
      if let shape, image.shape != shape {
        throw .mixedSizes(path: path, found: image.shape, expected: shape, first: first)
      }
      if shape == nil {
        shape = image.shape
        first = path
      }
      pixels.append(planarFrom: image.interleaved[...], shape: image.shape)
      labels.append(label)
    }
  }

  func dataset(
    name: String, path: String, isLabelled: Bool, classNames: [String]? = nil
  ) throws(DatasetError) -> Dataset {
    guard let shape else { throw .folderWithoutImages(path: path) }
    return try Dataset(
      name: name, shape: shape, pixels: pixels, labels: isLabelled ? labels : nil,
      classNames: classNames)
  }
}

extension DatasetError {
  fileprivate static func folderWithoutImages(path: String) -> DatasetError {
    DatasetError(
      .empty, path: path, found: "a folder without images",
      expected: "files named .png, .pgm, .ppm or .pnm", fix: "add images or pass another folder")
  }

  fileprivate static func mixedFolder(path: String, folder: String) -> DatasetError {
    DatasetError(
      .mismatch, path: path, found: "images beside the sub-folder \(folder)",
      expected: "either images or a sub-folder for each class",
      fix: "move the images into a sub-folder or the sub-folder away")
  }

  fileprivate static func tooManyClasses(path: String, count: Int) -> DatasetError {
    DatasetError(
      .unsupported, path: path, found: "\(count) sub-folders", expected: "at most 256 classes",
      fix: "pass a folder with fewer classes")
  }

  fileprivate static func mixedSizes(
    path: String, found: ImageShape, expected: ImageShape, first: String
  ) -> DatasetError {
    DatasetError(
      .mismatch, path: path, found: "an image of \(found)",
      expected: "\(expected) as in \(first)", fix: "bring all images to one size and colour mode")
  }
}
