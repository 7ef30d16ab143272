import HDL

/// Every memory of a flat design by its hierarchical name.
struct MemoryTable {
  struct Entry {
    /// Name below the top module, scopes joined by dots.
    var path: String
    /// Index into the program's memories.
    var memory: Int
    var bitWidth: Int
  }

  private(set) var entries: [Entry] = []
  private var index: [String: Int] = [:]

  init(flat: FlatDesign) {
    var paths: [String] = []
    var number = 0
    for scope in flat.scopes {
      let prefix = scope.parent < 0 ? "" : paths[scope.parent] + scope.name + "."
      paths.append(prefix)
      let module = flat.modules[scope.module]
      for (position, memory) in module.memories.enumerated() {
        index[prefix + memory.name] = entries.count
        entries.append(
          Entry(path: prefix + memory.name, memory: number + position, bitWidth: memory.bitWidth))
      }
      number += module.memories.count + module.tables.count
    }
  }

  func entry(_ path: String) -> Entry? { index[path].map { entries[$0] } }
}
