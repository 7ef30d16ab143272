import HDL

/// Every named signal of a flat design: where it is in the hierarchy and in the slots.
struct SignalTable {
  struct Entry {
    /// Scope names from the top module down.
    var scopes: [String]
    var name: String
    /// Name below the top module, scopes joined by dots.
    var path: String
    var slot: Int
    var width: Int
  }

  private(set) var entries: [Entry] = []
  private var index: [String: Int] = [:]

  init(flat: FlatDesign, slotOf: [Int32]) {
    var scopeNames: [[String]] = []
    for scope in flat.scopes {
      let names = (scope.parent < 0 ? [] : scopeNames[scope.parent]) + [scope.name]
      scopeNames.append(names)
      let module = flat.modules[scope.module]
      for (local, name) in module.nodeNames.enumerated() {
        let node = Int(scope.firstNode) + local
        guard let name, slotOf[node] >= 0 else { continue }
        let path = (names.dropFirst() + [name]).joined(separator: ".")
        index[path] = entries.count
        entries.append(
          Entry(
            scopes: names, name: name, path: path, slot: Int(slotOf[node]),
            width: Int(module.graph.widths[local])))
      }
    }
  }

  func entry(_ path: String) -> Entry? { index[path].map { entries[$0] } }
}
