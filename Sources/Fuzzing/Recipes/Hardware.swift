import HDL

/// The hardware of a recipe while it is being built.
struct Hardware {
  /// Where it is built.
  let module: ModuleBuilder
  /// Number of the node being built.
  var node = 0
  /// What has been built.
  var values: [ValueID: any HardwareValue] = [:]
  /// What nodes do once all values exist and they need their hardware's type for.
  var later: [Int: (Hardware) -> Void] = [:]
  /// Name of the Verilog module, from which those of instances derive.
  let moduleName: String

  /// Modules that are instantiated, by their recipes.
  private var children: [CircuitModule] = []

  init(_ module: ModuleBuilder, moduleName: String) {
    self.module = module
    self.moduleName = moduleName
  }

  /// The module of an instance's recipe; equal recipes share one.
  mutating func child(_ recipe: Recipe) -> CircuitModule {
    if let known = children.first(where: { $0.recipe == recipe }) { return known }
    let child = CircuitModule(recipe, named: "\(moduleName)Part\(children.count)")
    children.append(child)
    return child
  }

  func uint(_ operand: Operand) -> UInt {
    let value = values[operand.value]?.asUInt ?? module.constant(0, .uint(1))
    return operand.type.width < value.bitWidth
      ? value.truncated(to: operand.type.width) : value.extended(to: operand.type.width)
  }

  func sint(_ operand: Operand) -> SInt {
    let value = values[operand.value]?.asSInt ?? module.constant(0, .sint(1))
    return operand.type.width < value.bitWidth
      ? value.truncated(to: operand.type.width) : value.extended(to: operand.type.width)
  }

  func bits(_ operand: Operand) -> Bits { uint(operand).asBits }

  func bit(_ operand: Operand) -> Bit {
    let value: any HardwareValue = values[operand.value] ?? module.constant(0, .bit)
    return value as? Bit ?? value.asBits[0]
  }

  /// The operand in the type it is read as.
  func value(_ operand: Operand) -> any HardwareValue {
    switch operand.type.kind {
    case .uint: uint(operand)
    case .sint: sint(operand)
    case .bits: bits(operand)
    case .bit: bit(operand)
    }
  }

  /// Drives a target of the operand's type.
  func assign(_ operand: Operand, to target: any HardwareValue) {
    switch target {
    case let target as UInt: target.assign(uint(operand))
    case let target as SInt: target.assign(sint(operand))
    case let target as Bits: target.assign(bits(operand))
    case let target as Bit: target.assign(bit(operand))
    default: break
    }
  }
}
