public import Configuration
public import MemoryDevices

/// Computes what each method moves and takes for a data set.
public struct EnergyModel: Sendable {
  /// The memory across the board.
  public var far: MemoryDevice
  /// The memory under the logic die.
  public var near: MemoryDevice
  /// The sampler.
  public let configuration: SamplerConfiguration
  /// Everything else.
  public var assumptions: EnergyAssumptions
  /// Commands counted in hardware; where the sizes agree they take the place of calculated ones.
  public var counted: CountedTraffic?

  /// Creates a model.
  public init(
    far: MemoryDevice, near: MemoryDevice, configuration: SamplerConfiguration,
    assumptions: EnergyAssumptions = EnergyAssumptions(), counted: CountedTraffic? = nil
  ) {
    self.counted = counted
    self.far = far
    self.near = near
    self.configuration = configuration
    self.assumptions = assumptions
  }

  /// The configuration for a data set: the model's, or the preset `large` for longer images.
  public func configuration(for workload: EnergyWorkload) -> SamplerConfiguration {
    var chosen = configuration
    if workload.imageBytes > chosen.distance.maximumDimensions,
      let large = SamplerConfiguration.presets.last
    {
      chosen = large
    }
    if let queries = assumptions.queries { chosen.distance.queries = queries }
    if let iterations = assumptions.iterations { chosen.embedding.iterations = iterations }
    return chosen
  }

  /// Groups that a class is split into, and the images of each.
  public func groups(of workload: EnergyWorkload) -> (count: Int, points: Int) {
    let perClass = ceiling(workload.images, workload.classes)
    let limit = min(
      configuration(for: workload).affinity.maximumPoints, assumptions.groupLimit ?? .max)
    let perClassGroups = ceiling(perClass, limit)
    return (workload.classes * perClassGroups, ceiling(perClass, perClassGroups))
  }

  /// The sizes of one group's traffic.
  public func sizes(of workload: EnergyWorkload) -> SamplerTraffic.Sizes {
    let points = groups(of: workload).points
    return SamplerTraffic.Sizes(
      configuration: configuration(for: workload), points: points,
      imageBytes: workload.imageBytes,
      exemplars: ceiling(points * assumptions.keepPercentage, 100), burstBytes: near.burstBytes,
      keepsJointInSRAM: assumptions.keepsJointInSRAM)
  }

  /// What every method takes, in the order of `ComparedMethod.allCases`.
  public func energies(of workload: EnergyWorkload) -> [MethodEnergy] {
    ComparedMethod.allCases.map {
      MethodEnergy(
        method: $0, selection: selection($0, workload), training: training($0, workload))
    }
  }

  /// The energy of the near memory that choosing takes by calculation alone, in picojoules.
  func calculatedNearPicojoules(_ workload: EnergyWorkload) -> Double {
    var model = self
    model.counted = nil
    let use = model.selection(.nms, workload)
    return use.nearPicojoules + use.nearBackgroundPicojoules
  }

  /// Images read for training, across the board.
  func training(_ method: ComparedMethod, _ workload: EnergyWorkload) -> MemoryUse {
    let share = method == .fullTraining ? 100 : assumptions.keepPercentage
    let learned = activationBytes(
      workload, images: workload.images * assumptions.epochs * share / 100, times: 2)
    let spilled = farUse(reading: learned, writing: learned)
    guard method != .fullTraining else {
      return farUse(reading: workload.bytes * assumptions.epochs) + spilled
    }
    if assumptions.hostKeepsExemplars {
      // What was chosen elsewhere has already come across the board, in the selection's account.
      return [.nms, .kMeans, .nessa, .craig].contains(method)
        ? spilled : farUse(reading: kept(workload)) + spilled
    }
    return farUse(reading: kept(workload) * assumptions.epochs) + spilled
  }

  /// Bytes of the images kept.
  func kept(_ workload: EnergyWorkload) -> Int {
    workload.bytes * assumptions.keepPercentage / 100
  }

  /// Bytes of the activations of some images, if they are counted.
  func activationBytes(_ workload: EnergyWorkload, images: Int, times: Int = 1) -> Int {
    assumptions.spillsActivations ? 4 * workload.activations * images * times : 0
  }

  /// Bytes of gradients of the last layer, 32 bits each: class outputs, and those times features.
  func gradientBytes(_ workload: EnergyWorkload) -> Int {
    4 * workload.images * workload.classes * (1 + assumptions.networkFeatures)
  }

  /// Bytes of the similarities within each class, 32 bits each.
  func similarityBytes(_ workload: EnergyWorkload) -> Int {
    4 * workload.images * ceiling(workload.images, workload.classes)
  }

