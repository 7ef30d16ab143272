import FixedPoint
import HDL

/// Sums products, saturates and tells; the sum leaves it rounded.
struct MultiplyAccumulate: Module {
  struct Ports {
    let enable: Bit
    let sample: Fixed
    let weight: Fixed
    let total: Fixed
    let didSaturate: Bit
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      enable: declare.input(.bit),
      sample: declare.input(.fixed(signed: false, integerBits: 0, fractionBits: 8)),
      weight: declare.input(.fixed(signed: true, integerBits: 2, fractionBits: 4)),
      total: declare.output(.fixed(signed: true, integerBits: 4, fractionBits: 6)),
      didSaturate: declare.output(.bit))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let sum: Fixed = module.register(
      "sum", .fixed(signed: true, integerBits: 5, fractionBits: 12), reset: 0.5,
      enable: ports.enable)
    let saturated = module.register("saturated", .bit, reset: 0, enable: ports.enable)
    let product = (ports.sample .* ports.weight).named("product")
    let next = (sum .+ product).named("next").convertedReportingOverflow(
      to: sum.format, rounding: .floor, overflow: .saturate)
    sum.assign(next.value)
    saturated.assign(saturated .| next.overflow)
    ports.total.assign(
      sum.converted(to: ports.total.format, rounding: .nearestEven, overflow: .saturate))
    ports.didSaturate.assign(saturated)
  }
}
