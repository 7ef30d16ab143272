public import MemoryDevices

/// All methods on all data sets, what the result hangs on, and which published figures it reaches.
public struct EnergyComparison: Codable, Sendable {
  /// One data set.
  public struct Section: Codable, Sendable {
    /// The data set.
    public var workload: EnergyWorkload
    /// Name of the sampler's configuration.
    public var configuration: String
    /// Groups that the sampler works on, one after the other.
    public var groups: Int
    /// The sizes of a group.
    public var sizes: SamplerTraffic.Sizes
    /// The sampler's traffic for one group.
    public var traffic: SamplerTraffic
    /// What the near memory's counters would show after all groups, by calculation.
    public var counts: CommandCounts
    /// The run whose counts take the place of calculated ones; nil if none has these sizes.
    public var counted: CountedTraffic.Run?
    /// Near energy of choosing by counts of the hardware over that by calculation.
    public var countedRatio: Double?
    /// The methods, in the order of `ComparedMethod.allCases`.
    public var methods: [MethodEnergy]
    /// The methods under each change, in the order of the comparison's `scenarios`.
    public var variations: [[MethodEnergy]]
  }

  /// A published figure under one reading of it.
  public struct Claim: Codable, Sendable {
    /// What is divided by what.
    public var name: String
    /// The figure.
    public var target: Double
    /// The ratio for each data set.
    public var ratios: [Double]
    /// Whether each data set reaches it.
    public var isReached: [Bool]

    init(name: String, target: Double, ratios: [Double]) {
      self.name = name
      self.target = target
      self.ratios = ratios
      isReached = ratios.map { $0 >= target }
    }
  }

  /// Name of the far memory.
  public var far: String
  /// Name of the near memory.
  public var near: String
  /// Energy of a stream of reads from the far memory, in picojoules a bit.
  public var farPicojoulesPerBit: Double
  /// The same of the near memory.
  public var nearPicojoulesPerBit: Double
  /// Clock of the near memory, in megahertz.
  public var nearMegahertz: Int
  /// Bytes that the near memory, one channel, holds.
  public var nearCapacityBytes: Int
  /// What is assumed.
  public var assumptions: EnergyAssumptions
  /// Names of the changes.
  public var scenarios: [String]
  /// The data sets.
  public var sections: [Section]
  /// The published figures.
  public var claims: [Claim]

  /// Computes everything.
  public init(
    _ model: EnergyModel, lowPower: MemoryDevice, stack: MemoryDevice? = nil,
    workloads: [EnergyWorkload] = EnergyWorkload.all
  ) {
    let scenarios = EnergyScenario.all(lowPower: lowPower, stack: stack)
    far = model.far.name
    near = model.near.name
    farPicojoulesPerBit = model.far.streamPicojoulesPerBit
    nearPicojoulesPerBit = model.near.streamPicojoulesPerBit
    nearMegahertz = model.near.timing.clockMegahertz
    nearCapacityBytes = model.near.capacityBytes
    assumptions = model.assumptions
    self.scenarios = scenarios.map(\.name)
    sections = workloads.map { workload in
      let traffic = SamplerTraffic(model.sizes(of: workload))
      let groups = model.groups(of: workload).count
      return Section(
        workload: workload, configuration: model.configuration(for: workload).name, groups: groups,
        sizes: model.sizes(of: workload), traffic: traffic,
        counts: traffic.counts(
          on: model.near, groups: groups, clockMegahertz: model.assumptions.samplerMegahertz),
        counted: model.countedUse(workload) == nil
          ? nil : model.counted?.run(of: model.sizes(of: workload)),
        countedRatio: model.countedUse(workload).map {
          ($0.nearPicojoules + $0.nearBackgroundPicojoules)
            / model.calculatedNearPicojoules(workload)
        },
        methods: model.energies(of: workload),
        variations: scenarios.map { $0.applied(to: model).energies(of: workload) })
    }
    claims = []
    claims = Self.claims(
      sections, scenarios: self.scenarios,
      featurePasses: Double(model.assumptions.featurePassTenths) / 10)
  }

  /// Far passes that cost as much as one pass near, times the passes of Dataset Quantization as coded:
  /// the near passes that its feature passes alone would pay for.
  public var breakEvenPasses: Double {
    farPicojoulesPerBit / nearPicojoulesPerBit * Double(assumptions.featurePassTenths) / 10
  }

  /// Passes over the data set that the sampler's near traffic amounts to.
  public func nearPasses(_ section: Section) -> Double {
    section.methods.filter { $0.method == .nms }.reduce(0) { $0 + $1.selection.nearBytes }
      / Double(section.workload.bytes)
  }

