public import FixedPoint
public import HDL

/// A function of one number as a table of polynomials, with a proven error.
///
/// Made from a Swift closure: the builder takes the fewest segments and the narrowest coefficients
/// whose result is within the error asked for, and tries it for every input there is, in the integers
/// of the hardware.
///
/// ```swift
/// let exponential = try FunctionTable(
///   "Exp2", from: FixedPointFormat(signed: false, integerBits: 0, fractionBits: 12),
///   to: FixedPointFormat(signed: false, integerBits: 2, fractionBits: 12), maximumError: 0.75
/// ) { exp2($0) }
/// print(exponential.latency, exponential.segmentCount, exponential.maximumError)
/// ```
///
/// Area: a table of `tableBits` bits and, for degree n, n multiplications and additions.
public struct FunctionTable: Module, Sendable {
  /// Name of the module.
  public let moduleName: String
  /// What `x` stands for.
  public let input: FixedPointFormat
  /// What `y` stands for.
  public let output: FixedPointFormat
  /// Whether there are registers behind the table and behind each addition.
  public let isPipelined: Bool
  /// The largest distance between `y` and the function over all inputs, in units of the output's last
  /// place. The function's own values count as exact: what a `Double` lacks is not in it.
  public let maximumError: Double
  let polynomial: PiecewisePolynomial

  /// The most inputs there may be, all of which are tried.
  public static let largestInputCount = 1 << 20
  /// The widest output in bits.
  public static let widestOutput = 32
  /// The degrees of the polynomials: 0 for a table of values, 1 for lines, 2 for parabolas.
  public static let degrees = 0...2
  /// The most segments that are tried, as a power of two.
  static let mostSegmentBits = 14

  /// Builds the table of a function.
  ///
  /// - Parameters:
  ///   - moduleName: Name of the module.
  ///   - input: Range and last place of the input; at most 2^20 values.
  ///   - output: Range and last place of the output, at most 32 bits. Results beyond its range are
  ///     limited to it, which counts as error.
  ///   - maximumError: The error allowed in units of the output's last place, at least 0.5.
  ///   - degree: The highest power of the polynomials; one multiplication each.
  ///   - isPipelined: Whether `y` comes `degree + 1` cycles later, or within the cycle.
  ///   - function: Takes and gives numbers, not integers of the formats. It is called at the inputs
  ///     and between them.
  /// - Throws: `FunctionTableError`.
  public init(
    _ moduleName: String, from input: FixedPointFormat, to output: FixedPointFormat,
    maximumError: Double = 1, degree: Int = 1, isPipelined: Bool = true,
    _ function: (Double) -> Double
  ) throws(FunctionTableError) {
    let fitted = try Self.fit(
      moduleName, from: input, to: output, maximumError: maximumError, degree: degree, function)
    self.moduleName = moduleName
    self.input = input
    self.output = output
    self.isPipelined = isPipelined
    self.maximumError = fitted.error
    polynomial = fitted.polynomial
  }

  /// Cycles from `x` to `y` in which `enable` is 1: none, or one behind the table and one for each
  /// power.
  public var latency: Int { isPipelined ? polynomial.degree + 1 : 0 }

  /// Number of segments.
  public var segmentCount: Int { polynomial.segmentCount }

  /// Bits of all coefficients.
  public var tableBits: Int { polynomial.tableBits }

  /// The integer of the output for an integer of the input, as the hardware computes it.
  ///
  /// - Precondition: the input's format contains it.
  public func value(at integer: Int) -> Int {
    let value = polynomial.value(at: integer - Int(input.minimum))
    return min(max(value, Int(output.minimum)), Int(output.maximum))
  }