  func selection(_ method: ComparedMethod, _ workload: EnergyWorkload) -> MemoryUse {
    let bytes = workload.bytes
    let images = workload.images
    // Gradients and similarities once, and a pass that drops patches: read and written.
    let intermediates = gradientBytes(workload) + similarityBytes(workload)
    let quantization = intermediates * (assumptions.readsBackIntermediates ? 2 : 1) + bytes
    func passes(tenths: Int, learned: Int = 0) -> MemoryUse {
      let seen = activationBytes(workload, images: images * tenths / 10)
      let spilled = seen + activationBytes(workload, images: learned, times: 2)
      return farUse(reading: spilled, writing: spilled)
    }
    switch method {
    case .fullTraining, .random: return MemoryUse()
    case .dqAsCoded:
      return farUse(
        reading: bytes * assumptions.featurePassTenths / 10 + quantization, writing: bytes)
        + passes(tenths: assumptions.featurePassTenths)
    case .dqCached:
      return farUse(reading: bytes + quantization, writing: bytes) + passes(tenths: 10)
    case .dqas:
      let round = kept(workload) * assumptions.adaptiveEpochs + bytes
      return farUse(
        reading: bytes + quantization + round * assumptions.adaptiveRounds, writing: bytes)
        + passes(
          tenths: 10 * (1 + assumptions.adaptiveRounds),
          learned: images * assumptions.keepPercentage / 100 * assumptions.adaptiveEpochs
            * assumptions.adaptiveRounds)
    case .nessa, .craig:
      // Inside the storage device, charged as a stream of the near memory: no source for its own. Each
      // time, what was chosen crosses the board.
      let times = method == .nessa ? assumptions.selectionEpochs : 1
      let bursts = ceiling(bytes * times, near.burstBytes)
      let spilled = ceiling(activationBytes(workload, images: images * times), near.burstBytes)
      return nearUse(near.streamCounts(reads: bursts + spilled, writes: spilled))
        + farUse(reading: kept(workload) * times)
    case .nms:
      return samplerUse(SamplerTraffic(sizes(of: workload)), workload, countedUse(workload))
    case .kMeans:
      return samplerUse(
        .kMeans(sizes(of: workload), steps: assumptions.kMeansSteps), workload)
    }
  }

  /// What the sampler takes of its memory for all groups by counts of the hardware, exemplars read out
  /// as a stream; nil where nothing was counted on this memory with these sizes.
  func countedUse(_ workload: EnergyWorkload) -> MemoryUse? {
    let sizes = sizes(of: workload)
    guard let counted, counted.device == near.name, let run = counted.run(of: sizes) else {
      return nil
    }
    let group = run.phases.reduce(MemoryUse()) { sum, phase in
      let times = phase.name == "embedding" ? Double(sizes.iterations) / Double(run.iterations) : 1
      return sum + nearUse(phase.counts) * times
    }
    let exemplars = near.streamCounts(
      reads: sizes.exemplars * ceiling(sizes.imageBytes, near.burstBytes), writes: 0)
    return (group + nearUse(exemplars)) * Double(groups(of: workload).count)
  }

  /// The sampler's traffic in its memory for all groups, and the exemplars across the board once.
  private func samplerUse(
    _ traffic: SamplerTraffic, _ workload: EnergyWorkload, _ counted: MemoryUse? = nil
  ) -> MemoryUse {
    let groups = groups(of: workload).count
    let counts = traffic.counts(
      on: near, groups: groups, clockMegahertz: assumptions.samplerMegahertz)
    var use = (counted ?? nearUse(counts)) + farUse(reading: kept(workload))
    let sramBursts = traffic.stages.reduce(0) { $0 + $1.sramReads } * groups
    let sramBits = 8.0 * Double(sramBursts) * Double(near.burstBytes)
    use.sramPicojoules = sramBits * Double(assumptions.sramFemtojoulesPerBit) / 1_000
    if assumptions.samplerLoadsDataset {
      let bursts = ceiling(workload.bytes, near.burstBytes)
      use =
        use + farUse(reading: workload.bytes)
        + nearUse(near.streamCounts(reads: 0, writes: bursts))
    }
    return use
  }

  /// Bytes streamed across the board.
  func farUse(reading: Int, writing: Int = 0) -> MemoryUse {
    var use = MemoryUse()
    use.boardBytes = Double(reading) + Double(writing)
    if let flat = assumptions.farFemtojoulesPerBit {
      use.farPicojoules = 8 * use.boardBytes * Double(flat) / 1_000
    } else {
      let counts = far.streamCounts(
        reads: ceiling(reading, far.burstBytes), writes: ceiling(writing, far.burstBytes))
      use.farPicojoules = scaled(far.energy(of: counts).picojoules)
    }
    return use
  }

  func nearUse(_ counts: CommandCounts) -> MemoryUse {
    var use = MemoryUse()
    use.nearBytes = Double((counts.reads + counts.writes) * near.burstBytes)
    let bits = 8 * use.nearBytes
    if let flat = assumptions.nearFemtojoulesPerBit {
      use.nearPicojoules = bits * Double(flat) / 1_000
    } else {
      let energy = near.energy(of: counts)
      use.nearPicojoules = scaled(energy.picojoules { !$0.isBackground })
      use.nearBackgroundPicojoules =
        scaled(energy.picojoules(where: \.isBackground))
        * Double(assumptions.nearBackgroundPercentage) / 100
    }
    use.nearPicojoules += bits * Double(assumptions.nearInterfaceFemtojoulesPerBit) / 1_000
    return use
  }

  private func scaled(_ picojoules: Double) -> Double {
    picojoules * Double(assumptions.currentPercentage) / 100
  }

  func ceiling(_ value: Int, _ divisor: Int) -> Int { (value + divisor - 1) / divisor }
}
