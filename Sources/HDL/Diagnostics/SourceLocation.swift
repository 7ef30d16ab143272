/// A position in the user's Swift source: module and file, line and column, both counted from 1.
///
/// The text form is `Module/File.swift:line:column`; `#fileID` rather than the full path keeps it
/// the same on every machine.
public struct SourceLocation: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The compiler's `#fileID`, for example `Accelerator/DistanceUnit.swift`.
  public let fileID: String
  /// Line, from 1.
  public let line: Int
  /// Column, from 1.
  public let column: Int

  /// Creates a location; called without arguments it names the caller's own position.
  public init(fileID: String = #fileID, line: Int = #line, column: Int = #column) {
    self.fileID = fileID
    self.line = line
    self.column = column
  }

  public var description: String { "\(fileID):\(line):\(column)" }

  public static func < (left: SourceLocation, right: SourceLocation) -> Bool {
    (left.fileID, left.line, left.column) < (right.fileID, right.line, right.column)
  }
}

/// A caller's position as it travels through the language: 16 bytes, no allocation, turned into a
/// `SourceLocation` only for a message or a line map.
///
/// Every operation that creates hardware takes one as its last argument, defaulted to the caller's
/// position; a library helper passes the one it was given on, so a message shows the user's line.
public struct CallSite: Sendable {
  let fileID: StaticString
  let line: UInt32
  let column: UInt32

  /// Captures the caller's position.
  @inlinable
  public static func here(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> CallSite {
    CallSite(fileID: fileID, line: line, column: column)
  }

  /// Creates a call site from the compiler's literals.
  @usableFromInline
  init(fileID: StaticString, line: UInt32, column: UInt32) {
    self.fileID = fileID
    self.line = line
    self.column = column
  }
}

/// The positions of one module's nodes: each distinct file name once, then eight bytes a position.
struct LocationTable {
  /// File index, line and column packed in 16, 32 and 16 bits.
  struct Entry: Hashable {
    var file: UInt16
    var column: UInt16
    var line: UInt32
  }

  private(set) var files: [StaticString] = []
  private(set) var entries: [Entry] = []
  private var lastEntry = Entry(file: .max, column: 0, line: 0)

  /// The index of a position; equal positions in a row share one.
  mutating func index(of site: CallSite) -> Int32 {
    let entry = Entry(
      file: fileIndex(of: site.fileID), column: UInt16(truncatingIfNeeded: site.column),
      line: site.line)
    if entry != lastEntry {
      entries.append(entry)
      lastEntry = entry
    }
    return Int32(entries.count - 1)
  }

  subscript(index: Int32) -> SourceLocation {
    let entry = entries[Int(index)]
    return SourceLocation(
      fileID: files[Int(entry.file)].description, line: Int(entry.line), column: Int(entry.column))
  }

  private mutating func fileIndex(of fileID: StaticString) -> UInt16 {
    // A module is described in a handful of files: a linear search over pointers is the quickest.
    if let index = files.firstIndex(where: { $0.utf8Start == fileID.utf8Start }) {
      return UInt16(index)
    }
    if let index = files.firstIndex(where: { $0.description == fileID.description }) {
      return UInt16(index)
    }
    files.append(fileID)
    return UInt16(files.count - 1)
  }
}
