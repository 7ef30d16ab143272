internal import CDESNEKernels
public import Configuration
internal import FixedPoint

/// The sums over all pairs of the map, in integers.
public struct PairStage: Sendable {
  private let configuration: EmbeddingConfiguration
  private let reciprocal: InterpolatedTable
  private let constants: nms_fixed_pair
  private let pairPosition: IntegerRange

  /// Makes the table.
  ///
  /// - Precondition: the configuration is valid.
  public init(_ configuration: SamplerConfiguration) {
    self.configuration = configuration.embedding
    let formats = configuration.embedding.formats
    let joint = configuration.affinity.formats.joint
    pairPosition = IntegerRange(formats.pairPosition)
    reciprocal = InterpolatedTable(
      .reciprocal, inputBits: formats.normalizedDistance.fractionBits,
      fractionBits: formats.weight.fractionBits,
      configuration: configuration.embedding.reciprocalTable)
    constants = nms_fixed_pair(
      square_places: Int32(
        2 * formats.pairPosition.fractionBits - formats.squaredDistance.fractionBits),
      square_maximum: UInt32(formats.squaredDistance.maximum),
      square_bits: UInt32(formats.squaredDistance.fractionBits),
      mantissa_bits: UInt32(formats.normalizedDistance.fractionBits),
      weight_bits: UInt32(formats.weight.fractionBits),
      squared_weight_places: Int32(
        2 * formats.weight.fractionBits - formats.squaredWeight.fractionBits),
      attraction_places: Int32(
        joint.fractionBits + formats.weight.fractionBits - formats.attraction.fractionBits),
      attraction_maximum: UInt32(formats.attraction.maximum),
      is_narrow: Self.isNarrow(formats, joint: joint) ? 1 : 0)
  }

  /// Whether squares and products of weights fit in 32 bits: the kernel's quick form then gives the
  /// same bits.
  private static func isNarrow(_ formats: EmbeddingFormats, joint: FixedPointFormat) -> Bool {
    let dropped = 2 * formats.pairPosition.fractionBits - formats.squaredDistance.fractionBits
    return dropped >= 0 && dropped.isMultiple(of: 2)
      && formats.pairPosition.bitWidth - dropped / 2 <= 15
      && 2 * formats.weight.fractionBits <= 30
      && joint.bitWidth + formats.weight.fractionBits <= 32
      && joint.fractionBits + formats.weight.fractionBits - formats.attraction.fractionBits >= 0
      && joint.fractionBits + formats.weight.fractionBits - formats.attraction.fractionBits <= 15
      && 2 * formats.weight.fractionBits >= formats.squaredWeight.fractionBits
  }

  /// The sums for a map.
  ///
  /// - Parameters:
  ///   - positions: In the format `position`.
  ///   - joint: n p_ij for j > i, row after row.
  ///   - threads: Threads to use, 0 is one per core; sums are exact, so any number gives the same.
  ///   - saturations: Counts what is out of range.
  /// - Complexity: O(n²).
  public func forces(
    positions: [SIMD2<Int32>], joint: [UInt32], threads: Int = 1,
    saturations: inout SaturationCounters
  ) -> EmbeddingForces {
    let count = positions.count
    let places = configuration.formats.position.fractionBits - pairPosition.fractionBits
    var over = 0
    var x = [Int32](repeating: 0, count: count)
    var y = x
    for (index, position) in positions.enumerated() {
      x[index] = Int32(
        pairPosition.saturated(Int(position.x).shiftedRight(rounding: places), &over))
      y[index] = Int32(
        pairPosition.saturated(Int(position.y).shiftedRight(rounding: places), &over))
    }
    saturations.pairPositions += over
    let ends = Self.partition(count, parts: max(1, min(Workers.threads(threads), count)))
    let (mapX, mapY) = (x, y)
    let parts = Parallel.map(ends.count - 1, threads: threads) { part in
      sums(mapX, mapY, ends[part]..<ends[part + 1], joint)
    }
    var forces = EmbeddingForces(
      attraction: [SIMD2<Int>](repeating: .zero, count: count),
      repulsion: [SIMD2<Int>](repeating: .zero, count: count), weightSum: 0)
    for part in parts {
      for index in 0..<count {
        forces.attraction[index] &+= SIMD2(
          Int(part.forces[index]), Int(part.forces[count + index]))
        forces.repulsion[index] &+= SIMD2(
          Int(part.forces[2 * count + index]), Int(part.forces[3 * count + index]))
      }
      forces.weightSum += 2 * Int(part.weightSum)
      saturations.pairs += Int(part.saturations)
    }
    return forces
  }

  private struct Sums: Sendable {
    var forces: [Int64]
    var weightSum: UInt64 = 0
    var saturations: UInt64 = 0
  }

  /// The pairs whose lower point lies in the range.
  private func sums(_ x: [Int32], _ y: [Int32], _ rows: Range<Int>, _ joint: [UInt32]) -> Sums {
    let count = x.count
    var sums = Sums(forces: [Int64](repeating: 0, count: 4 * count))
    guard !rows.isEmpty, count > 1 else { return sums }
    joint.withUnsafeBufferPointer { joint in
      guard let base = joint.baseAddress else { return }
      withUnsafePointer(to: constants) { constants in
        nms_fixed_pairs(
          x, y, count, rows.lowerBound, rows.upperBound,
          base + FixedAffinities.rowStart(rows.lowerBound, count: count), reciprocal.values,
          constants, &sums.forces, &sums.weightSum, &sums.saturations)
      }
    }
    return sums
  }

  /// Bounds of ranges of rows with about the same number of pairs.
  private static func partition(_ count: Int, parts: Int) -> [Int] {
    var ends = [0]
    let pairs = count * (count - 1) / 2
    var row = 0
    for part in 1...max(parts, 1) {
      while row < count, FixedAffinities.rowStart(row, count: count) < pairs * part / parts {
        row += 1
      }
      ends.append(part == parts ? count : row)
    }
    return ends
  }
}
