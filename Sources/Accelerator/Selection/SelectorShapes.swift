internal import Configuration
internal import FixedPoint
internal import HDL

/// Widths of the exemplar selector, which follow from the configuration.
///
/// With n points at most, a = ⌈log2 n⌉ and d bits a distance: n distances sum to less than 2^(d + a),
/// n² to less than 2^(d + 2a). A position has w bits, so an extent is at most 2^w.
struct SelectorShapes: Hashable, Sendable {
  /// Most cells along an edge of a grid.
  static let maximumEdge = 1_024

  let configuration: SamplerConfiguration

  init(_ configuration: SamplerConfiguration) {
    self.configuration = configuration
  }

  // MARK: Numbers of points

  /// Points at most.
  var maximumPoints: Int { configuration.affinity.maximumPoints }
  /// Bits of a point's number, and of a cell's: there is a point in each.
  var pointBits: Int { addressBits(maximumPoints) }
  /// Bits of a number of points.
  var countBits: Int { addressBits(maximumPoints + 1) }

  // MARK: Distances

  /// Bits of an exact distance.
  var distanceBits: Int { configuration.distance.distanceBits }
  /// Bits of a sum of distances from one point.
  var sumBits: Int { distanceBits + pointBits }
  /// Bits of a sum of distances over ordered pairs.
  var pairBits: Int { distanceBits + 2 * pointBits }
  /// Bits of 2 m S, with m points and a sum S of distances from one point.
  var numeratorBits: Int { distanceBits + 2 * pointBits + 1 }
  /// Bits of m².
  var squareBits: Int { 2 * pointBits + 1 }

  // MARK: Positions

  /// Bits of a coordinate.
  var coordinateBits: Int { configuration.embedding.formats.position.bitWidth }
  /// Bits of an extent, the highest coordinate less the lowest and 1.
  var extentBits: Int { coordinateBits + 1 }
  /// Bits of an edge.
  var edgeBits: Int { addressBits(Self.maximumEdge + 1) }
  /// Bits of the place of a cell along an edge.
  var columnBits: Int { addressBits(Self.maximumEdge) }
  /// Bits of a point's column and of what is left of its offset: less than the extent.
  var gridStateBits: Int { columnBits + coordinateBits }
  // MARK: Memories that both rules use

  /// A sum of a row, or a point's column.
  var sumWordBits: Int { max(sumBits, gridStateBits) }
  /// The total of a cluster, or an occupied cell: start, points, points left.
  var totalWordBits: Int { max(pairBits, pointBits + 2 * countBits) }
  /// A point's cell and a flag.
  var ownerWordBits: Int { pointBits + 1 }

  // MARK: Multiplier

  /// The wider operand: a numerator or an offset.
  var multiplicandBits: Int { max(numeratorBits, extentBits) }
  /// The other operand: a square, a count or an offset.
  var multiplierBits: Int { max(squareBits, extentBits) }
  /// The product of a numerator and a square.
  var scaledBits: Int { numeratorBits + squareBits }
  /// The square of an offset.
  var squaredOffsetBits: Int { 2 * extentBits }
  /// What is looked at of the product.
  var productBits: Int { max(scaledBits, squaredOffsetBits) }
}
