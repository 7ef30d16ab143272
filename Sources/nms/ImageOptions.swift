import ArgumentParser
import Datasets

/// The options that choose the images of one set of points.
struct ImageOptions: ParsableArguments {
  @Option(
    help:
      "digits (embedded), or a path: IDX or CIFAR-10 folder, .npy file, folder of images.")
  var dataset = "digits"

  @Option(help: "Part of the data set: train or test.")
  var split: DatasetSplit?

  @Option(name: .customLong("class"), help: "Only images of this class.")
  var label: Int?

  @Option(
    help: """
      Number of images, from the first, up to 4096; default: 256, or as many as the unit takes.
      """)
  var count: Int?

  /// Checks the number of images.
  ///
  /// - Throws: `ValidationError` that names the range.
  func validateCount(from least: Int) throws {
    guard let count else { return }
    guard (least...4_096).contains(count) else {
      throw ValidationError("--count is \(count); choose \(least) to 4096")
    }
  }

  /// The images.
  ///
  /// - Parameter most: As many as the unit takes, for where the number was not given.
  /// - Throws: `DatasetError` for files that are missing or wrong.
  func load(upTo most: Int) throws -> Dataset {
    var images = try Dataset.open(dataset, split: split)
    if let label { images = try images.subset(class: label) }
    return images.prefix(count ?? min(256, most))
  }
}
