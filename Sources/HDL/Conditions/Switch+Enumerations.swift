extension SwitchCases {
  /// Statements that count while the selector has the raw value of one of `choices`; each stands in
  /// one case.
  ///
  /// ```swift
  /// enum Opcode: Int { case load = 0x03, store = 0x23 }
  ///
  /// module.switch(opcode) {
  ///   $0.case(Opcode.load, Opcode.store) { usesMemory.set(to: 1) }
  ///   $0.default { usesMemory.set(to: 0) }
  /// }
  /// ```
  public func `case`<Choice: RawRepresentable<Int>>(
    _ choices: Choice..., fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column, _ body: () -> Void
  ) {
    `case`(
      choices.map(\.rawValue), fileID: fileID, line: line, column: column, body)
  }
}
