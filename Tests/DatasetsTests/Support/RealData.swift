import Foundation

/// The folder of real images: `NMS_DATA`, or `shared/data` beside the package.
///
/// Where CI runs, it has to be there; elsewhere the tests that need it are skipped by name.
enum RealData {
  static let folder: String =
    ProcessInfo.processInfo.environment["NMS_DATA"].flatMap { $0.isEmpty ? nil : $0 }
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("shared/data").path

  static let isReadable = FileManager.default.isReadableFile(atPath: folder + "/fashion-mnist")

  /// Whether tests of real images run; without the folder they run in CI only, to fail there.
  static let isExpected = isReadable || ProcessInfo.processInfo.environment["CI"] != nil

  /// The full reason when the folder is needed and absent.
  static let absence = "CI needs the real images, and the folder \(folder) cannot be read"
}
