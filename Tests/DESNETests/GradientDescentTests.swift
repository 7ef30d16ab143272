import DESNE
import Datasets
import Foundation
import Testing

@Suite("Gradient descent")
struct GradientDescentTests {
  private static let sizes = [2, 3, 8, 127, 128, 129, 200, 257]

  /// Digits, their P and a start that is spread out.
  private func setUp(
    _ count: Int, _ precision: Precision, threads: Int = 2
  ) throws -> (p: [Double], descent: GradientDescent) {
    let digits = try Dataset.opticalDigits().prefix(count)
    let reference = PlainReference(images: digits.pixels, bytesPerImage: 64)
    let p = reference.joint(log2Betas: Array(repeating: -15, count: count))
    var options = DESNEOptions(precision: precision, threads: threads)
    options.initialSpread = 8
    let affinities = Affinities(matrix: p, count: count, precision: precision)
    return (p, try GradientDescent(affinities: affinities, options: options))
  }

  @Test("the gradient is that of the formula", arguments: sizes, Precision.allCases)
  func gradient(count: Int, precision: Precision) throws {
    let (p, descent) = try setUp(count, precision)
    let wanted = PlainReference.gradient(p, descent.state.positions, exaggeration: 4)
    let scale = wanted.map { max(abs($0.x), abs($0.y)) }.max() ?? 0
    let tolerance = precision == .float32 ? 2e-6 : 1e-13
    for (found, wanted) in zip(descent.gradient(), wanted) {
      #expect(abs(found.x - wanted.x) <= tolerance * scale)
      #expect(abs(found.y - wanted.y) <= tolerance * scale)
    }
  }

  @Test("the gradient is the slope of the divergence")
  func slope() throws {
    let (_, descent) = try setUp(40, .float64)
    var state = descent.state
    state.iteration = 100
    try descent.replaceState(state)
    let gradient = descent.gradient()
    for index in [0, 17, 39] {
      var (up, down) = (state, state)
      up.positions[index].x += 1e-4
      down.positions[index].x -= 1e-4
      try descent.replaceState(up)
      let high = descent.klDivergence()
      try descent.replaceState(down)
      let slope = (high - descent.klDivergence()) / 2e-4
      #expect(abs(slope - gradient[index].x) < 1e-8)
    }
  }

  @Test("the divergence is that of the formula", arguments: sizes, Precision.allCases)
  func divergence(count: Int, precision: Precision) throws {
    let (p, descent) = try setUp(count, precision)
    let wanted = PlainReference.divergence(p, descent.state.positions)
    let tolerance = precision == .float32 ? 2e-6 : 1e-13
    #expect(abs(descent.klDivergence() - wanted) <= tolerance * max(1, wanted))
    // The second time without the part that only depends on P.
    #expect(abs(descent.klDivergence() - wanted) <= tolerance * max(1, wanted))
  }

  @Test("a step follows momentum, gains and schedule", arguments: [0, 99, 100])
  func step(iteration: Int) throws {
    let count = 50
    let (p, descent) = try setUp(count, .float64)
    var state = descent.state
    state.iteration = iteration
    var random = Xorshift64(seed: 9)
    for index in 0..<count {
      state.velocities[index] = SIMD2(
        Double(random.next(below: 100)) - 50, Double(random.next(below: 100)) - 50)
      state.gains[index] = SIMD2(0.01, 0.5)
    }
    try descent.replaceState(state)
    descent.step()
    let exaggeration = iteration < 100 ? 4.0 : 1
    let momentum = iteration < 100 ? 0.5 : 0.8
    let gradient = PlainReference.gradient(p, state.positions, exaggeration: exaggeration)
    var wanted = state
    for index in 0..<count {
      for axis in 0..<2 {
        let g = gradient[index][axis]
        let grows = g * state.velocities[index][axis] < 0
        let old = state.gains[index][axis]
        let gain = max(0.01, grows ? old + 0.2 : old * 0.8)
        wanted.gains[index][axis] = gain
        wanted.velocities[index][axis] =
          momentum * state.velocities[index][axis] - 64 * gain * g
        wanted.positions[index][axis] += wanted.velocities[index][axis]
      }
    }
    let mean = wanted.positions.reduce(SIMD2(0, 0), +) / Double(count)
    let found = descent.state
    #expect(found.iteration == iteration + 1)
    for index in 0..<count {
      for axis in 0..<2 {
        #expect(found.gains[index][axis] == wanted.gains[index][axis])
        #expect(abs(found.velocities[index][axis] - wanted.velocities[index][axis]) < 1e-12)
        let position = wanted.positions[index][axis] - mean[axis]
        #expect(abs(found.positions[index][axis] - position) < 1e-12)
      }
    }
  }

  @Test("a state goes in and out unchanged", arguments: Precision.allCases)
  func state(precision: Precision) throws {
    let (_, descent) = try setUp(20, precision)
    for _ in 0..<5 { descent.step() }
    let state = descent.state
    let other = try setUp(20, precision).descent
    try other.replaceState(state)
    #expect(other.state == state)
    descent.step()
    other.step()
    #expect(other.state == descent.state)
  }

  @Test("the result does not depend on the number of threads", arguments: Precision.allCases)
  func threads(precision: Precision) throws {
    let states = try [1, 2, 5].map { threads in
      let descent = try setUp(400, precision, threads: threads).descent
      for _ in 0..<10 { descent.step() }
      return descent.state
    }
    #expect(states[1] == states[0])
    #expect(states[2] == states[0])
  }

  @Test("a learning rate far too large gives a map of numbers", arguments: Precision.allCases)
  func divergentStep(precision: Precision) throws {
    let digits = try Dataset.opticalDigits().prefix(30)
    var options = DESNEOptions(iterations: 60, precision: precision)
    options.learningRate = 100_000
    let embedding = try Embedding(images: digits.pixels, bytesPerImage: 64, options: options)
    #expect(embedding.positions.allSatisfy { abs($0.x) <= 65_536 && abs($0.y) <= 65_536 })
    #expect(embedding.klDivergence.isFinite)
  }

  @Test("a state of other points or beyond the edge is refused")
  func refusals() throws {
    let (_, descent) = try setUp(20, .float32)
    #expect(throws: DESNEError("the state has 3 points where there are 20")) {
      try descent.replaceState(EmbeddingState(positions: [.zero, .zero, .zero]))
    }
    var state = descent.state
    state.positions[4].y = .nan
    #expect(throws: DESNEError.self) { try descent.replaceState(state) }
  }
}
