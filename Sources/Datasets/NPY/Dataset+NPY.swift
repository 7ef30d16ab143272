extension Dataset {
  /// Reads images, and labels if given, from NumPy array files (versions 1 to 3, C order).
  ///
  /// Images are `uint8` of shape (n, d), taken as one row each; (n, h, w), grey; or (n, h, w, c)
  /// with 1 to 4 channels, which are brought into planes. Labels are integers 0 to 255 of shape (n).
  ///
  /// - Parameters:
  ///   - images: Path of the images' `.npy` file.
  ///   - labels: Path of the labels' `.npy` file.
  ///   - name: What reports call the dataset; the name of the image file if nil.
  /// - Throws: `DatasetError` naming the file, what was found and what was expected.
  public static func readNPY(
    images: String, labels: String? = nil, name: String? = nil
  ) throws(DatasetError) -> Dataset {
    let (shape, pixels) = try NPYFile.images(FileContents.read(images), path: images)
    var values: [UInt8]?
    if let labels {
      let read = try NPYFile.labels(FileContents.read(labels), path: labels)
      let count = pixels.count / shape.byteCount
      guard read.count == count else {
        throw .labelCount(path: labels, labels: read.count, images: count)
      }
      values = read
    }
    return try Dataset(
      name: name ?? FileContents.split(images).name, shape: shape, pixels: pixels, labels: values)
  }
}
