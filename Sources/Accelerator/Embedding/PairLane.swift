internal import Components
public import Configuration
internal import FixedPoint
public import HDL

/// The forces of one pair: from the difference d of two positions the weight q = 1 / (1 + |d|²), and
/// p q d and q² d, which the second point gets and the first one loses.
///
/// A pair a cycle, no stall. A pair that does not count gives zeros.
public struct PairLane: Module {
  let shapes: EmbeddingShapes

  /// Creates the lane of a configuration.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    shapes = EmbeddingShapes(configuration)
  }

  /// Plain: a design has one configuration.
  public var moduleName: String { "PairLane" }

  /// Cycles from a pair to its forces: difference, magnitude, square, sum, limit, leading one,
  /// fraction, table, shift, rounding, products with q, rounding, products with d, signs.
  public var latency: Int { shapes.laneLatency }

  /// Cycles from a pair to its weight.
  public var weightLatency: Int { shapes.weightLatency }

  /// A pair in, its forces out.
  public struct Ports {
    /// The pair counts.
    public let counts: Bit
    /// Coordinates of the first point, in the format `pairPosition`.
    public let ownX: Fixed
    /// See `ownX`.
    public let ownY: Fixed
    /// Coordinates of the second point.
    public let otherX: Fixed
    /// See `otherX`.
    public let otherY: Fixed
    /// n p of the pair, in the format `joint`.
    public let joint: Fixed
    /// q, in the last place of `weight`, `weightLatency` cycles later.
    public let weight: UInt
    /// The squared distance was beyond its format; some cycles later, once for each pair.
    public let isFar: Bit
    /// n p q was beyond its format; some cycles later, once for each pair.
    public let isStrong: Bit
    /// The forces on the second point, `latency` cycles later.
    public let forces: Forces
    /// The pair counted; with the forces.
    public let counted: Bit
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    let position = Shape<Fixed>.fixed(shapes.formats.pairPosition)
    return Ports(
      counts: declare.input(.bit), ownX: declare.input(position), ownY: declare.input(position),
      otherX: declare.input(position), otherY: declare.input(position),
      joint: declare.input(.fixed(shapes.joint)),
      weight: declare.output(.uint(shapes.weight.bitWidth)), isFar: declare.output(.bit),
      isStrong: declare.output(.bit), forces: declare.output(of: shapes.pairForces),
      counted: declare.output(.bit))
  }

  /// Describes the pipeline.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let formats = shapes.formats
    let pipeline = module.pipeline("pair", valid: ports.counts)
    let joint = pipeline.input(ports.joint)

    // d and |d|².
    let x = difference(pipeline, "X", ports.ownX, ports.otherX)
    let y = difference(pipeline, "Y", ports.ownY, ports.otherY)
    let squareX = pipeline.stage("squareX", x.magnitude) { $0 .* $0 }
    let squareY = pipeline.stage("squareY", y.magnitude) { $0 .* $0 }
    let squares = pipeline.stage("squares", squareX, squareY) { x, y in
      let x = x.converted(to: shapes.square, rounding: .nearestHalfUp, overflow: .proven)
      return x .+ y.converted(to: shapes.square, rounding: .nearestHalfUp, overflow: .proven)
    }
    let isFar = pipeline.stage("isFar", squares) { squares in
      squares.convertedReportingOverflow(
        to: formats.squaredDistance, rounding: .nearestHalfUp, overflow: .saturate
      ).overflow
    }
    ports.isFar.assign(pipeline.output(isFar) .& pipeline.valid(of: isFar))
    let distance = pipeline.stage("distance", squares) { squares in
      let limited = squares.converted(
        to: formats.squaredDistance, rounding: .nearestHalfUp, overflow: .saturate)
      return (limited .+ 1).asUInt
    }

    let weight = weight(module, pipeline, distance)
    ports.weight.assign(pipeline.output(weight))

    // p q and q², times d.
    let jointProduct = pipeline.stage("jointProduct", weight, joint) { weight, joint in
      weight.asFixed(shapes.weight) .* joint
    }
    let squareProduct = pipeline.stage("squareProduct", weight) { weight in
      weight.asFixed(shapes.weight) .* weight.asFixed(shapes.weight)
    }
    let isStrong = pipeline.stage("isStrong", jointProduct) { product in
      product.convertedReportingOverflow(
        to: formats.attraction, rounding: .nearestHalfUp, overflow: .saturate
      ).overflow
    }
    ports.isStrong.assign(pipeline.output(isStrong) .& pipeline.valid(of: isStrong))
    let attraction = pipeline.stage("attraction", jointProduct) { product in
      product.converted(to: formats.attraction, rounding: .nearestHalfUp, overflow: .saturate)
    }
    let repulsion = pipeline.stage("repulsion", squareProduct) { product in
      product.converted(to: shapes.squaredWeight, rounding: .nearestHalfUp, overflow: .proven)
    }
    let layout = shapes.pairForces
    let attractionX = force(
      module, pipeline, "attractionX", attraction, x, bits: layout.attractionBits)
    let attractionY = force(
      module, pipeline, "attractionY", attraction, y, bits: layout.attractionBits)
    let repulsionX = force(
      module, pipeline, "repulsionX", repulsion, x, bits: layout.repulsionBits)
    let repulsionY = force(
      module, pipeline, "repulsionY", repulsion, y, bits: layout.repulsionBits)
    ports.forces.assign(
      Forces(
        attractionX: pipeline.output(attractionX), attractionY: pipeline.output(attractionY),
        repulsionX: pipeline.output(repulsionX), repulsionY: pipeline.output(repulsionY)))
    ports.counted.assign(pipeline.valid(of: repulsionY))
    precondition(
      repulsionY.latency == latency && weight.latency == weightLatency,
      "the lane takes \(weight.latency) and \(repulsionY.latency) cycles")
  }

  /// A difference as magnitude and sign: products of magnitudes take fewer multipliers.
  private struct Difference {
    let magnitude: Staged<Fixed>
    let isNegative: Staged<Bit>
  }

  /// The second coordinate less the first, exact.
  private func difference(
    _ pipeline: Pipeline, _ axis: String, _ own: Fixed, _ other: Fixed
  ) -> Difference {
    let (own, other) = (pipeline.input(own), pipeline.input(other))
    let difference = pipeline.stage("difference\(axis)", own, other) { own, other in
      (other .- own).exactly(in: shapes.difference)
    }
    // What does not count adds 0 to the sums, even if one of its positions was never written.
    let counts = pipeline.valid(of: difference)
    let magnitude = pipeline.stage("magnitude\(axis)", difference) { difference in
      mux(counts, difference.magnitude(), 0)
    }
    let isNegative = pipeline.stage("isNegative\(axis)", difference) { $0 .< 0 }
    return Difference(magnitude: magnitude, isNegative: isNegative)
  }

  /// q: 1 + |d|² = m 2^e, 1 / m by table, shifted by e; 0 for a pair that does not count.
  private func weight(
    _ module: ModuleBuilder, _ pipeline: Pipeline, _ distance: Staged<UInt>
  ) -> Staged<UInt> {
    let wholePlaces = shapes.weighted.fractionBits
    let width = shapes.weighted.bitWidth
    let zeros = pipeline.stage("zeros", distance) { $0[wholePlaces..<width].leadingZeroCount() }
    let exponent = pipeline.stage("exponent", zeros) { zeros in
      let exponent = (width - 1 - wholePlaces .- zeros).asUInt
      return exponent.resized(to: addressBits(width - wholePlaces))
    }
    let places = formats.normalizedDistance.fractionBits
    let fraction = pipeline.stage("fraction", distance, zeros) { distance, zeros in
      let fraction = (distance .<< zeros)[0..<width - 1]
      return width - 1 >= places
        ? fraction[width - 1 - places..<width - 1] : fraction .<< (places - width + 1)
    }
    let table = shapes.weightTable.stages(module, pipeline, fraction, named: "reciprocal")
    let aligned = pipeline.stage("aligned", table, exponent) { table, exponent in
      (table.asUInt .<< 1) .>> exponent
    }
    let counts = pipeline.valid(of: aligned)
    return pipeline.stage("weight", aligned) { aligned in
      mux(counts, aligned.roundedHalf().resized(to: shapes.weight.bitWidth), 0)
    }
  }

  /// A product with a difference, first of its magnitude.
  private func force(
    _ module: ModuleBuilder, _ pipeline: Pipeline, _ name: String, _ factor: Staged<Fixed>,
    _ difference: Difference, bits: Int
  ) -> Staged<SInt> {
    let product = pipeline.stage("\(name)Product", factor, difference.magnitude) { factor, d in
      factor .* d
    }
    let isValid = pipeline.valid(of: product)
    return pipeline.stage(name, product, difference.isNegative) { product, isNegative in
      let product = product.asUInt
      if product.bitWidth >= bits {
        module.assert(
          "\(name)Fits", product[bits - 1..<product.bitWidth] .== 0,
          "the product of a weight and a difference is larger than any", when: isValid)
      }
      let magnitude = product.resized(to: bits - 1).signed()
      return mux(isNegative, magnitude.negated().truncated(to: bits), magnitude)
    }
  }

  private var formats: EmbeddingFormats { shapes.formats }
}
