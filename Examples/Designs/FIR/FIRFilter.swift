package import HDL

/// A finite impulse response filter in transposed form: a sample a cycle, with one product and one
/// sum between two registers however many coefficients there are.
///
/// Samples and results are numbers in -1 ..< 1. Products and sums are exact: each register has the
/// range that its part of the sum can reach, and no more. Only the result is narrowed: rounded to
/// the nearest multiple of its last place, ties to even, and saturated.
package struct FIRFilter: Module {
  /// The impulse response.
  package let coefficients: [Double]
  /// Bits after the binary point: of coefficients, which are rounded to them, and of samples.
  package let coefficientBits: Int
  package let sampleBits: Int

  package init(coefficients: [Double], coefficientBits: Int, sampleBits: Int) {
    self.coefficients = coefficients
    self.coefficientBits = coefficientBits
    self.sampleBits = sampleBits
  }

  package var moduleName: String { "FIRFilter_taps\(coefficients.count)" }

  package struct Ports {
    let sample: Stream<Fixed>
    let result: Stream<Fixed>
  }

  package func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      sample: declare.sink(.fixed(signed: true, integerBits: 1, fractionBits: sampleBits)),
      result: declare.source(.fixed(signed: true, integerBits: 1, fractionBits: sampleBits)))
  }

  package func body(_ module: ModuleBuilder, _ ports: Ports) {
    let advances = ports.sample.fires().named("advances")

    // In units of the last place. Equal ones share a multiplier: a symmetric filter has half as many.
    let integers = coefficients.map { Int(($0 * Double(1 << coefficientBits)).rounded()) }
    var products: [Int: Fixed] = [:]
    for integer in integers where products[integer] == nil {
      let product = (ports.sample.payload .* integer) .>> coefficientBits
      products[integer] = product.named("product\(products.count)")
    }
    let terms = integers.compactMap { products[$0] }

    // The last coefficient belongs to the oldest sample: its product waits longest.
    var sum = terms[terms.count - 1]
    for (index, term) in terms.enumerated().dropLast().reversed() {
      let partial = module.register(
        "partial\(index)", .fixed(sum.format), reset: 0, enable: advances)
      partial.assign(sum)
      sum = (partial .+ term).named("sum\(index)")
    }

    let result = module.register("filtered", ports.result.payload.shape, reset: 0, enable: advances)
    result.assign(
      sum.converted(to: result.format, rounding: .nearestEven, overflow: .saturate))
    let isValid = module.register("isValid", .bit, reset: 0)
    module.when(ports.result.ready) { isValid.set(to: 0) }
    module.when(advances) { isValid.set(to: 1) }

    ports.sample.ready.assign(.!isValid .| ports.result.ready)
    ports.result.payload.assign(result)
    ports.result.valid.assign(isValid)
  }
}
