import Foundation

/// One Verilator on the machine: the compiled program and the run-time sources that belong to it.
struct VerilatorInstallation: Sendable, Hashable {
  /// The compiled program `verilator_bin`, never the Perl wrapper.
  var binary: String
  /// Value for `VERILATOR_ROOT`; `nil` where the variable must be unset because the program has
  /// the folder built in.
  var root: String?
  /// Folder of `verilated.h`.
  var include: String

  /// Variables for a run of `binary`.
  var environment: [String: String?] { ["VERILATOR_ROOT": root as String?] }

  /// Understands the layouts of a distribution (`bin` beside `share/verilator`) and of a source
  /// tree or Python wheel (`bin` beside `include`); `nil` for any other.
  init?(binary: String) {
    let resolved = URL(fileURLWithPath: binary).resolvingSymlinksInPath()
    let parent = resolved.deletingLastPathComponent().deletingLastPathComponent().path
    self.binary = resolved.path
    let files = FileManager.default
    if files.fileExists(atPath: parent + "/include/verilated.h") {
      root = parent
      include = parent + "/include"
    } else if files.fileExists(atPath: parent + "/share/verilator/include/verilated.h") {
      root = nil
      include = parent + "/share/verilator/include"
    } else {
      return nil
    }
  }

  /// Version a Python wheel records beside its package, because its program prints none.
  var wheelVersion: String? {
    guard let root else { return nil }
    let site = URL(fileURLWithPath: root).deletingLastPathComponent().path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: site)) ?? []
    let prefix = "verilator-"
    let suffix = ".dist-info"
    guard let name = names.first(where: { $0.hasPrefix(prefix) && $0.hasSuffix(suffix) })
    else { return nil }
    return String(name.dropFirst(prefix.count).dropLast(suffix.count))
  }

  /// Program and run-time files, by path, size and time of change.
  var identity: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: include)) ?? []
    let sources = names.sorted().filter { $0.hasSuffix(".h") || $0.hasSuffix(".cpp") }
    return ([binary] + sources.map { include + "/" + $0 }).compactMap {
      FileIdentity(path: $0)?.text
    }
  }
}
