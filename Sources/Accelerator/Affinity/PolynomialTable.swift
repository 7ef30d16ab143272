public import Configuration
public import FixedPoint
public import HDL

/// One of the accelerator's functions as a table of polynomials, evaluated by Horner's rule without
/// any rounding but the last.
///
/// The input's high bits choose a segment, the low ones are the offset in it. Latency: `degree + 1`
/// cycles, a result each cycle. Area: a table of coefficients, and for each power one product of a
/// coefficient's width and the offset's; short offsets are multiplied by adders.
public struct PolynomialTable: Module {
  /// What is tabulated.
  public let function: TabulatedFunction
  /// Bits of the input, all fraction.
  public let inputBits: Int
  /// Fraction bits of the result.
  public let fractionBits: Int
  /// Segments and degree.
  public let table: TableConfiguration
  private let coefficients: PolynomialCoefficients
  private let values: [Int]

  /// Makes the coefficients.
  ///
  /// - Precondition: there are no more segment bits than input bits, and at most 16 input bits.
  public init(
    _ function: TabulatedFunction, inputBits: Int, fractionBits: Int, table: TableConfiguration
  ) {
    self.function = function
    self.inputBits = inputBits
    self.fractionBits = fractionBits
    self.table = table
    let coefficients = PolynomialCoefficients(
      function, inputBits: inputBits, fractionBits: fractionBits, table)
    self.coefficients = coefficients
    values = (0..<1 << inputBits).map(coefficients.value)
  }

  /// Cycles from `x` to `y`.
  public var latency: Int { coefficients.degree + 1 }

  /// What the result stands for: the range of those that occur.
  public var output: FixedPointFormat {
    FixedPointFormat(integers: values, fractionBits: fractionBits)
  }

  /// Function, widths and segments.
  public var moduleName: String {
    "\(function.moduleName)_inputBits\(inputBits)_fractionBits\(fractionBits)"
      + "_segmentBits\(table.segmentBits)_degree\(coefficients.degree)"
  }

  /// A number in, the function out.
  public struct Ports {
    /// The argument in units of 2^-`inputBits`.
    public let x: UInt
    /// The function of it, `latency` cycles later.
    public let y: Fixed
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(x: declare.input(.uint(inputBits)), y: declare.output(.fixed(output)))
  }

  /// Describes the table as a pipeline of its own.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let pipeline = module.pipeline("table")
    let result = stages(module, pipeline, pipeline.input(ports.x), named: function.rawValue)
    ports.y.assign(pipeline.output(result))
  }

  /// The stages as a part of a pipeline: one for the coefficients, one for each power.
  ///
  /// - Parameters:
  ///   - module: The module of the pipeline.
  ///   - pipeline: Whose stages they become.
  ///   - x: The argument.
  ///   - name: Beginning of the stages' names.
  func stages(
    _ module: ModuleBuilder, _ pipeline: Pipeline, _ x: Staged<UInt>, named name: String
  ) -> Staged<Fixed> {
    let offsetBits = coefficients.offsetBits
    let degree = coefficients.degree
    func segment(_ x: UInt) -> UInt? {
      table.segmentBits == 0 ? nil : x[offsetBits..<inputBits]
    }
    guard degree > 0 else {
      return pipeline.stage("\(name)Result", x) { x in
        // All inputs of a segment have its value, so the guard bits can go beforehand.
        if offsetBits > 0 { x[0..<offsetBits].ignore() }
        let entries = (0..<1 << table.segmentBits).map { coefficients.value(at: $0 << offsetBits) }
        return module.entry(of: entries, at: segment(x), named: "\(name)Table")
          .extended(to: output.bitWidth).asFixed(output)
      }
    }
    let entries = coefficients.powers.indices.map { power in
      pipeline.stage("\(name)Coefficient\(power)", x) { x in
        module.signedEntry(
          of: coefficients.powers[power], at: segment(x), named: "\(name)Table\(power)")
      }
    }
    let offset = pipeline.stage("\(name)Offset", x) { $0[0..<offsetBits] }
    var sum = entries[degree]
    for step in 1..<degree {
      sum = pipeline.stage("\(name)Sum\(degree - step)", sum, offset, entries[degree - step]) {
        hornerStep(step, $0, $1, $2)
      }
    }
    return pipeline.stage("\(name)Result", sum, offset, entries[0]) { sum, offset, entry in
      let exact = hornerStep(degree, sum, offset, entry)
      let places = PolynomialCoefficients.guardBits + degree * offsetBits
      let rounded = (((exact .>> (places - 1)) .+ 1) .>> 1).asUInt
      return rounded.resized(to: output.bitWidth).asFixed(output)
    }
  }

  /// sum * offset + entry, with the entry's binary point brought to that of the product, in the bits
  /// that the sum takes.
  private func hornerStep(_ step: Int, _ sum: SInt, _ offset: UInt, _ entry: SInt) -> SInt {
    let exact = sum.multiplied(byShort: offset) .+ (entry .<< (step * coefficients.offsetBits))
    let sums = (0..<1 << inputBits).map { coefficients.sums(at: $0)[step] }
    let width = IntegerShape(holding: sums).signedBitWidth
    return width < exact.bitWidth ? exact.truncated(to: width) : exact.extended(to: width)
  }
}

extension TabulatedFunction {
  /// Beginning of the name of a table's module.
  fileprivate var moduleName: String {
    switch self {
    case .exp2: "ExponentialTable"
    case .log2: "LogarithmTable"
    case .reciprocal: "ReciprocalTable"
    }
  }
}
