package import HDL

extension ModuleGraph {
  /// The name of each node's net in the emitted Verilog; `nil` for a node written where it is used.
  package var netNames: [String?] { NetSelection(of: self).names }
}
