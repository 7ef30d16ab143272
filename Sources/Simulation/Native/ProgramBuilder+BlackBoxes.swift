import HDL

extension ProgramBuilder {
  /// What an output of a black box depends on within a cycle.
  func boxInputs(of node: Int32) -> [Int32] {
    let scope = flat.scopes[Int(flat.scopeOf[Int(node)])]
    let module = flat.modules[scope.module]
    guard let box = module.blackBox,
      let port = module.ports.firstIndex(where: { $0.node == node - scope.firstNode })
    else { return [] }
    return box.inputsOfOutput[port].map {
      flat.source[Int(scope.firstNode + module.ports[$0].node)]
    }
  }

  /// Which box computes an output node, and as which port.
  func boxCall(_ node: Int32) -> (box: Int, port: Int) {
    let scopeIndex = Int(flat.scopeOf[Int(node)])
    let scope = flat.scopes[scopeIndex]
    let module = flat.modules[scope.module]
    let box = flat.scopes[..<scopeIndex].count { flat.modules[$0.module].blackBox != nil }
    return (box, module.ports.firstIndex { $0.node == node - scope.firstNode } ?? 0)
  }

  /// Makes the black boxes, in order of their scopes, once every slot is known.
  mutating func connectBoxes() {
    var paths: [String] = []
    for scope in flat.scopes {
      let above = scope.parent < 0 ? "" : paths[scope.parent]
      // The top's own name is not part of a path.
      let name = scope.parent < 0 ? "" : scope.name
      paths.append(above.isEmpty ? name : "\(above).\(name)")
      let module = flat.modules[scope.module]
      guard let box = module.blackBox else { continue }
      let slots = module.ports.map { port -> Int32 in
        self.slots[Int(flat.source[Int(scope.firstNode + port.node)])]
      }
      program.boxes.append(
        NativeBlackBox(module, box.box, path: paths[paths.count - 1], slots: slots))
    }
  }
}
