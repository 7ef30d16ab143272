import Foundation

/// Tells how far long work is, on standard error: a bar that redraws itself on a terminal, a line
/// every tenth elsewhere.
public final class ProgressReporter {
  private let isTerminal: Bool
  private let isEnabled: Bool
  private let write: (String) -> Void
  private var lastTenth = -1
  private var lastLabel = ""
  private var hasBar = false

  /// Creates a reporter.
  ///
  /// - Parameter isEnabled: `false` for a reporter that stays silent.
  public convenience init(isEnabled: Bool = true) {
    self.init(isEnabled: isEnabled, isTerminal: isatty(STDERR_FILENO) == 1) {
      FileHandle.standardError.write(Data($0.utf8))
    }
  }

  /// Creates a reporter that writes elsewhere.
  init(isEnabled: Bool, isTerminal: Bool, write: @escaping (String) -> Void) {
    self.isEnabled = isEnabled
    self.isTerminal = isTerminal
    self.write = write
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
    let tenth = Int(Self.clamped(share) * 10)
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
    let share = clamped(share)
    let percent = String(Int(share * 100))
    let number = String(repeating: " ", count: 3 - percent.count) + percent
    guard isTerminal else { return "\(label): \(number) %" }
    let filled = Int(share * 30)
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
    return "[\(bar)] \(number) %  \(label)"
  }

  private static func clamped(_ share: Double) -> Double {
    share.isNaN ? 0 : min(1, max(0, share))
  }
}
