import Datasets
import Foundation
import Testing

/// A temporary folder that goes with the value.
final class Scratch {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("datasets-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a name in the folder.
  func callAsFunction(_ name: String) -> String { path + "/" + name }

  /// Writes a file, and the folders above it.
  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = self(name)
    try FileManager.default.createDirectory(
      atPath: URL(fileURLWithPath: file).deletingLastPathComponent().path,
      withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

  /// Expects a `DatasetError` of the kind and with the whole sentence, in which this folder is left
  /// out of paths.
  func expect(
    _ kind: DatasetError.Kind, _ sentence: String,
    sourceLocation: SourceLocation = #_sourceLocation, from body: () throws -> Dataset
  ) {
    let error = #expect(throws: DatasetError.self, sourceLocation: sourceLocation) {
      _ = try body()
    }
    #expect(error?.kind == kind, sourceLocation: sourceLocation)
    #expect(
      error?.description.split(separator: path + "/", omittingEmptySubsequences: false).joined()
        == sentence, sourceLocation: sourceLocation)
  }
}
