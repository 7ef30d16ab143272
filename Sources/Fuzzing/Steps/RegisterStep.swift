import HDL

/// A register, with or without reset and enable.
struct RegisterStep: Step {
  var type: ValueType
  /// Value after reset; `nil` for a register that reset leaves alone.
  var reset: Int?
  /// When it is loaded; `nil` for always.
  var enable: Operand?
  /// What it is loaded with, possibly made later.
  var next: Operand

  var name: String {
    "register" + (reset == nil ? "" : " with reset") + (enable == nil ? "" : " with enable")
  }
  var operands: [Operand] {
    get { (enable.map { [$0] } ?? []) + [next] }
    set {
      next = newValue.last ?? next
      if enable != nil { enable = newValue.first }
    }
  }
  var lateOperandCount: Int { 1 }
  var results: [ValueType] { [type] }
  var isDeclaration: Bool { true }
  var size: Int {
    1000 + 50 * operands.count + 2 * type.width + (reset.map { $0 == 0 ? 10 : 20 } ?? 0)
  }

  static func random(_ generator: inout Generator) -> (any Step)? {
    let type = generator.type()
    return RegisterStep(
      type: type,
      reset: generator.random.chance(60) ? generator.random.literal(in: type.literals) : nil,
      enable: generator.random.chance(50) ? generator.operand(.bit) : nil,
      next: generator.lateOperand(type))
  }

  func build(_ hardware: inout Hardware) -> [any HardwareValue] {
    let (name, module) = ("r\(hardware.node)", hardware.module)
    let enable = enable.map(hardware.bit)
    func register<Value: HardwareValue>(_ shape: Shape<Value>) -> Value {
      module.register(name, shape, reset: reset, enable: enable)
    }
    switch type.kind {
    case .uint: return [register(.uint(type.width))]
    case .sint: return [register(.sint(type.width))]
    case .bits: return [register(.bits(type.width))]
    case .bit: return [register(.bit)]
    }
  }

  func finish(_ values: [any HardwareValue], _ hardware: Hardware) {
    for value in values { hardware.assign(next, to: value) }
  }

  func write(_ code: inout SwiftCode) -> [String] {
    let name = "r\(code.node)"
    let options =
      (reset.map { ", reset: \($0)" } ?? "") + (enable.map { ", enable: \(code.text($0))" } ?? "")
    code.lines.append(
      "let \(name): \(type.typeText) = module.register(\"\(name)\", \(type.shapeText)\(options))")
    return [name]
  }

  func writeEnd(_ values: [String], _ code: inout SwiftCode) {
    for value in values { code.lines.append("\(value).assign(\(code.text(next)))") }
  }

  var reductions: [any Step] {
    var steps: [RegisterStep] = []
    func vary(_ change: (inout RegisterStep) -> Void) {
      var step = self
      change(&step)
      steps.append(step)
    }
    if enable != nil { vary { $0.enable = nil } }
    if reset != nil { vary { $0.reset = nil } }
    if reset != nil, reset != 0 { vary { $0.reset = 0 } }
    for narrow in type.narrower {
      vary {
        $0.type = narrow
        $0.next.type = narrow
        $0.reset = reset.map {
          min(max($0, narrow.literals.lowerBound), narrow.literals.upperBound)
        }
      }
    }
    return steps
  }
}
