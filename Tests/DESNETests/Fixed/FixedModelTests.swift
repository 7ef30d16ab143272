import Configuration
import Datasets
import FixedPoint
import Testing

@testable import DESNE

@Suite("Fixed-point model")
struct FixedModelTests {
  private func digits(_ count: Int) throws -> SquaredDistances {
    let digits = try Dataset.opticalDigits().subset(indices: Array(0..<count))
    return try SquaredDistances(images: digits.pixels, bytesPerImage: 64)
  }

  /// FNV-1a over the bytes of integers, least significant first.
  private func hash(_ run: FixedModel.Run) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ value: some FixedWidthInteger) {
      for byte in 0..<value.bitWidth / 8 {
        hash ^= UInt64(truncatingIfNeeded: value >> (8 * byte)) & 0xff
        hash = hash &* 0x100_0000_01b3
      }
    }
    for result in run.affinities.bandwidths { add(result.best.logBeta) }
    for value in run.affinities.joint { add(value) }
    for position in run.state.positions {
      add(position.x)
      add(position.y)
    }
    return hash
  }

  @Test(
    "whole runs on the embedded digits keep their bits",
    arguments: [
      ("small", SearchConfiguration.Strategy.differentialEvolution, 64, 0xbd65_7405_9193_a674),
      ("edge", .differentialEvolution, 150, 0xd8ff_31b1_9e67_39f5),
      ("edge", .bisection, 150, 0xeed2_1c19_b1ed_6a57),
      ("edge", .fireworks, 150, 0x4271_6ebd_5d6b_1e0a),
      ("large", .bisection, 100, 0x03f2_da05_08c5_a6b1),
    ] as [(String, SearchConfiguration.Strategy, Int, UInt64)])
  func pinned(
    preset: String, strategy: SearchConfiguration.Strategy, count: Int, expected: UInt64
  ) throws {
    var configuration = try SamplerConfiguration.preset(preset)
    configuration.search.strategy = strategy
    let run = try FixedModel(configuration).run(
      distances: digits(count), seed: 1, iterations: 120)
    #expect(hash(run) == expected, "\(String(hash(run), radix: 16))")
  }

  @Test("any number of threads gives the same run", arguments: [2, 3, 8, 0])
  func threads(threads: Int) throws {
    let model = try FixedModel(.edge)
    let distances = try digits(90)
    let one = try model.run(distances: distances, seed: 7, iterations: 30)
    let many = try model.run(distances: distances, seed: 7, iterations: 30, threads: threads)
    #expect(one == many)
    #expect(one != (try model.run(distances: distances, seed: 8, iterations: 30)))
  }

  @Test("watching a run changes nothing, and what is seen is what comes out")
  func probe() throws {
    let model = try FixedModel(.edge)
    let distances = try digits(40)
    var (rows, generations, iterations) = (0, 0, 0)
    var seen = [UInt32]()
    var last: FixedEmbeddingState?
    var lastGeneration: SearchGeneration?
    var probe = FixedModelProbe()
    probe.distances = { point, row in
      #expect(point == rows)
      #expect(row == distances.row(point).map(UInt64.init))
      rows += 1
    }
    probe.preparedRow = { point, minimum, row in
      #expect(row.count == 39)
      #expect(row.min() == 0)
      #expect(minimum > 0)
    }
    probe.generation = { _, generation in
      generations += 1
      lastGeneration = generation
    }
    probe.bandwidth = { _, result in
      #expect(lastGeneration?.population.contains(result.best.logBeta) == true)
      #expect(lastGeneration?.index == result.generations)
    }
    probe.weights = { _, exponents, weights in
      #expect(exponents.min() == 0)
      #expect(weights.max() == 1 << 20)
    }
    probe.conditional = { _, row in
      // They sum to 1 but for the rounding of each and the reciprocal's error.
      let sum = row.reduce(0) { $0 + Int($1) }
      #expect(abs(sum - 1 << 20) < 150)
    }
    probe.joint = { _, row in seen += row }
    probe.forces = { _, forces in
      // Every force has its opposite.
      #expect(forces.attraction.reduce(SIMD2(0, 0), &+) == .zero)
      #expect(forces.repulsion.reduce(SIMD2(0, 0), &+) == .zero)
      #expect(forces.weightSum > 0)
    }
    probe.gradients = { iteration, gradients in
      #expect(iteration == iterations)
      #expect(gradients.count == 40)
    }
    probe.state = { iteration, state in
      #expect(state.iteration == iteration + 1)
      last = state
      iterations += 1
      let mean = state.positions.reduce(0) { $0 + Int($1.x) }
      // Of 40 points: the mean is rounded, and 1 / n was.
      #expect(abs(mean) <= 40 * 4)
    }
    let watched = try model.run(distances: distances, seed: 3, iterations: 12, probe: probe)
    #expect(watched == (try model.run(distances: distances, seed: 3, iterations: 12)))
    #expect(rows == 40)
    #expect(iterations == 12)
    #expect(generations > 40)
    #expect(seen == watched.affinities.joint)
    #expect(last == watched.state)
  }

  @Test("the start is the float reference's")
  func start() throws {
    for count in [1, 2, 50] {
      let state = FixedEmbedding(.edge, count: count).start(seed: 11)
      let float = EmbeddingState.initial(count: count, spread: 0x1p-4, seed: 11)
      #expect(
        try float.positions.quantised(to: SamplerConfiguration.edge.embedding.formats.position)
          == state.positions)
      #expect(state.gains.allSatisfy { $0 == SIMD2(256, 256) })
      #expect(state.velocities.allSatisfy { $0 == .zero })
    }
  }

  @Test("more points than declared are refused")
  func tooMany() throws {
    var configuration = SamplerConfiguration.edge
    configuration.affinity.maximumPoints = 20
    let model = try FixedModel(configuration)
    let error = #expect(throws: ConfigurationError.self) {
      try model.run(distances: digits(21), seed: 1)
    }
    #expect(
      error?.description
        == "there are 21 points, but affinity.maximumPoints is 20; raise it or take fewer points")
    #expect(try model.run(distances: digits(20), seed: 1, iterations: 3).state.iteration == 3)
  }

  @Test("a configuration that is not valid is refused")
  func invalid() {
    var configuration = SamplerConfiguration.edge
    configuration.search.population = 2
    #expect(throws: ConfigurationError.self) { try FixedModel(configuration) }
  }

  /// A change of a format that makes one signal leave its range, and that signal's counter.
  struct Saturating: Sendable, CustomTestStringConvertible {
    var name: String
    var change: @Sendable (inout SamplerConfiguration) throws -> Void
    var count: @Sendable (SaturationCounters) -> Int
    var testDescription: String { name }
  }

  static let saturating = [
    Saturating(
      name: "distances",
      change: { $0.affinity.formats.distance = try format(false, 16, -4) }, count: \.distances),
    Saturating(
      name: "positions",
      change: {
        $0.embedding.formats.position = try format(true, 4, 20)
        $0.embedding.formats.pairPosition = try format(true, 4, 9)
      }, count: \.positions),
    Saturating(
      name: "pairPositions",
      change: { $0.embedding.formats.pairPosition = try format(true, 4, 9) },
      count: \.pairPositions),
    Saturating(
      name: "pairs",
      change: { $0.embedding.formats.squaredDistance = try format(false, 5, 14) },
      count: \.pairs),
    Saturating(
      name: "gradients",
      change: {
        $0.embedding.formats.gradient = try format(true, 2, 20)
        $0.embedding.learningRateBits = 10
      }, count: \.gradients),
    Saturating(
      name: "gains", change: { $0.embedding.formats.gain = try format(false, 1, 8) },
      count: \.gains),
    Saturating(
      name: "velocities",
      change: {
        $0.embedding.formats.velocity = try format(true, 2, 20)
        $0.embedding.learningRateBits = 10
      }, count: \.velocities),
  ]

  static func format(
    _ signed: Bool, _ integerBits: Int, _ fractionBits: Int
  ) throws -> FixedPointFormat {
    try FixedPointFormat(signed: signed, integerBits: integerBits, fractionBits: fractionBits)
  }

  @Test("a format too small is counted under its signal's name", arguments: saturating)
  func saturations(test: Saturating) throws {
    var configuration = SamplerConfiguration.edge
    let distances = try digits(150)
    let before = try FixedModel(configuration).run(
      distances: distances, seed: 1, iterations: 200)
    #expect(test.count(before.saturations) == 0)
    #expect(before.saturations.total == 0)
    try test.change(&configuration)
    let after = try FixedModel(configuration).run(
      distances: distances, seed: 1, iterations: 200)
    #expect(test.count(after.saturations) > 0)
    #expect(after.saturations.total >= test.count(after.saturations))
  }
}
