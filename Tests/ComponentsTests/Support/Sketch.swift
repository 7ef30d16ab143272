import HDL

/// A module written as two closures. Sketches are told apart by name; ports are a labelled tuple.
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

/// What is said about a design: code, sentence and fix of each diagnostic, a line each.
func mistakes(in module: some Module) -> String {
  do {
    _ = try elaborate(module)
    return ""
  } catch {
    return error.diagnostics.map { "\($0.code.rawValue): \($0.message); \($0.fix)" }
      .joined(separator: "\n")
  }
}
