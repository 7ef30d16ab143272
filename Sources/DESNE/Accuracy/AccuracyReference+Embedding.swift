public import Configuration
internal import FixedPoint

extension AccuracyReference {
  /// States of one floating-point descent, for teacher forcing.
  ///
  /// - Parameter iterations: When the states are taken, ascending.
  public func states(
    at iterations: [Int] = [0, 25, 100, 250, 499], seed: UInt64 = 1
  ) throws(DESNEError) -> [EmbeddingState] {
    let descent = try descent(seed: seed)
    var states: [EmbeddingState] = []
    for iteration in iterations {
      while descent.iteration < iteration { descent.step() }
      states.append(descent.state)
    }
    return states
  }

  /// One iteration from each state with teacher forcing: the fixed-point step starts at the
  /// floating-point state and P, rounded to their formats.
  ///
  /// - Returns: The errors over all states, in the order of the pipeline.
  public func embeddingErrors(
    states: [EmbeddingState], configuration: SamplerConfiguration? = nil, threads: Int = 0
  ) throws -> [SignalError] {
    let configuration = configuration ?? self.configuration
    let formats = configuration.embedding.formats
    let joint = joint(configuration)
    let embedding = FixedEmbedding(configuration, count: count)
    let descent = try descent(seed: 1)
    var pairs: [String: (fixed: [Double], real: [Double])] = [:]
    func add(_ name: String, _ fixed: [SIMD2<Double>], _ real: [SIMD2<Double>]) {
      pairs[name, default: ([], [])].fixed += fixed.flatMap { [$0.x, $0.y] }
      pairs[name, default: ([], [])].real += real.flatMap { [$0.x, $0.y] }
    }
    func unit(_ bits: Int) -> Double { Double(sign: .plus, exponent: -bits, significand: 1) }
    func real(_ values: [SIMD2<Int32>], _ format: FixedPointFormat) -> [SIMD2<Double>] {
      values.map { SIMD2(Double($0.x), Double($0.y)) * unit(format.fractionBits) }
    }
    for start in states {
      var state = try FixedEmbeddingState(start, formats: formats)
      var forces: EmbeddingForces?
      var gradients: [SIMD2<Int32>] = []
      var probe = FixedModelProbe()
      probe.forces = { forces = $1 }
      probe.gradients = { gradients = $1 }
      embedding.step(&state, joint: joint, threads: threads, probe: probe)
      try descent.replaceState(start)
      let exact = exactForces(start.positions)
      let gradient = descent.gradient().map { $0 * options.effectiveLearningRate(count: count) }
      descent.step()
      let pairBits = formats.pairPosition.fractionBits
      if let forces {
        add(
          "attraction",
          forces.attraction.map {
            SIMD2(Double($0.x), Double($0.y)) * unit(formats.attraction.fractionBits + pairBits)
          }, exact.attraction)
        add(
          "repulsion",
          forces.repulsion.map {
            SIMD2(Double($0.x), Double($0.y)) * unit(formats.squaredWeight.fractionBits + pairBits)
          }, exact.repulsion)
        let sum = Double(forces.weightSum) * unit(formats.weight.fractionBits)
        pairs["weightSum", default: ([], [])].fixed.append(sum)
        pairs["weightSum", default: ([], [])].real.append(exact.weightSum)
      }
      add("gradient", real(gradients, formats.gradient), gradient)
      add("gain", real(state.gains, formats.gain), descent.state.gains)
      add("velocity", real(state.velocities, formats.velocity), descent.state.velocities)
      add("position", real(state.positions, formats.position), descent.state.positions)
    }
    let order = [
      ("attraction", "exact sum"), ("repulsion", "exact sum"), ("weightSum", "exact sum"),
      ("gradient", formats.gradient.notation), ("gain", formats.gain.notation),
      ("velocity", formats.velocity.notation), ("position", formats.position.notation),
    ]
    return order.compactMap { name, format in
      pairs[name].map { SignalError(name: name, format: format, fixed: $0.fixed, real: $0.real) }
    }
  }

  private struct ExactForces {
    var attraction: [SIMD2<Double>]
    var repulsion: [SIMD2<Double>]
    var weightSum = 0.0
  }

  /// The sums over pairs as they are defined: of n p q d, q² d and q.
  private func exactForces(_ positions: [SIMD2<Double>]) -> ExactForces {
    var forces = ExactForces(
      attraction: Array(repeating: SIMD2(0, 0), count: count),
      repulsion: Array(repeating: SIMD2(0, 0), count: count))
    for i in 0..<count {
      for j in i + 1..<max(count, i + 1) {
        let difference = positions[i] - positions[j]
        let weight = 1 / (1 + difference.x * difference.x + difference.y * difference.y)
        let pull = difference * (Double(count) * affinities[i, j] * weight)
        let push = difference * (weight * weight)
        forces.attraction[i] += pull
        forces.attraction[j] -= pull
        forces.repulsion[i] += push
        forces.repulsion[j] -= push
        forces.weightSum += 2 * weight
      }
    }
    return forces
  }
}
