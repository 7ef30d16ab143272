/// A position in the user's Swift source: module and file, line and column, both counted from 1.
///
/// The text form is `Module/File.swift:line:column`; `#fileID` rather than the full path keeps it
/// the same on every machine.
public struct SourceLocation: Sendable, Hashable, Codable, Comparable,
  CustomStringConvertible
{
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

  /// `Module/File.swift:line:column`.
  public var description: String { "\(fileID):\(line):\(column)" }

  /// By file, then line, then column.
  public static func < (left: SourceLocation, right: SourceLocation) -> Bool {
    (left.fileID, left.line, left.column) < (right.fileID, right.line, right.column)
  }
}

// Every operation that creates hardware ends in `fileID:line:column:`, defaulted to the caller's
// position; a library helper takes the three too and passes them on, so a message shows the user's
// line. Three, because `#line` names the caller's line only where it is itself the whole default
// value: inside a call that makes a position of the three it would name the line of that call.

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
  mutating func index(_ fileID: StaticString, _ line: UInt32, _ column: UInt32) -> Int32 {
    let entry = Entry(
      file: fileIndex(of: fileID), column: UInt16(truncatingIfNeeded: column), line: line)
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
