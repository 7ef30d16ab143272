import Configuration
import HDL

extension AffinityUnit {
  /// Cycles from one result to the next, if no stream pauses and the row is there.
  ///
  /// A pass takes a cycle a point. Around it: the candidates, one a cycle; the scale's table; the
  /// pipeline of the row; the sums, one lane a cycle; the entropy; and the search's decision.
  ///
  /// - Parameters:
  ///   - points: Points of the row, n.
  ///   - generations: What the result says: passes of bisection, else passes behind the first.
  public func cyclesOfRow(points: Int, generations: Int) -> Int {
    let isBisection = shapes.configuration.search.strategy == .bisection
    let passes = isBisection ? generations : generations + 1
    let scale = shapes.mantissaTable.latency
    let row = points + RowStream.latency + shapes.laneLatency
    // From the last candidate to the decision.
    let isEvolution = shapes.configuration.search.strategy == .differentialEvolution
    let decision = 1 + (isEvolution ? EvolutionEngine.contestLatency : 0)
    let pass = scale + row + shapes.lanes + shapes.entropyLatency + decision
    // The search ends, the scale of the first lane is settled, the last element goes through.
    let output = 2 + scale + row + ProbabilityUnit.latency + queueLatency
    // One cycle starts the search, one offers the result.
    return 1 + proposalCycles(generations: generations) + passes * pass + output + 1
  }

  /// Cycles from a payload's way into the queue in memory to its way out.
  private var queueLatency: Int { 2 }

  /// Cycles in which the candidates of all generations are proposed.
  private func proposalCycles(generations: Int) -> Int {
    let first = PointGenerator.warmUp + shapes.lanes
    switch shapes.configuration.search.strategy {
    case .bisection: return generations * shapes.lanes
    case .differentialEvolution:
      let latency = EvolutionEngine.mutantLatency(shapes.configuration.search.mutation)
      return first + generations * (latency + shapes.lanes)
    case .fireworks:
      let others = max(1, shapes.lanes / 4 - 1)
      return first + generations * shapes.lanes + max(0, generations - 1) * others
    }
  }
}
