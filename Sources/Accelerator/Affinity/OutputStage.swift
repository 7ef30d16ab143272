import Components
import HDL

/// The way of the probabilities out of the unit: no element is issued that would not find room, so
/// nothing in the pipeline ever waits.
struct OutputStage {
  /// Another element may be issued.
  let hasRoom: Bit
  private let module: ModuleBuilder
  private let shapes: AffinityShapes
  private let ports: AffinityUnit.Ports
  private let unit: ProbabilityUnit.Ports
  private let queue: StreamFIFO<ProbabilityLayout>.Ports
  private let credits: UInt

  init(
    _ module: ModuleBuilder, _ shapes: AffinityShapes, _ ports: AffinityUnit.Ports,
    best: Evaluation
  ) {
    self.module = module
    self.shapes = shapes
    self.ports = ports
    let depth = Self.depth(shapes)
    let queue = module.instance(
      StreamFIFO(ports.probability.payload.layout, depth: depth), named: "queue")
    self.queue = queue
    queue.output.connect(to: ports.probability)
    queue.occupancy.ignore()
    let credits = module.register("credits", .uint(addressBits(depth + 1)), reset: depth)
    self.credits = credits
    hasRoom = (credits .!= 0).named("hasRoom")
    unit = module.instance(ProbabilityUnit(shapes.configuration), named: "probabilities")
    unit.reciprocal.assign(best.reciprocal)
    unit.exponent.assign(best.exponent)
  }

  /// The queue holds what can be under way, and as much as leaves meanwhile.
  static func depth(_ shapes: AffinityShapes) -> Int {
    RowStream.latency + shapes.laneLatency + ProbabilityUnit.latency + 4
  }

  /// Connects the weights, and what the result says of the row.
  ///
  /// - Parameter issues: An element for the output is issued at this edge.
  /// - Returns: The last probability of the row leaves at this edge.
  func connect(
    weight: Fixed, _ stream: RowStream, issues: Bit, isStarting: Bit, row: RowBuffer.Ports,
    _ search: SearchPorts
  ) -> Bit {
    unit.weight.assign(weight)
    let element = stream.atSums.delayed(module, by: ProbabilityUnit.latency, "weight")
    let leaves = ports.probability.fires().named("probabilityLeaves")
    module.when(issues .& .!leaves) { credits.assign(credits .&- 1) }
    module.when(leaves .& .!issues) { credits.assign(credits .&+ 1) }
    queue.input.valid.assign(element.isOutput)
    queue.input.payload.assign(
      Probability(
        value: mux(element.counts, unit.probability, 0), isLast: element.isLast))
    module.assert(
      "hasRoomForProbability", queue.input.ready, "a probability finds the queue full",
      when: element.isOutput)

    func counter(_ name: String, _ condition: Bit) -> UInt {
      let count = module.register(name, .uint(shapes.countBits))
      module.when(isStarting) { count.set(to: 0) }.elseWhen(condition) {
        count.assign(count .&+ 1)
      }
      return count
    }
    let counts = element.isOutput .& element.counts
    ports.result.payload.assign(
      RowResult(
        point: row.row.point, logBeta: search.best.logBeta, error: search.best.error,
        generations: search.generations,
        isWithinTolerance: search.isWithinTolerance, minimum: row.minimum, isFlat: row.isFlat,
        nearest: row.nearest,
        saturatedDistances: element.isSaturated.map { counter("saturatedDistances", counts .& $0) }
          ?? module.constant(0, .uint(shapes.countBits)),
        saturatedProbabilities: counter("saturatedProbabilities", counts .& unit.isSaturated)))
    return (leaves .& ports.probability.payload.isLast).named("lastLeaves")
  }
}
