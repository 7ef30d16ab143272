/// A value as it was some cycles ago.
public struct Past<Value: HardwareValue> {
  /// The earlier value; meaningless while `isValid` is 0.
  public let value: Value
  /// Whether so many cycles have passed since reset.
  public let isValid: Bit
}

extension ModuleBuilder {
  /// A value as it was some cycles ago, for properties that speak of more than one cycle.
  ///
  /// ```swift
  /// let last = module.past(count)
  /// module.assert("countsUp", count .== last.value .&+ 1, when: last.isValid)
  /// ```
  ///
  /// - Parameters:
  ///   - value: Any value of this module.
  ///   - cycles: How long ago, 1 to 1,024; costs so many registers, which synthesis does not see
  ///     where only properties read them.
  ///   - name: Stem of the registers' names; by default the value's name, `past` without one.
  public func past<Value: HardwareValue>(
    _ value: Value, cycles: Int = 1, named name: String? = nil, fileID: StaticString = #fileID,
    line: UInt32 = #line, column: UInt32 = #column
  ) -> Past<Value> {
    let location = locate(fileID, line, column)
    if cycles < 1 || cycles > 1024 {
      report(
        .literalOutOfRange, "a past value is \(cycles) cycles old", location,
        fix: "ask for 1 to 1024 cycles")
    }
    guard cycles >= 1, cycles <= 1024, let node = adopt(value.signal, location) else {
      excuse([value.signal])
      return Past(
        value: Value(self, placeholder(value.bitWidth, location), value.shape),
        isValid: Bit(self, placeholder(1, location)))
    }
    let stem = name ?? graph.name(of: node)
    var delayed = node
    var valid = constant(1, width: 1, location: location)
    for age in 1...cycles {
      func label(_ what: String) -> String {
        let base = stem.map { "\($0)_\(what)" } ?? what
        return cycles == 1 ? base : "\(base)_\(age)"
      }
      delayed = stage(delayed, label("past"), reset: false, location)
      valid = stage(valid, label("pastValid"), reset: true, location)
    }
    return Past(value: Value(self, delayed, value.shape), isValid: Bit(self, valid))
  }

  /// A value that is chosen once and never changes: a proof holds for every choice, a simulation
  /// takes 0.
  ///
  /// It lets a proof follow one payload, tagged with an arbitrary value, instead of all of them.
  ///
  /// - Parameters:
  ///   - name: Name of the register that holds it.
  ///   - shape: Type and width.
  public func anyConstant<Value: HardwareValue>(
    _ name: String, _ shape: Shape<Value>, fileID: StaticString = #fileID, line: UInt32 = #line,
    column: UInt32 = #column
  ) -> Value {
    let value = register(name, shape, fileID: fileID, line: line, column: column)
    value.assign(value, fileID: fileID, line: line, column: column)
    return value
  }

  /// A register that takes `value` at every edge.
  func stage(
    _ value: NodeID, _ name: String, reset isReset: Bool, _ location: Int32
  ) -> NodeID {
    let node = append(
      .register, width: graph.widths[Int(value)], payload: Int32(registers.count), [],
      location: location)
    setName(name, of: node)
    registers.append(
      ModuleGraph.Register(
        node: node, enable: Graph.none,
        resetValue: isReset ? constant(0, width: 1, location: location) : Graph.none))
    assignments.append(Assignment(target: node, low: 0, value: value, location: location, block: 0))
    return node
  }
}
