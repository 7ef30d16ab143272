/// Errors of the contents, whatever the format: images, labels, classes, splits.
extension DatasetError {
  static func noImages(path: String) -> DatasetError {
    DatasetError(
      .empty, path: path, found: "no image", expected: "at least one",
      fix: "choose images that exist")
  }

  static func partialImage(path: String, byteCount: Int, imageByteCount: Int) -> DatasetError {
    DatasetError(
      .mismatch, path: path, found: counted(byteCount, "byte"),
      expected: "a multiple of the \(imageByteCount) of an image", fix: "check the shape")
  }

  static func labelCount(path: String, labels: Int, images: Int) -> DatasetError {
    DatasetError(
      .mismatch, path: path, found: counted(labels, "label"),
      expected: "one for each of \(counted(images, "image"))",
      fix: "pass the labels that belong to these images")
  }

  static func labelRange(path: String, index: Int, label: Int, classCount: Int) -> DatasetError {
    DatasetError(
      .mismatch, path: path, found: "label \(label) at image \(index)",
      expected: "0 to \(classCount - 1)", fix: "check that the file has the expected kind")
  }

  static func unlabelled(path: String, label: Int) -> DatasetError {
    DatasetError(
      .notApplicable, path: path, found: "no labels",
      expected: "labels to choose class \(label) by",
      fix: "pass a label file or leave the class out")
  }

  static func absentClass(path: String, label: Int, classes: [Int]) -> DatasetError {
    DatasetError(
      .notApplicable, path: path, found: "no image of class \(label)",
      expected: "one of \(classes.map(String.init).joined(separator: ", "))",
      fix: "choose one of these")
  }

  static func noSplits(path: String, split: DatasetSplit) -> DatasetError {
    DatasetError(
      .notApplicable, path: path, found: "one set without parts",
      expected: "separate train and test files to choose \(split.rawValue) from",
      fix: "leave the split out")
  }

  static func absentSplit(
    path: String, split: DatasetSplit, expected: String, found: [String]
  ) -> DatasetError {
    DatasetError(
      .missing, path: path, found: "only \(found.joined(separator: ", "))",
      expected: "\(expected) for the split \(split.rawValue)",
      fix: "choose the other split or add the file")
  }

  static func unknownKind(path: String) -> DatasetError {
    DatasetError(
      .wrongFormat, path: path, found: "a file of unknown kind",
      expected: "a name with .npy, .bin, or idx3", fix: "rename the file or pass its folder")
  }
}
