/// Builds a module and everything below it, and checks all of it.
///
/// - Parameter module: The top module.
/// - Returns: The checked design: each distinct module once.
/// - Throws: `ElaborationError` with every mistake found, in every module.
public func elaborate<Top: Module>(
  _ module: Top
) throws(ElaborationError) -> Design {
  let elaborator = Elaborator()
  // A module that holds on to a value of another would otherwise keep everything alive.
  defer { elaborator.forgetModuleValues() }
  _ = elaborator.elaborate(module, requestedBy: nil, 0)
  elaborator.refuseBlackBoxAsTop()
  if !elaborator.diagnostics.isEmpty { throw ElaborationError(elaborator.diagnostics) }
  return Design(modules: elaborator.modules)
}

/// Elaborates each distinct module value once and shares modules that come out the same.
final class Elaborator {
  private(set) var modules: [ModuleGraph] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// Which inputs each output of each module depends on within a cycle.
  private(set) var summaries: [CombinationalSummary] = []
  private var finished: [AnyHashable: Int] = [:]
  private var underWay: [AnyHashable] = []
  private var structures: [UInt64: [Int]] = [:]
  private var takenNames: Set<String> = []
  /// Modules with a recursion in them or below: their connections mean nothing.
  private var unsound: Set<Int> = []
  private var buildersUnderWay: [ModuleBuilder] = []

  /// The module whose body runs at the moment.
  var current: ModuleBuilder? { buildersUnderWay.last }

  /// Deeper nesting is a module that instantiates itself with ever new parameters.
  private static let deepestNesting = 200

  /// - Returns: Index of the module; 0 after a recursion, which is reported.
  func elaborate<Child: Module>(
    _ module: Child, requestedBy parent: ModuleBuilder?, _ location: Int32
  ) -> Int {
    let key = AnyHashable(module)
    if let index = finished[key] { return index }
    let isRepeated = underWay.contains(key)
    if isRepeated || underWay.count >= Self.deepestNesting {
      parent?.report(
        .recursiveModule,
        isRepeated
          ? "module \(module.moduleName) contains itself"
          : "module \(module.moduleName) is nested more than \(Self.deepestNesting) deep",
        location,
        fix: "end the recursion with a case that has no instance")
      return 0
    }
    underWay.append(key)
    let builder = ModuleBuilder(moduleName: module.moduleName, elaborator: self)
    buildersUnderWay.append(builder)
    let ports = module.ports(PortDeclarer(builder: builder, side: .inside))
    builder.nameMembers(of: ports, prefix: "")
    for port in builder.impossiblePorts {
      let what = "port \(builder.describe(port.node))"
      if let error = port.formatError {
        builder.report(error, of: what, port.location)
      } else {
        _ = builder.checkWidth(port.width, what, port.location)
      }
    }
    let box = module as? any BlackBox
    if box == nil {
      module.body(builder, ports)
      builder.finishPipelines()
      builder.addStreamMonitors()
    }
    builder.settleLastLocations()
    buildersUnderWay.removeLast()
    underWay.removeLast()
    let index = box.map { adopt($0, builder) } ?? adopt(builder)
    finished[key] = index
    return index
  }

  private func adopt(_ builder: ModuleBuilder) -> Int {
    var module = builder.makeModuleGraph(children: modules)
    NameCheck.run(on: &module, children: modules, diagnostics: &builder.diagnostics)
    // Connections of a broken hierarchy mean nothing; the recursion itself is the message.
    let isSound =
      !builder.diagnostics.contains { $0.code == .recursiveModule }
      && module.instances.allSatisfy { !unsound.contains($0.module) }
    var summary = CombinationalSummary(inputsOfOutput: [])
    if isSound {
      builder.diagnostics += DriverCheck.run(on: &module, builder: builder)
      var order = CombinationalOrder(of: module, children: modules, summaries: summaries)
      builder.diagnostics += LoopCheck.run(
        on: module, order: order, children: modules, summaries: summaries)
      module.ignoreUnread(builder.dropped)
      builder.diagnostics += UnusedCheck.run(on: module, children: modules)
      builder.diagnostics += StateMachineCheck.run(on: module)
      if !order.cyclic.isEmpty, builder.diagnostics.isEmpty {
        PartForwarding.run(on: &module)
        order = CombinationalOrder(of: module, children: modules, summaries: summaries)
        BitSplitting.run(on: &module, loops: order.loops)
        order = CombinationalOrder(of: module, children: modules, summaries: summaries)
      }
      summary = CombinationalSummary(of: module, order: order)
      module.isAcyclic = order.cyclic.isEmpty
      module.evaluationOrder = order.nodes
    }
    diagnostics += builder.diagnostics
    let index = share(module, summary)
    if !isSound { unsound.insert(index) }
    return index
  }

  private func adopt(_ box: some BlackBox, _ builder: ModuleBuilder) -> Int {
    var module = builder.makeModuleGraph(children: modules)
    NameCheck.run(on: &module, children: modules, diagnostics: &builder.diagnostics)
    let interface = BlackBoxInterface(box, ports: module.ports)
    builder.diagnostics += BlackBoxCheck.run(on: module, interface)
    if let taken = namesake(of: module.name, interface.source) {
      builder.report(
        .duplicateName, "the name of black box \(module.name) is taken by \(taken)",
        at: module.graph.firstLocation, fix: "give one of them another `moduleName`")
    }
    takenNames.insert(module.name.lowercased())
    module.blackBox = interface
    module.evaluationOrder = (0..<NodeID(module.graph.count)).map { $0 }
    module.usesClock = !interface.clockPorts.isEmpty
    module.usesReset = !interface.resetPorts.isEmpty
    diagnostics += builder.diagnostics
    modules.append(module)
    summaries.append(CombinationalSummary(inputsOfOutput: interface.inputsOfOutput))
    return modules.count - 1
  }

  /// What else has the name of a black box, which alone cannot change its name. Other parameters of
  /// the same Verilog are no other module.
  private func namesake(of name: String, _ source: BlackBoxSource) -> String? {
    guard takenNames.contains(name.lowercased()) else { return nil }
    for module in modules where module.name.lowercased() == name.lowercased() {
      guard let other = module.blackBox else { return "a module of this design" }
      if module.name != name || other.source != source {
        return "a black box with another name or source, \(module.name)"
      }
    }
    return nil
  }

  /// A black box has no inside that could be a design.
  func refuseBlackBoxAsTop() {
    guard let top = modules.last, top.blackBox != nil, diagnostics.isEmpty else { return }
    diagnostics.append(
      Diagnostic(
        code: .unknownName, message: "black box \(top.name) cannot be the top module",
        location: top.graph.firstLocation, module: top.name, notes: [],
        fix: "instantiate it in a module"))
  }

  /// Lets go of the module values that were elaborated.
  func forgetModuleValues() { finished = [:] }

  /// The index of an equal module if there is one, else of this one, appended.
  private func share(_ module: ModuleGraph, _ summary: CombinationalSummary) -> Int {
    let hash = module.structuralHash
    for index in structures[hash, default: []] where modules[index].hasSameStructure(as: module) {
      return index
    }
    var module = module
    // A file each: names that differ in case only would be one file on some systems.
    let stem = module.name + "_" + String(hash & 0xffff_ffff, radix: 16)
    var number = 0
    while !takenNames.insert(module.name.lowercased()).inserted {
      module.name = number == 0 ? stem : "\(stem)_\(number)"
      number += 1
    }
    modules.append(module)
    summaries.append(summary)
    structures[hash, default: []].append(modules.count - 1)
    return modules.count - 1
  }
}
