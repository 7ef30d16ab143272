internal import Configuration
internal import FixedPoint
internal import HDL

/// Widths and ranges that follow from the configuration, shared by the units of the embedding.
struct EmbeddingShapes: Hashable, Sendable {
  let configuration: EmbeddingConfiguration
  let formats: EmbeddingFormats
  /// n p_ij.
  let joint: FixedPointFormat
  /// Points of a map at most.
  let maximumPoints: Int

  init(_ configuration: SamplerConfiguration) {
    self.configuration = configuration.embedding
    formats = configuration.embedding.formats
    joint = configuration.affinity.formats.joint
    maximumPoints = configuration.affinity.maximumPoints
  }

  /// Bits of a number of iterations.
  static let iterationBits = 16

  // MARK: Points

  /// Pairs a cycle, G.
  var lanes: Int { configuration.lanes }
  /// log2 G.
  var laneBits: Int { lanes.trailingZeroBitCount }
  /// Bits of a point's number at the ports.
  var pointBits: Int { addressBits(maximumPoints) }
  /// Bits of a point's number inside: those of its lane, and those of its group, at least one.
  var indexBits: Int { max(pointBits, laneBits + 1) }
  /// Bits of the number of a group of G points.
  var groupBits: Int { indexBits - laneBits }
  /// Groups of a map at most.
  var groups: Int { (maximumPoints + lanes - 1) / lanes }
  /// Bits of n p_ij.
  var jointBits: Int { joint.bitWidth }

  /// The group of a point.
  func group(of point: UInt) -> UInt { point[laneBits..<indexBits] }
  /// The lane of a point; `nil` where there is only one.
  func lane(of point: UInt) -> UInt? { laneBits == 0 ? nil : point[0..<laneBits] }

  // MARK: Pairs

  /// The difference of two coordinates.
  var difference: FixedPointFormat {
    let format = formats.pairPosition
    let greatest = Int(format.maximum - format.minimum)
    return FixedPointFormat(range: -greatest...greatest, fractionBits: format.fractionBits)
  }

  /// The largest difference of two coordinates, in the last place of `pairPosition`.
  var largestDifference: Int { Int(difference.maximum) }

  /// A squared difference, rounded.
  var square: FixedPointFormat {
    let fractionBits = formats.squaredDistance.fractionBits
    let square = largestDifference * largestDifference
    return FixedPointFormat(
      range: 0...square.rounded(droppedBits: 2 * formats.pairPosition.fractionBits - fractionBits),
      fractionBits: fractionBits)
  }

  /// 1 + |d|², which is not below 1.
  var weighted: FixedPointFormat {
    let format = formats.squaredDistance
    let one = 1 << format.fractionBits
    return FixedPointFormat(
      range: one...Int(format.maximum) + one, fractionBits: format.fractionBits)
  }

  /// q, at most 1.
  var weight: FixedPointFormat {
    FixedPointFormat(
      range: 0...1 << formats.weight.fractionBits, fractionBits: formats.weight.fractionBits)
  }

  /// q², at most 1.
  var squaredWeight: FixedPointFormat {
    let fractionBits = formats.squaredWeight.fractionBits
    return FixedPointFormat(range: 0...1 << fractionBits, fractionBits: fractionBits)
  }

  /// 1 / m for pairs.
  var weightTable: PolynomialTable {
    PolynomialTable(
      .reciprocal, inputBits: formats.normalizedDistance.fractionBits,
      fractionBits: formats.weight.fractionBits, table: configuration.reciprocalTable)
  }

  /// Cycles of a table, without making it.
  private func tableLatency(_ input: FixedPointFormat) -> Int {
    input.fractionBits == configuration.reciprocalTable.segmentBits
      ? 1 : configuration.reciprocalTable.degree + 1
  }

