import HDL

/// A module written as two closures, so that a test's design stands beside what is said about it.
///
/// Sketches are told apart by name: two in one test need two names. Ports are a labelled tuple.
struct Sketch<Ports>: Module {
  let moduleName: String
  private let declare: (PortDeclarer) -> Ports
  private let describe: (ModuleBuilder, Ports) -> Void

  init(
    _ name: String = "Sketch", ports: @escaping (PortDeclarer) -> Ports,
    body: @escaping (ModuleBuilder, Ports) -> Void
  ) {
    moduleName = name
    declare = ports
    describe = body
  }

  func ports(_ declare: PortDeclarer) -> Ports { self.declare(declare) }

  func body(_ module: ModuleBuilder, _ ports: Ports) { describe(module, ports) }

  static func == (left: Sketch, right: Sketch) -> Bool { left.moduleName == right.moduleName }

  func hash(into hasher: inout Hasher) { hasher.combine(moduleName) }
}
