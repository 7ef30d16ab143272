import HDL

/// One kind of thing a recipe can hold. A new kind is a file with a conforming type and a line in
/// `StepFamily.all`.
protocol Step: Hashable, Sendable {
  /// What the summary counts it as.
  var name: String { get }
  /// What more the summary counts.
  var traits: [String] { get }
  /// Everything it reads.
  var operands: [Operand] { get set }
  /// How many of the operands, the last ones, may name values of later nodes.
  var lateOperandCount: Int { get }
  /// The types of the values it makes.
  var results: [ValueType] { get }
  /// What one of the results depends on: all operands, unless the step says otherwise. Values with
  /// the same of the `origins` may be the same hardware.
  func operands(of result: ValueID, origins: [ValueID: ValueID]) -> [Operand]
  /// Whether the language wants every bit of its results read.
  var isDeclaration: Bool { get }
  /// Whether it reads all bits of its operands.
  var readsWholeOperands: Bool { get }
  /// How large it counts when circuits are compared.
  var size: Int { get }

  /// Makes the hardware.
  func build(_ hardware: inout Hardware) -> [any HardwareValue]
  /// Connects the late operands, once all values exist.
  func finish(_ values: [any HardwareValue], _ hardware: Hardware)
  /// Writes the Swift code of `build` and names the values it makes.
  func write(_ code: inout SwiftCode) -> [String]
  /// Writes the Swift code of `finish`.
  func writeEnd(_ values: [String], _ code: inout SwiftCode)
  /// Smaller steps that may take its place; results may be narrower, but as many.
  var reductions: [any Step] { get }
}

extension Step {
  var traits: [String] { [] }
  var lateOperandCount: Int { 0 }
  func operands(of result: ValueID, origins: [ValueID: ValueID]) -> [Operand] { operands }
  var isDeclaration: Bool { false }
  var readsWholeOperands: Bool { true }
  var reductions: [any Step] { [] }
  func finish(_ values: [any HardwareValue], _ hardware: Hardware) {}
  func writeEnd(_ values: [String], _ code: inout SwiftCode) {}

  /// Steps weigh most, then operands, then widths.
  var size: Int {
    1000 + 50 * operands.count + operands.reduce(0) { $0 + $1.type.width }
      + results.reduce(0) { $0 + $1.width }
  }
}
