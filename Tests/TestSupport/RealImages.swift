public import Foundation

/// The real image sets: in `NMS_DATA`, or in `shared/data` beside the package.
///
/// Where CI runs, they have to be there; elsewhere the tests that need them are skipped by name.
public enum RealImages {
  /// The folder of all sets.
  public static let folder: String =
    ProcessInfo.processInfo.environment["NMS_DATA"].flatMap { $0.isEmpty ? nil : $0 }
    ?? Package.root.deletingLastPathComponent().appendingPathComponent("shared/data").path

  /// Whether tests of real images run; without the folder they run in CI only, to fail there.
  public static let areExpected =
    FileManager.default.isReadableFile(atPath: folder + "/fashion-mnist")
    || ProcessInfo.processInfo.environment["CI"] != nil
}

/// Where this package is.
public enum Package {
  /// The folder of `Package.swift`.
  public static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
}
