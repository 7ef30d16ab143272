/// The rules of the house, as functions of text: which rooms there are, and who may call whom.
struct House {
  /// Rooms from the top of the list to the bottom; an import may only point down it.
  static let order = [
    "nms", "Reports", "Verification", "Accelerator", "Fuzzing", "Formal", "Cosimulation",
    "Simulation", "Verilog", "RegisterMap", "Components", "HDL", "Selection", "Networks",
    "DESNE", "MemorySystem", "MemoryDevices", "Datasets", "Configuration", "FixedPoint",
  ]

  /// Libraries of the system and code in C, which stand below everything.
  static let foundations: Set<String> = [
    "CPNG", "CZlib", "CSimulationKernels", "CDESNEKernels", "CNetworkKernels",
  ]

  /// Whether a target stands beside the house and may look into every room: benchmarks, examples,
  /// what tests share.
  static func isBeside(_ target: String) -> Bool {
    target == "nms-bench" || target == "hdl-fuzz" || target == "TestSupport"
      || target.hasPrefix("Example") || target.hasPrefix("example-")
  }

  /// Rooms that are usable without hardware.
  static let models: Set<String> = [
    "Selection", "Networks", "DESNE", "MemorySystem", "MemoryDevices", "Datasets", "FixedPoint",
    "Configuration",
  ]

  /// The hardware language, which knows nothing of this accelerator.
  static let language: Set<String> = [
    "HDL", "Components", "RegisterMap", "Verilog", "Simulation", "Cosimulation", "Formal",
    "Fuzzing",
  ]

  /// What the design may not see: it describes hardware and computes no result in software.
  static let hiddenFromDesign: Set<String> = [
    "DESNE", "Networks", "Selection", "MemorySystem", "Verification", "Cosimulation",
    "Simulation",
  ]

  /// Rooms that see both the hardware and the model.
  static let comparers: Set<String> = ["Verification", "nms"]

  /// Why `room` may not import what it imports, a sentence a mistake.
  static func objections(to imports: [String], in room: String) -> [String] {
    guard let level = order.firstIndex(of: room) else {
      return ["\(room) is not in the list of rooms"]
    }
    var objections: [String] = []
    for name in imports where name != room {
      guard let other = order.firstIndex(of: name) else { continue }
      if other < level { objections.append("\(room) imports \(name), which stands above it") }
      if models.contains(room), other <= order.firstIndex(of: "HDL") ?? 0 {
        objections.append("\(room) imports \(name): models know nothing of hardware")
      }
      if language.contains(room), !language.contains(name), name != "FixedPoint" {
        objections.append("\(room) imports \(name): the language knows nothing of this accelerator")
      }
      if room == "Accelerator", hiddenFromDesign.contains(name) {
        objections.append("\(room) imports \(name): a design sees no model and no simulator")
      }
    }
    if imports.contains("DESNE"), imports.contains("Accelerator"), !comparers.contains(room) {
      objections.append("\(room) imports both Accelerator and DESNE, as only Verification may")
    }
    return objections
  }

  /// The modules that the text of a Swift file imports.
  static func imports(of text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      var words = line.split(separator: " ").map(String.init)
      while let first = words.first,
        ["public", "internal", "package", "private", "fileprivate"].contains(first)
          || first.hasPrefix("@")
      {
        words.removeFirst()
      }
      guard words.count >= 2, words[0] == "import" else { return nil }
      let kinds = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
      let path = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
      return path.split(separator: ".").first.map(String.init)
    }
  }

  /// The targets of a package description, in order, without tests and system libraries.
  static func targets(of manifest: String) -> [String] {
    var targets: [String] = []
    let kinds = [".target(", ".executableTarget("]
    var isWaiting = false
    for line in manifest.split(separator: "\n") {
      if kinds.contains(where: line.contains) { isWaiting = true }
      guard isWaiting, let range = line.range(of: "name: \"") else { continue }
      targets.append(String(line[range.upperBound...].prefix { $0 != "\"" }))
      isWaiting = false
    }
    return targets
  }

  /// Why the text of a Swift file under `Sources` is refused, a sentence a mistake.
  static func objections(toText text: String, path: String) -> [String] {
    var objections: [String] = []
    let lineCount = text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
    if lineCount > 600 { objections.append("\(path) has \(lineCount) lines, more than 600") }
    for word in ["fatalError" + "(", "try" + "!"] where text.contains(word) {
      objections.append("\(path) mentions \(word)")
    }
    return objections
  }
}