  /// Cycles of a lane.
  var laneLatency: Int { 13 + tableLatency(formats.normalizedDistance) }
  /// Cycles of a lane until the weight.
  var weightLatency: Int { 9 + tableLatency(formats.normalizedDistance) }
  /// Cycles from the products of the lanes to their sum; the accumulator adds the last level or two.
  var treeLatency: Int { max(1, treeLevels / 2) }
  private var treeLevels: Int { lanes == 1 ? 0 : addressBits(lanes) }
  /// Cycles that a row takes at least, so that its sums are complete when they are stored, and no
  /// point is met twice within the two cycles that its accumulators take.
  var shortestRow: Int { max(2, treeLatency) }

  // MARK: Sums

  /// Half of Z.
  var weightSumBits: Int {
    let pairs = Double(maximumPoints) * Double(maximumPoints - 1) / 2
    return Self.bits(pairs * Double(1 << formats.weight.fractionBits))
  }

  /// What a pair adds.
  var pairForces: ForcesLayout {
    let bounds = PairBounds(self)
    return ForcesLayout(
      attractionBits: Self.bits(bounds.attraction) + 1,
      repulsionBits: Self.bits(bounds.repulsion) + 1)
  }

  /// What a point has.
  var forces: ForcesLayout {
    let bounds = PairBounds(self)
    let others = Double(maximumPoints - 1)
    return ForcesLayout(
      attractionBits: min(64, Self.bits(bounds.attraction * others) + 1),
      repulsionBits: min(64, Self.bits(bounds.repulsion * others) + 1))
  }

  /// The sum of a coordinate over all points.
  var positionSumBits: Int {
    Self.bits(Double(maximumPoints) * -Double(formats.position.minimum)) + 1
  }

  /// The fewest bits that hold the integers up to `value`.
  private static func bits(_ value: Double) -> Int {
    var bits = 1
    while Double(sign: .plus, exponent: bits, significand: 1) <= value { bits += 1 }
    return bits
  }

  // MARK: Updates

  /// 1 / m for n and Z.
  var inverseTable: PolynomialTable {
    let bits = formats.normalization.fractionBits
    return PolynomialTable(
      .reciprocal, inputBits: bits, fractionBits: bits, table: configuration.reciprocalTable)
  }

  /// Cycles of the unit that inverts n and Z.
  var inverseLatency: Int { 2 + tableLatency(formats.normalization) }

  /// 1 / m, with n or Z = m 2^e.
  var inverseBits: Int { formats.normalization.fractionBits + 1 }
  /// Bits of e; Z is twice the sum.
  var inverseExponentBits: Int { addressBits(inverseInputBits) }
  /// Bits of what is inverted: n, or half of Z.
  var inverseInputBits: Int { max(addressBits(maximumPoints + 1), weightSumBits) }

  /// Fraction bits of a gradient before the factor 4 and the learning rate.
  private var gradientScale: Int {
    formats.gradient.fractionBits + configuration.learningRateBits + 2
  }

  /// Places by which attraction / m goes right, with e on top.
  private var attractionPlaces: Int {
    formats.attraction.fractionBits + formats.pairPosition.fractionBits
      + formats.normalization.fractionBits - gradientScale
  }

  /// Places by which a sum of positions / m goes right to be the mean, with e on top.
  private var meanPlaces: Int { formats.normalization.fractionBits }

  /// The same for attraction and mean: what has fewer goes left before.
  var pullPlaces: Int { max(attractionPlaces, meanPlaces) }
  /// Places by which an attraction goes left before.
  var attractionShift: Int { pullPlaces - attractionPlaces }
  /// Places by which a sum of positions goes left before.
  var meanShift: Int { pullPlaces - meanPlaces }

  /// Places by which repulsion / m goes right, with e of half of Z on top.
  var pushPlaces: Int {
    formats.squaredWeight.fractionBits + formats.pairPosition.fractionBits
      + formats.normalization.fractionBits + 1 - formats.weight.fractionBits - gradientScale
  }

  /// Bits of an attraction with exaggeration, or a sum of positions, before the product with 1 / m.
  var pullFactorBits: Int {
    let attraction =
      forces.attractionBits + Self.bits(Double(configuration.exaggeration)) + attractionShift
    return max(attraction, positionSumBits + meanShift)
  }