  private static func claims(
    _ sections: [Section], scenarios: [String], featurePasses: Double
  ) -> [Claim] {
    func ratios(
      _ numerator: ComparedMethod, _ scenario: String? = nil, _ value: (MethodEnergy) -> Double
    ) -> [Double] {
      sections.map { section in
        let place = scenario.flatMap { scenarios.firstIndex(of: $0) }
        let methods = place.map { section.variations[$0] } ?? section.methods
        func find(_ method: ComparedMethod) -> Double {
          methods.first { $0.method == method }.map(value) ?? 0
        }
        return find(numerator) / find(.nms)
      }
    }
    let kept = "host keeps the chosen images on its die"
    let best = "all four of these"
    let spilled = "activations of ResNet-18 through memory"
    let storage = "data set brought into the stack first"
    return [
      .init(
        name: "board bytes to choose, feature passes of DQ as coded alone / NMS", target: 50,
        ratios: sections.map { section in
          let nms = section.methods.first { $0.method == .nms }?.selection.boardBytes ?? 0
          return featurePasses * Double(section.workload.bytes) / nms
        }),
      .init(
        name: "board bytes to choose, DQ as coded / NMS", target: 50,
        ratios: ratios(.dqAsCoded) { $0.selection.boardBytes }),
      .init(
        name: "board bytes to choose, DQ with cached features / NMS", target: 50,
        ratios: ratios(.dqCached) { $0.selection.boardBytes }),
      .init(
        name: "board bytes to choose, CRAIG once in storage / NMS", target: 50,
        ratios: ratios(.craig) { $0.selection.boardBytes }),
      .init(
        name: "board bytes to choose, DQ as coded / NMS, \(storage)", target: 50,
        ratios: ratios(.dqAsCoded, storage) { $0.selection.boardBytes }),
      .init(
        name: "board bytes to choose and train, DQ as coded / NMS", target: 50,
        ratios: ratios(.dqAsCoded) { $0.total.boardBytes }),
      .init(
        name: "board bytes to choose and train, full training / NMS", target: 50,
        ratios: ratios(.fullTraining) { $0.total.boardBytes }),
      .init(
        name: "board bytes to choose and train, full training / NMS, \(kept)", target: 50,
        ratios: ratios(.fullTraining, kept) { $0.total.boardBytes }),
      .init(
        name: "all bytes to choose, near ones too, DQ as coded / NMS", target: 50,
        ratios: ratios(.dqAsCoded) { $0.selection.bytes }),
      .init(
        name: "energy to choose, DQ as coded / NMS", target: 5,
        ratios: ratios(.dqAsCoded) { $0.selection.picojoules }),
      .init(
        name: "energy to choose, DQ with cached features / NMS", target: 5,
        ratios: ratios(.dqCached) { $0.selection.picojoules }),
      .init(
        name: "energy to choose, CRAIG once in storage / NMS", target: 5,
        ratios: ratios(.craig) { $0.selection.picojoules }),
      .init(
        name: "energy to choose, k-means medoids in memory / NMS", target: 5,
        ratios: ratios(.kMeans) { $0.selection.picojoules }),
      .init(
        name: "energy to choose, DQ as coded / NMS, all four changes", target: 5,
        ratios: ratios(.dqAsCoded, best) { $0.selection.picojoules }),
      .init(
        name: "energy to choose, DQ with cached features / NMS, all four changes", target: 5,
        ratios: ratios(.dqCached, best) { $0.selection.picojoules }),
      .init(
        name: "energy to choose, DQ as coded / NMS, \(spilled)", target: 5,
        ratios: ratios(.dqAsCoded, spilled) { $0.selection.picojoules }),
      .init(
        name: "energy to choose, DQ with cached features / NMS, \(spilled)", target: 5,
        ratios: ratios(.dqCached, spilled) { $0.selection.picojoules }),
      .init(
        name: "energy to choose and train, DQ as coded / NMS, \(spilled)", target: 5,
        ratios: ratios(.dqAsCoded, spilled) { $0.total.picojoules }),
      .init(
        name: "energy to choose and train, DQ as coded / NMS", target: 5,
        ratios: ratios(.dqAsCoded) { $0.total.picojoules }),
      .init(
        name: "energy to choose and train, DQ as coded / NMS, all four changes", target: 5,
        ratios: ratios(.dqAsCoded, best) { $0.total.picojoules }),
      .init(
        name: "energy to choose and train, full training / NMS", target: 5,
        ratios: ratios(.fullTraining) { $0.total.picojoules }),
      .init(
        name: "energy to choose and train, full training / NMS, all four changes", target: 5,
        ratios: ratios(.fullTraining, best) { $0.total.picojoules }),
    ]
  }
}