  /// A number in, the function out.
  public struct Ports {
    /// The registers move on; there is none without registers.
    public let enable: Bit?
    /// A number of the input format. For bits outside its range the result has no meaning.
    public let x: Fixed
    /// The function of it, in the output format.
    public let y: Fixed
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      enable: isPipelined ? declare.input(.bit) : nil,
      x: declare.input(.fixed(input)), y: declare.output(.fixed(output)))
  }

  /// Describes the tables and Horner's rule.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let (segment, offset) = split(ports.x.asUInt)
    /// A value one cycle later, where there are registers.
    func stage<Value: HardwareValue>(_ name: String, _ value: Value) -> Value {
      guard isPipelined else { return value }
      return module.delayed(value, named: name, by: 1, enable: ports.enable)
    }
    var pending = polynomial.coefficients.enumerated().map { power, values in
      Coefficient(values, at: segment, named: "c\(power)", in: module)
    }
    guard polynomial.degree > 0, var offset else {
      // A table of values: the whole segment has the same.
      offset?.ignore()
      ports.y.assign(stage("result", limited(pending[0].value)).asFixed(output))
      return
    }
    pending = pending.map { $0.delayed(1, stage) }
    offset = stage("offset_1", offset)
    var sum = pending.removeLast().value
    for power in (0..<polynomial.degree).reversed() {
      let product = (sum .* offset.signed()) .>> polynomial.shifts[power]
      sum = narrowed(
        product .+ pending.removeLast().value, to: polynomial.sumRanges[power])
      if power == 0 { break }
      sum = stage("sum\(power)", sum)
      // What is needed later waits.
      let cycle = polynomial.degree - power + 1
      offset = stage("offset_\(cycle)", offset)
      pending = pending.map { $0.delayed(cycle, stage) }
    }
    ports.y.assign(stage("result", limited(sum)).asFixed(output))
  }

  /// The segment and the offset in it; the offset is missing where a segment has one input, the
  /// segment where there is only one.
  private func split(_ x: UInt) -> (segment: UInt?, offset: UInt?) {
    let count = Int(input.maximum - input.minimum)
    let width = addressBits(count + 1)
    // The difference has no more bits than the range, so only the low bits of both count.
    let low = x.truncated(to: width)
    let first = Int(input.minimum & ((1 << Int128(width)) - 1))
    let position = first == 0 ? low : (low .&- first).named("position")
    if x.bitWidth > width { x[width..<x.bitWidth].ignore() }
    if width == polynomial.offsetBits { return (nil, position) }
    if polynomial.offsetBits == 0 { return (position, nil) }
    return (
      position[polynomial.offsetBits..<width], position.truncated(to: polynomial.offsetBits)
    )
  }

  /// A sum in the bits that its values take.
  private func narrowed(_ value: SInt, to range: ClosedRange<Int>) -> SInt {
    let shape = CoefficientShape(holding: range)
    let width = shape.bitWidth + (shape.isSigned ? 0 : 1)
    return width < value.bitWidth ? value.truncated(to: width) : value
  }

  /// The last sum without guard bits, within the range of the output.
  private func limited(_ sum: SInt) -> Bits {
    let range = polynomial.sumRanges[0]
    let (lowest, highest) = (
      range.lowerBound >> polynomial.guardBits, range.upperBound >> polynomial.guardBits
    )
    var value = sum .>> polynomial.guardBits
    if highest > Int(output.maximum) {
      value = mux(value .> Int(output.maximum), Int(output.maximum), value)
    }
    if lowest < Int(output.minimum) {
      value = mux(value .< Int(output.minimum), Int(output.minimum), value)
    }
    let width = output.bitWidth
    return (width < value.bitWidth ? value.truncated(to: width) : value.extended(to: width)).asBits
  }
}

/// A coefficient of the segment chosen, in the bits that its table has.
private struct Coefficient {
  let name: String
  let bits: UInt
  let isSigned: Bool

  init(name: String, bits: UInt, isSigned: Bool) {
    self.name = name
    self.bits = bits
    self.isSigned = isSigned
  }

  /// - Parameter segment: `nil` for the only one.
  init(_ values: [Int], at segment: UInt?, named name: String, in module: ModuleBuilder) {
    let shape = CoefficientShape(holding: values)
    self.name = name
    isSigned = shape.isSigned
    if let segment {
      bits =
        shape.isSigned
        ? module.readOnlyMemory(name, .sint(shape.bitWidth), values).read(address: segment).asUInt
        : module.readOnlyMemory(name, .uint(shape.bitWidth), values).read(address: segment)
    } else {
      bits =
        shape.isSigned
        ? module.constant(values[0], .sint(shape.bitWidth)).asUInt
        : module.constant(values[0], .uint(shape.bitWidth))
    }
  }

  /// The number; where no entry is negative the sign costs no bit of the table.
  var value: SInt { isSigned ? bits.asSInt : bits.signed() }

  /// The same through the register of a cycle.
  func delayed(_ cycle: Int, _ stage: (String, UInt) -> UInt) -> Coefficient {
    Coefficient(name: name, bits: stage("\(name)_\(cycle)", bits), isSigned: isSigned)
  }
}