  /// Bits of exaggeration · attraction / n times the learning rate before it is limited, or of a mean.
  var pullBits: Int {
    let attraction =
      2 * PairBounds(self).attraction * Double(configuration.exaggeration)
      * Double(sign: .plus, exponent: -attractionScale, significand: 1)
    return max(Self.bits(attraction) + 2, formats.position.bitWidth + 1)
  }

  /// Fraction bits of an attraction beyond those of a gradient.
  private var attractionScale: Int {
    formats.attraction.fractionBits + formats.pairPosition.fractionBits - gradientScale
  }

  /// Bits of repulsion / Z times the learning rate before it is limited.
  ///
  /// Z is at least twice the sum of the weights of a point's pairs, and 1 / m wrong by less than a
  /// factor of 2.
  var pushBits: Int {
    let ratio = PairBounds(self).repulsionOverWeight
    let scale =
      gradientScale - formats.squaredWeight.fractionBits
      - formats.pairPosition.fractionBits + formats.weight.fractionBits
    return Self.bits(ratio * Double(sign: .plus, exponent: scale, significand: 1)) + 2
  }
}

/// The largest products of pairs, in units of their last places.
///
/// A large difference has a small weight. For each power of two that 1 + |d|² is in, the largest
/// weight meets the largest difference; beyond the format of |d|² that is the largest there is.
struct PairBounds {
  /// Of an attraction and a difference.
  private(set) var attraction = 0.0
  /// Of a squared weight and a difference.
  private(set) var repulsion = 0.0
  /// Of the same over the weight.
  private(set) var repulsionOverWeight = 0.0

  init(_ shapes: EmbeddingShapes) {
    let formats = shapes.formats
    let weightBits = formats.weight.fractionBits
    let squareBits = formats.squaredDistance.fractionBits
    let positionBits = formats.pairPosition.fractionBits
    let last = Int.bitWidth - 1 - Int(shapes.weighted.maximum).leadingZeroBitCount - squareBits
    for exponent in 0..<last + 1 {
      let greatest = (1 << weightBits).rounded(droppedBits: exponent)
      let least = max(1, (1 << weightBits).rounded(droppedBits: exponent + 1))
      guard greatest > 0 else { continue }
      var difference = Double(shapes.largestDifference)
      if exponent < last {
        // Both squares were rounded, each by at most half a unit.
        let square =
          Double(sign: .plus, exponent: exponent + 1, significand: 1) - 1
          + Double(sign: .plus, exponent: 1 - squareBits, significand: 1)
        difference = min(
          difference,
          (square.squareRoot() * Double(sign: .plus, exponent: positionBits, significand: 1))
            .rounded(.up) + 1)
      }
      let product = (greatest * Int(shapes.joint.maximum)).rounded(
        droppedBits: shapes.joint.fractionBits + weightBits - formats.attraction.fractionBits)
      let squared = (greatest * greatest).rounded(
        droppedBits: 2 * weightBits - formats.squaredWeight.fractionBits)
      attraction = max(
        attraction, Double(min(product, Int(formats.attraction.maximum))) * difference)
      repulsion = max(repulsion, Double(squared) * difference)
      repulsionOverWeight = max(
        repulsionOverWeight, Double(squared) * difference / Double(least))
    }
  }
}

extension Int {
  /// `self / 2^droppedBits` to nearest, a half up; for a negative number of bits the product.
  fileprivate func rounded(droppedBits: Int) -> Int {
    droppedBits > 0 ? (self + 1 << (droppedBits - 1)) >> droppedBits : self << -droppedBits
  }
}

extension FixedPointFormat {
  /// A range of integers in units of 2^-`fractionBits`.
  init(range: ClosedRange<Int>, fractionBits: Int) {
    guard
      let format = try? FixedPointFormat(
        minimum: Int128(range.lowerBound), maximum: Int128(range.upperBound),
        exponent: -fractionBits)
    else { preconditionFailure("no format for \(range)") }
    self = format
  }
}
