// Not one more `assign`: next to it, the compiler would say of a wrong operand only that there are
// no exact matches (`Tests/HDLTests/WrongCode`).
extension PlainValue {
  /// Drives a target with a constant in the target's own width.
  ///
  /// ```swift
  /// module.when(clear) { count.set(to: 0) }
  /// ```
  public func set(
    to value: Int, fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) {
    let module = builder.elaborator.current ?? builder
    let location = module.locate(fileID, line, column)
    let constant = module.literal(
      value, width: bitWidth, signed: Self.self == SInt.self, location: location)
    module.assign(
      Signal(builder: module, node: constant), to: signal, location: location)
  }
}
