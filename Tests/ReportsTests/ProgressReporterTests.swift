import Testing

@testable import Reports

@Suite("ProgressReporter")
struct ProgressReporterTests {
  /// What a reporter writes, piece by piece.
  private final class Log {
    var pieces: [String] = []

    func reporter(isEnabled: Bool = true, isTerminal: Bool) -> ProgressReporter {
      ProgressReporter(isEnabled: isEnabled, isTerminal: isTerminal) { [self] in pieces.append($0) }
    }
  }

  @Test(
    "a line gives label and percent",
    arguments: [
      (0, "digits:   0 %"), (0.099, "digits:   9 %"), (0.5, "digits:  50 %"),
      (0.999, "digits:  99 %"), (1, "digits: 100 %"), (1.5, "digits: 100 %"),
      (-1, "digits:   0 %"), (.nan, "digits:   0 %"), (.infinity, "digits: 100 %"),
    ] as [(Double, String)])
  func plainLine(share: Double, text: String) {
    #expect(ProgressReporter.line(share, "digits", isTerminal: false) == text)
  }

  @Test(
    "a bar has thirty places",
    arguments: [
      (0, "[..............................]   0 %  digits"),
      (0.5, "[###############...............]  50 %  digits"),
      (0.99, "[#############################.]  99 %  digits"),
      (1, "[##############################] 100 %  digits"),
      (.nan, "[..............................]   0 %  digits"),
    ] as [(Double, String)])
  func bar(share: Double, text: String) {
    #expect(ProgressReporter.line(share, "digits", isTerminal: true) == text)
  }

  @Test("without a terminal there is one line a tenth and label, and nothing to remove at the end")
  func plainLines() {
    let log = Log()
    let reporter = log.reporter(isTerminal: false)
    for step in 0...20 { reporter.update(Double(step) / 40, "first") }
    reporter.update(0.5, "second")
    reporter.update(.nan, "second")
    reporter.finish()
    #expect(
      log.pieces == [
        "first:   0 %\n", "first:  10 %\n", "first:  20 %\n", "first:  30 %\n", "first:  40 %\n",
        "first:  50 %\n", "second:  50 %\n", "second:   0 %\n",
      ])
  }

  @Test("on a terminal every update redraws the line and the end clears it once")
  func redrawing() {
    let log = Log()
    let reporter = log.reporter(isTerminal: true)
    reporter.update(0, "a")
    reporter.update(0.01, "a")
    reporter.finish()
    reporter.finish()
    #expect(
      log.pieces == [
        "\r\u{1b}[K[..............................]   0 %  a",
        "\r\u{1b}[K[..............................]   1 %  a", "\r\u{1b}[K",
      ])
  }

  @Test("a silent reporter writes nothing", arguments: [true, false])
  func silence(isTerminal: Bool) {
    let log = Log()
    let reporter = log.reporter(isEnabled: false, isTerminal: isTerminal)
    reporter.update(0.5, "a")
    reporter.finish()
    #expect(log.pieces.isEmpty)
  }
}
