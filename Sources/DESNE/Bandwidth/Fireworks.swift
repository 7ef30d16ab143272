/// The fireworks algorithm on log2 beta: fireworks explode into sparks near them, and the best of all
/// explode next (Tan and Zhu, 2010).
///
/// AdapSNE (arXiv 2508.16647) proposes it in place of differential evolution without publishing its
/// parameters. Taken here, and open to better knowledge: the number of sparks by fitness of the first
/// paper; the amplitude of the best firework that adapts (Zheng, Janecek, Li and Tan, 2014: longer
/// after a success, shorter after none); sparks beyond the bounds drawn anew in them, Gaussian sparks
/// towards the best and random selection beside the best (enhanced fireworks, Zheng, Janecek and Tan,
/// 2013). The normal numbers are sums of twelve uniform ones.
public struct Fireworks: Hashable, Sendable, BandwidthStrategy {
  /// Fireworks of a generation, 2 to 64.
  public var fireworks: Int
  /// Sparks of a generation, shared among its fireworks, 2 to 256.
  public var sparks: Int
  /// Gaussian sparks of a generation, 0 to 64.
  public var gaussianSparks: Int
  /// The factor of the best firework's amplitude after a better spark, 1 to 4.
  public var amplification: Double
  /// The factor of the best firework's amplitude after none, 0.01 to 1.
  public var reduction: Double
  /// Generations at most, 0 to 10,000.
  public var generations: Int
  /// The error in bits at which the search ends, 0 to 1; 0 runs all generations.
  public var tolerance: Double
  /// Where log2 beta is searched.
  public var bounds: BandwidthBounds
  /// Start of the random numbers; every point has its own sequence.
  public var seed: UInt64

  /// Creates a search; the defaults are what reached 1 % of the perplexity for all of 1,000 images of a
  /// class of Fashion-MNIST with the fewest evaluations (110 a point to 2^-9 bits).
  public init(
    fireworks: Int = 2, sparks: Int = 8, gaussianSparks: Int = 2, amplification: Double = 1.2,
    reduction: Double = 0.3, generations: Int = 64, tolerance: Double = 1.0 / 512,
    bounds: BandwidthBounds = .automatic, seed: UInt64 = 1
  ) {
    self.fireworks = fireworks
    self.sparks = sparks
    self.gaussianSparks = gaussianSparks
    self.amplification = amplification
    self.reduction = reduction
    self.generations = generations
    self.tolerance = tolerance
    self.bounds = bounds
    self.seed = seed
  }

  /// The share of all sparks that a firework gets at least and at most.
  private static let shares = 0.04...0.8

  func validate() throws(DESNEError) {
    try DESNEError.check("the number of fireworks", fireworks, 2...64)
    try DESNEError.check("the number of sparks", sparks, 2...256)
    try DESNEError.check("the number of Gaussian sparks", gaussianSparks, 0...64)
    try DESNEError.check("the amplification", amplification, 1...4)
    try DESNEError.check("the reduction", reduction, 0.01...1)
    try DESNEError.check("the generations", generations, 0...10_000)
    try DESNEError.check("the tolerance of the fireworks", tolerance, 0...1)
    try validateBounds()
  }

  func search(_ row: BandwidthRow) -> BandwidthRow.Point {
    let range = row.searchRange(bounds)
    let width = range.upperBound - range.lowerBound
    var random = Xorshift64(seed: seed &+ UInt64(row.index) &* 0x9e37_79b9_7f4a_7c15)
    var points = row.points(
      atLog2Betas: (0..<fireworks).map { k in
        range.lowerBound + width * (Double(k) + random.nextUnit()) / Double(fireworks)
      })
    moveBestToFront(&points)
    var amplitude = width / 2
    for _ in 0..<generations where abs(points[0].error) > tolerance {
      let places = explosions(of: points, amplitude, range, &random)
      var candidates = points + row.points(atLog2Betas: places)
      moveBestToFront(&candidates)
      let isBetter = abs(candidates[0].error) < abs(points[0].error)
      amplitude = min(width, amplitude * (isBetter ? amplification : reduction))
      points = [candidates[0]]
      while points.count < fireworks {
        points.append(candidates[1 + random.next(below: candidates.count - 1)])
      }
    }
    return points[0]
  }

  /// The places of all sparks of one generation; the first firework is the best.
  private func explosions(
    of points: [BandwidthRow.Point], _ amplitude: Double, _ range: ClosedRange<Double>,
    _ random: inout Xorshift64
  ) -> [Double] {
    let errors = points.map { abs($0.error) }
    let (best, worst) = (errors[0], errors.max() ?? 0)
    let tiny = 1e-12
    let merit = errors.reduce(tiny) { $0 + (worst - $1) }
    let demerit = errors.reduce(tiny) { $0 + ($1 - best) }
    let width = range.upperBound - range.lowerBound
    var places: [Double] = []
    func add(_ place: Double) {
      places.append(
        range.contains(place) ? place : range.lowerBound + width * random.nextUnit())
    }
    for (k, point) in points.enumerated() {
      let share = (worst - errors[k] + tiny) / merit
      let number = min(max(share, Self.shares.lowerBound), Self.shares.upperBound)
      let reach = k == 0 ? amplitude : width / 2 * (errors[k] - best + tiny) / demerit
      for _ in 0..<max(1, Int((number * Double(sparks)).rounded())) {
        add(point.log2Beta + reach * (2 * random.nextUnit() - 1))
      }
    }
    for _ in 0..<gaussianSparks {
      let place = points[random.next(below: points.count)].log2Beta
      let normal = (0..<12).reduce(-6.0) { sum, _ in sum + random.nextUnit() }
      add(place + normal * (points[0].log2Beta - place))
    }
    return places
  }

  private func moveBestToFront(_ points: inout [BandwidthRow.Point]) {
    let best = points.indices.min { abs(points[$0].error) < abs(points[$1].error) } ?? 0
    points.swapAt(0, best)
  }
}
