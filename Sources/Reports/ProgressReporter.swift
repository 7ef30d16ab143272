import Foundation

/// Tells how far long work is, on standard error: a bar that redraws itself on a terminal, a line
/// every tenth elsewhere.
public final class ProgressReporter {
  private let isTerminal: Bool
  private let isEnabled: Bool
  private var lastTenth = -1
  private var lastLabel = ""
  private var hasBar = false

  /// Creates a reporter.
  ///
  /// - Parameter isEnabled: `false` for a reporter that stays silent.
  public init(isEnabled: Bool = true) {
    self.isEnabled = isEnabled
    isTerminal = isatty(2) == 1
  }

  /// Shows a share of the work between 0 and 1.
  public func update(_ share: Double, _ label: String) {
    guard isEnabled else { return }
    let text = Self.line(share, label, isTerminal: isTerminal)
    if isTerminal {
      hasBar = true
      write("\r\u{1b}[K" + text)
      return
    }
    let tenth = Int(min(1, max(0, share)) * 10)
    guard tenth != lastTenth || label != lastLabel else { return }
    lastTenth = tenth
    lastLabel = label
    write(text + "\n")
  }

  /// Removes the bar, so that results stand on a clean line.
  public func finish() {
    guard hasBar else { return }
    hasBar = false
    write("\r\u{1b}[K")
  }

  /// The text of one update.
  static func line(_ share: Double, _ label: String, isTerminal: Bool) -> String {
    let clamped = min(1, max(0, share.isNaN ? 0 : share))
    let percent = String(Int(clamped * 100))
    let number = String(repeating: " ", count: 3 - percent.count) + percent
    guard isTerminal else { return "\(label): \(number) %" }
    let filled = Int(clamped * 30)
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
    return "[\(bar)] \(number) %  \(label)"
  }

  private func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
