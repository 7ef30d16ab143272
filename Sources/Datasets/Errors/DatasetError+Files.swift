/// Errors that any file can have.
extension DatasetError {
  static func missing(path: String) -> DatasetError {
    DatasetError(
      .missing, path: path, found: "no file or folder of this name",
      expected: "a dataset", fix: "check the path, or use digits for the embedded set")
  }

  static func unreadable(path: String) -> DatasetError {
    DatasetError(
      .unreadable, path: path, found: "no permission to read", expected: "a readable file",
      fix: "change its permissions")
  }

  static func notAFile(path: String) -> DatasetError {
    DatasetError(
      .unreadable, path: path, found: "no regular file", expected: "a file with bytes in it",
      fix: "pass the file itself")
  }

  static func notAFolder(path: String) -> DatasetError {
    DatasetError(
      .unreadable, path: path, found: "a file", expected: "a folder of images",
      fix: "pass the folder the images are in")
  }

  static func emptyFile(path: String) -> DatasetError {
    DatasetError(
      .empty, path: path, found: "0 bytes", expected: "a dataset", fix: "copy the file again")
  }

  static func fileTooLarge(path: String, byteCount: Int) -> DatasetError {
    DatasetError(
      .tooLarge, path: path, found: counted(byteCount, "byte"),
      expected: "at most \(ReadingLimits.byteCount)", fix: "split the file")
  }

  static func truncatedHeader(path: String, format: String, found: Int, needed: Int) -> DatasetError
  {
    DatasetError(
      .truncated, path: path, found: counted(found, "byte"),
      expected: "at least \(needed) for the header of \(format)",
      fix: "the file is cut short or of another kind, so copy it again")
  }

  static func truncated(path: String, found: Int, promised: Int) -> DatasetError {
    DatasetError(
      .truncated, path: path, found: "\(counted(found, "byte")) after the header",
      expected: "the \(promised) it announces",
      fix: "the file is cut short, so copy it again")
  }

  static func trailingBytes(path: String, promised: Int) -> DatasetError {
    DatasetError(
      .trailingBytes, path: path, found: "more bytes after the header",
      expected: "only the \(promised) it announces",
      fix: "the header or the copy is wrong, so get the file again")
  }

  static func tooLarge(path: String, dimensions: [Int]) -> DatasetError {
    DatasetError(
      .tooLarge, path: path,
      found: "a size of \(dimensions.map(String.init).joined(separator: " x "))",
      expected: "at most \(ReadingLimits.byteCount) bytes",
      fix: "split the file, or get it again if that is not its size")
  }

  static func zeroDimension(path: String, dimensions: [Int]) -> DatasetError {
    DatasetError(
      .empty, path: path,
      found: "a size of \(dimensions.map(String.init).joined(separator: " x "))",
      expected: "positive numbers only", fix: "write the file again with at least one image")
  }

  static func gzipTruncated(path: String) -> DatasetError {
    DatasetError(
      .truncated, path: path, found: "a gzip stream without its end",
      expected: "a complete stream", fix: "the file is cut short, so copy it again")
  }

  static func gzipCorrupt(path: String, reason: String) -> DatasetError {
    DatasetError(
      .corrupt, path: path, found: "a damaged gzip stream (\(reason))",
      expected: "a stream that passes its checks", fix: "copy the file again")
  }

  static func gzipTrailing(path: String, byteCount: Int) -> DatasetError {
    DatasetError(
      .trailingBytes, path: path,
      found: "\(counted(byteCount, "byte")) after the end of the gzip stream",
      expected: "the end of the file or another gzip stream", fix: "copy the file again")
  }
}
