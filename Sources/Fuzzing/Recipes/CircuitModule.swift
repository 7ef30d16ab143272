public import HDL

/// A recipe as a module of the language.
public struct CircuitModule: Module {
  /// What is built.
  public let recipe: Recipe
  /// Name of the Verilog module.
  public let moduleName: String

  /// A module of some name.
  public init(_ recipe: Recipe, named moduleName: String = "Circuit") {
    self.recipe = recipe
    self.moduleName = moduleName
  }

  /// Ports that are named after the nodes: `in3`, `out17`.
  public struct Ports: CustomReflectable {
    var inputs: [(name: String, value: any HardwareValue)] = []
    var outputs: [(name: String, value: any HardwareValue)] = []

    /// The ports under their names.
    public var customMirror: Mirror {
      Mirror(self, children: (inputs + outputs).map { (label: $0.name, value: $0.value) })
    }
  }

  /// Inputs first, then outputs, in order of their nodes.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      inputs: recipe.inputs.map { ("in\($0.id)", declare.port($0.type, isInput: true)) },
      outputs: recipe.ends.outputs.map {
        ($0.id.outputName, declare.port($0.type, isInput: false))
      })
  }

  /// Builds the nodes in order, then what reads later ones, then the outputs.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    var hardware = Hardware(module, moduleName: moduleName)
    for (input, port) in zip(recipe.inputs, ports.inputs) {
      hardware.values[ValueID(input.id)] = port.value
    }
    var made: [[any HardwareValue]] = []
    for node in recipe.nodes {
      hardware.node = node.id
      var values = node.step.base.build(&hardware)
      if node.isNamed, values.count == 1, !node.step.base.isDeclaration {
        values = values.map { $0.named("v\(node.id)") }
      }
      made.append(values)
      for (result, value) in values.enumerated() {
        hardware.values[ValueID(node.id, result)] = value
      }
    }
    for (node, values) in zip(recipe.nodes, made) {
      hardware.node = node.id
      node.step.base.finish(values, hardware)
    }
    let ends = recipe.ends
    for (output, port) in zip(ends.outputs, ports.outputs) {
      hardware.assign(Operand(output.id, as: output.type), to: port.value)
    }
    for value in ends.ignored.sorted(by: { ($0.node, $0.result) < ($1.node, $1.result) }) {
      hardware.values[value]?.ignore()
    }
  }
}

extension PortDeclarer {
  /// A port of any type.
  func port(_ type: ValueType, isInput: Bool) -> any HardwareValue {
    func declared<Value>(_ shape: Shape<Value>) -> Value { isInput ? input(shape) : output(shape) }
    switch type.kind {
    case .uint: return declared(.uint(type.width))
    case .sint: return declared(.sint(type.width))
    case .bits: return declared(.bits(type.width))
    case .bit: return declared(.bit)
    }
  }
}

/// Many circuits side by side, so that one build of every tool serves all of them.
struct Batch: Module {
  /// The circuits and their numbers in the campaign.
  let circuits: [NumberedRecipe]

  let moduleName = "Batch"

  struct Ports: CustomReflectable {
    var circuits: [(number: Int, ports: CircuitModule.Ports)]

    var customMirror: Mirror {
      Mirror(self, children: circuits.map { (label: "c\($0.number)", value: $0.ports) })
    }
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(circuits: circuits.map { ($0.number, $0.module.ports(declare)) })
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let hardware = Hardware(module, moduleName: moduleName)
    for (circuit, outer) in zip(circuits, ports.circuits) {
      let inner = module.instance(circuit.module, named: "u\(circuit.number)")
      for (inside, outside) in zip(inner.inputs, outer.ports.inputs) {
        hardware.connect(outside.value, to: inside.value)
      }
      for (inside, outside) in zip(inner.outputs, outer.ports.outputs) {
        hardware.connect(inside.value, to: outside.value)
      }
    }
  }
}

/// A circuit and its number in the campaign.
struct NumberedRecipe: Hashable, Sendable {
  /// Tells it from others of its batch.
  var number: Int
  var recipe: Recipe
  /// Number that its stimulus derives from.
  var stimulus: Int

  var module: CircuitModule { CircuitModule(recipe, named: "Circuit\(number)") }
}

extension Hardware {
  /// Drives a target with a value of the same type.
  func connect(_ value: any HardwareValue, to target: any HardwareValue) {
    switch (target, value) {
    case (let target as UInt, let value as UInt): target.assign(value)
    case (let target as SInt, let value as SInt): target.assign(value)
    case (let target as Bits, let value as Bits): target.assign(value)
    case (let target as Bit, let value as Bit): target.assign(value)
    default: break
    }
  }
}
