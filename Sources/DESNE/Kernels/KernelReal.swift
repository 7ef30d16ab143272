import CDESNEKernels

/// The floating-point types that there are kernels for.
protocol KernelReal: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  static func excess(
    _ distances: UnsafePointer<UInt32>, _ count: Int, _ index: Int, _ least: UInt32,
    _ excess: UnsafeMutablePointer<Self>)
  static func rowSums(
    _ excess: UnsafePointer<Self>, _ count: Int, _ betas: UnsafePointer<Double>, _ candidates: Int,
    _ sums: UnsafeMutablePointer<nms_row_sums>)
  static func affinityTile(
    _ distances: UnsafePointer<UInt32>, _ firstRow: Int, _ firstColumn: Int, _ count: Int,
    _ least: UnsafePointer<UInt32>, _ betas: UnsafePointer<Double>,
    _ inverseSums: UnsafePointer<Double>, _ scale: Double, _ tile: UnsafeMutablePointer<Self>)
  static func forces(
    _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>, _ count: Int, _ padded: Int,
    _ tileRow: Int, _ tiles: UnsafePointer<Self>, _ partial: UnsafeMutablePointer<Self>
  ) -> Double
  static func gather(
    _ partials: UnsafePointer<Self>, _ padded: Int, _ forces: UnsafeMutablePointer<Self>)
  static func cost(
    _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>, _ count: Int, _ padded: Int,
    _ tileRow: Int, _ tiles: UnsafePointer<Self>, _ spread: UnsafeMutablePointer<Double>,
    _ entropy: UnsafeMutablePointer<Double>?)
  static func step(
    _ x: UnsafeMutablePointer<Self>, _ velocity: UnsafeMutablePointer<Self>,
    _ gain: UnsafeMutablePointer<Self>, _ attraction: UnsafePointer<Self>,
    _ repulsion: UnsafePointer<Self>, _ count: Int, _ exaggeration: Self, _ inverseSum: Self,
    _ momentum: Self, _ rate: Self)
}

extension Float: KernelReal {
  static func excess(
    _ distances: UnsafePointer<UInt32>, _ count: Int, _ index: Int, _ least: UInt32,
    _ excess: UnsafeMutablePointer<Self>
  ) {
    nms_excess_f32(distances, count, index, least, excess)
  }

  static func rowSums(
    _ excess: UnsafePointer<Self>, _ count: Int, _ betas: UnsafePointer<Double>, _ candidates: Int,
    _ sums: UnsafeMutablePointer<nms_row_sums>
  ) {
    nms_row_sums_f32(excess, count, betas, candidates, sums)
  }

  static func affinityTile(
    _ distances: UnsafePointer<UInt32>, _ firstRow: Int, _ firstColumn: Int, _ count: Int,
    _ least: UnsafePointer<UInt32>, _ betas: UnsafePointer<Double>,
    _ inverseSums: UnsafePointer<Double>, _ scale: Double, _ tile: UnsafeMutablePointer<Self>
  ) {
    nms_affinity_tile_f32(
      distances, firstRow, firstColumn, count, least, betas, inverseSums, scale, tile)
  }

  static func forces(
    _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>, _ count: Int, _ padded: Int,
    _ tileRow: Int, _ tiles: UnsafePointer<Self>, _ partial: UnsafeMutablePointer<Self>
  ) -> Double {
    nms_forces_f32(x, y, count, padded, tileRow, tiles, partial)
  }

  static func gather(
    _ partials: UnsafePointer<Self>, _ padded: Int, _ forces: UnsafeMutablePointer<Self>
  ) {
    nms_gather_f32(partials, padded, forces)
  }

  static func cost(
    _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>, _ count: Int, _ padded: Int,
    _ tileRow: Int, _ tiles: UnsafePointer<Self>, _ spread: UnsafeMutablePointer<Double>,
    _ entropy: UnsafeMutablePointer<Double>?
  ) {
    nms_cost_f32(x, y, count, padded, tileRow, tiles, spread, entropy)
  }

  static func step(
    _ x: UnsafeMutablePointer<Self>, _ velocity: UnsafeMutablePointer<Self>,
    _ gain: UnsafeMutablePointer<Self>, _ attraction: UnsafePointer<Self>,
    _ repulsion: UnsafePointer<Self>, _ count: Int, _ exaggeration: Self, _ inverseSum: Self,
    _ momentum: Self, _ rate: Self
  ) {
    nms_step_f32(
      x, velocity, gain, attraction, repulsion, count, exaggeration, inverseSum, momentum, rate)
  }
}

extension Double: KernelReal {
  static func excess(
    _ distances: UnsafePointer<UInt32>, _ count: Int, _ index: Int, _ least: UInt32,
    _ excess: UnsafeMutablePointer<Self>
  ) {
    nms_excess_f64(distances, count, index, least, excess)
  }

  static func rowSums(
    _ excess: UnsafePointer<Self>, _ count: Int, _ betas: UnsafePointer<Double>, _ candidates: Int,
    _ sums: UnsafeMutablePointer<nms_row_sums>
  ) {
    nms_row_sums_f64(excess, count, betas, candidates, sums)
  }

  static func affinityTile(
    _ distances: UnsafePointer<UInt32>, _ firstRow: Int, _ firstColumn: Int, _ count: Int,
    _ least: UnsafePointer<UInt32>, _ betas: UnsafePointer<Double>,
    _ inverseSums: UnsafePointer<Double>, _ scale: Double, _ tile: UnsafeMutablePointer<Self>
  ) {
    nms_affinity_tile_f64(
      distances, firstRow, firstColumn, count, least, betas, inverseSums, scale, tile)
  }

  static func forces(
    _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>, _ count: Int, _ padded: Int,
    _ tileRow: Int, _ tiles: UnsafePointer<Self>, _ partial: UnsafeMutablePointer<Self>
  ) -> Double {
    nms_forces_f64(x, y, count, padded, tileRow, tiles, partial)
  }

  static func gather(
    _ partials: UnsafePointer<Self>, _ padded: Int, _ forces: UnsafeMutablePointer<Self>
  ) {
    nms_gather_f64(partials, padded, forces)
  }

  static func cost(
    _ x: UnsafePointer<Self>, _ y: UnsafePointer<Self>, _ count: Int, _ padded: Int,
    _ tileRow: Int, _ tiles: UnsafePointer<Self>, _ spread: UnsafeMutablePointer<Double>,
    _ entropy: UnsafeMutablePointer<Double>?
  ) {
    nms_cost_f64(x, y, count, padded, tileRow, tiles, spread, entropy)
  }

  static func step(
    _ x: UnsafeMutablePointer<Self>, _ velocity: UnsafeMutablePointer<Self>,
    _ gain: UnsafeMutablePointer<Self>, _ attraction: UnsafePointer<Self>,
    _ repulsion: UnsafePointer<Self>, _ count: Int, _ exaggeration: Self, _ inverseSum: Self,
    _ momentum: Self, _ rate: Self
  ) {
    nms_step_f64(
      x, velocity, gain, attraction, repulsion, count, exaggeration, inverseSum, momentum, rate)
  }
}
