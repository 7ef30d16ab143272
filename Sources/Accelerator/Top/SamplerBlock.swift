internal import Components
public import Configuration
public import HDL
internal import RegisterMap

/// A block of the sampler, for what looks at them one by one.
public enum SamplerBlock: String, CaseIterable, Sendable {
  /// The port of the memory, for all phases.
  case front
  /// The phase of the distances, with the distance unit and the writer of tiles.
  case distances
  /// The reader of rows of distances.
  case rows
  /// The phase of the bandwidths, with the affinity unit.
  case affinities
  /// The phase of the joint probabilities.
  case joint
  /// The reader of joint probabilities.
  case triangle
  /// The embedding unit.
  case embedding
  /// The exemplar selector.
  case selector
  /// The registers with their bus.
  case registers
  /// The queue of exemplars.
  case queue
  /// All of them with the sequencer.
  case whole

  /// Its name in tables.
  public var title: String {
    switch self {
    case .queue: "exemplar queue"
    case .whole: "sampler"
    default: rawValue
    }
  }

  /// Elaborates the block alone.
  ///
  /// - Precondition: the configuration is valid, also by `validateSampler()`.
  /// - Throws: `ElaborationError` never for a valid configuration.
  public func design(of configuration: SamplerConfiguration) throws(ElaborationError) -> Design {
    let shapes = SamplerShapes(configuration)
    return switch self {
    case .front: try elaborate(MemoryFront(beatBits: shapes.beatBits))
    case .distances: try elaborate(DistancePhase(shapes: shapes))
    case .rows: try elaborate(RowReader(shapes: shapes))
    case .affinities: try elaborate(AffinityPhase(shapes: shapes))
    case .joint: try elaborate(JointPhase(shapes: shapes))
    case .triangle: try elaborate(TriangleReader(shapes: shapes))
    case .embedding: try elaborate(EmbeddingUnit(configuration))
    case .selector: try elaborate(ExemplarSelector(configuration))
    case .registers: try elaborate(RegisterBlock(SamplerRegisters(configuration).map))
    case .queue: try elaborate(Sampler.exemplarQueue(shapes))
    case .whole: try elaborate(Sampler(configuration))
    }
  }
}
