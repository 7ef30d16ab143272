// What a library of components needs beyond the language of a design.

extension HardwareValue {
  /// The module in whose description the value was made; a function of values adds its registers,
  /// constants and diagnostics there.
  public var module: ModuleBuilder { builder }
}

extension ModuleBuilder {
  /// Reports a mistake in the use of a component, together with those of the language.
  ///
  /// The description goes on: return something of the promised type. Called in the `body` of a
  /// component without positions, the message points into the component; one made for functions
  /// passes its caller's position on.
  ///
  /// - Parameters:
  ///   - code: What kind of mistake, as a rule `parameterOutOfRange`.
  ///   - message: One sentence that names the thing, the value and what is allowed.
  ///   - fix: What to write instead.
  public func report(
    _ code: Diagnostic.Code, _ message: String, fix: String, fileID: StaticString = #fileID,
    line: UInt32 = #line, column: UInt32 = #column
  ) {
    report(code, message, locate(fileID, line, column), fix: fix)
  }

  /// A value of one bit that stands in for one that could not be made, after the mistake has been
  /// reported.
  public func placeholder<Value: HardwareValue>(
    fileID: StaticString = #fileID, line: UInt32 = #line, column: UInt32 = #column
  ) -> Value {
    Value(self, placeholder(1, locate(fileID, line, column)), Shape(bitWidth: 1))
  }
}
