import FixedPoint

// Formats are checked here: of shapes that cannot be, of assignments, of constants.
extension ModuleBuilder {
  func checkShape<Value>(
    _ shape: Shape<Value>, _ what: @autoclosure () -> String, _ location: Int32
  ) -> Bool {
    guard let error = shape.formatError else {
      return checkWidth(shape.bitWidth, what(), location)
    }
    report(error, of: what(), location)
    return false
  }

  /// Reports a format that cannot be.
  func report(_ error: FixedPointError, of what: String, _ location: Int32) {
    let (problem, fix) = error.clauses
    reportOperation(.impossibleFormat, "\(what): \(problem)", location, fix: fix)
  }

  /// Whether a target of a value's format takes it as it is; reports it otherwise.
  func checkFormat<Value: HardwareValue>(
    of value: Value, for target: Value, _ location: Int32
  ) -> Bool {
    // Of values of other modules the assignment itself tells.
    guard target.builder === self, value.builder === self else { return true }
    let isTaken = checkFormat(
      of: value, for: target.shape, describe(target.node), location,
      notes: [declarationNote(target.node)])
    if !isTaken { excuse([], target: target.node) }
    return isTaken
  }

  /// The same for a place with a shape, such as a word of a memory.
  func checkFormat<Value: HardwareValue>(
    of value: Value, for shape: Shape<Value>, _ what: @autoclosure () -> String,
    _ location: Int32, notes: [Diagnostic.Note] = []
  ) -> Bool {
    guard let target = shape.format, let source = value.shape.format, value.builder === self,
      !target.hasSameBits(as: source)
    else { return true }
    excuse([value.signal])
    let isExact = target.contains(source)
    report(
      .formatMismatch,
      "\(what()) is \(target) and cannot take \(describe(value.node)), \(source)", location,
      notes: notes,
      fix: isExact
        ? "write `.exactly(in:)` with the format of the target, which loses nothing"
        : "write `.converted(to:rounding:overflow:)` with the format of the target")
    return false
  }

  /// A constant of a shape: in a fixed-point format the number, exactly.
  func literal<Value>(
    _ value: Int, _ shape: Shape<Value>, what: String? = nil, location: Int32
  ) -> NodeID {
    if let format = shape.format {
      return literal(
        FixedPointValue(value), in: format, what: what ?? "the constant \(value)",
        location: location)
    }
    return literal(
      value, width: shape.bitWidth, signed: shape.isSigned, what: what, location: location)
  }

  /// A constant of a format that must hold it exactly.
  func literal(
    _ value: FixedPointValue, in format: FixedPointFormat, what: String, location: Int32
  ) -> NodeID {
    do throws(FixedPointError) {
      return integerConstant(
        try value.exactlyConverted(to: format).integer, width: format.bitWidth,
        location: location)
    } catch {
      return reportLiteral(error, in: format, what: what, location: location)
    }
  }

  /// The same of a number; a rounding that is named may change it.
  func literal(
    _ number: Double, in format: FixedPointFormat, rounding: RoundingMode? = nil,
    canRound: Bool = false, what: String, location: Int32
  ) -> NodeID {
    do throws(FixedPointError) {
      let conversion = try FixedPointValue.converting(
        number, to: format, rounding: rounding ?? .floor, overflow: .error)
      if rounding == nil, conversion.flags.contains(.inexact) {
        throw FixedPointError.inexact(value: "\(number)", format: format)
      }
      return integerConstant(conversion.value.integer, width: format.bitWidth, location: location)
    } catch {
      return reportLiteral(error, in: format, canRound: canRound, what: what, location: location)
    }
  }

  private func reportLiteral(
    _ error: FixedPointError, in format: FixedPointFormat, canRound: Bool = false, what: String,
    location: Int32
  ) -> NodeID {
    switch error {
    case .inexact:
      reportOperation(
        .precisionLoss,
        "\(what) is not a multiple of 2^\(format.exponent), the last place of \(format)", location,
        fix:
          "choose a multiple\(canRound ? ", name a `rounding:`" : "") or lower the exponent of the "
          + "format")
    case .overflow:
      reportOperation(
        .literalOutOfRange, "\(what) is outside \(format)", location,
        fix: "choose a number in the range or widen the format")
    default:
      let (problem, fix) = error.clauses
      reportOperation(.literalOutOfRange, "\(what): \(problem)", location, fix: fix)
    }
    return integerConstant(0, width: format.bitWidth, location: location)
  }
}

extension FixedPointFormat {
  /// Whether a value of the other format is one of this with the same bits.
  func hasSameBits(as other: FixedPointFormat) -> Bool {
    exponent == other.exponent && isSigned == other.isSigned && bitWidth == other.bitWidth
      && contains(other.minimum) && contains(other.maximum)
  }
}

extension FixedPointError {
  /// What is wrong, as a clause, and what to do.
  var clauses: (problem: String, fix: String) {
    let text = description
    let parts = text.dropLast().split(separator: ";", maxSplits: 1)
    let problem = parts[0].prefix(1).lowercased() + parts[0].dropFirst()
    return (problem, parts.count == 2 ? String(parts[1].dropFirst()) : "choose another format")
  }
}
