import MemoryDevices
public import MemorySystem

/// The comparison of methods by memory traffic and energy, as text, page and charts.
public struct EnergyReport: Sendable {
  /// The figures.
  public let comparison: EnergyComparison

  /// Creates a report.
  public init(_ comparison: EnergyComparison) {
    self.comparison = comparison
  }

  struct Table {
    var caption: String
    var head: [String]
    var rows: [[String]]
  }

  /// What is assumed, a sentence each.
  var assumptions: [String] {
    let a = comparison.assumptions
    let perBit = { Quantity.digits($0) }
    return [
      "Far memory: \(comparison.far), \(perBit(comparison.farPicojoulesPerBit)) pJ/bit streamed. Near "
        + "memory: \(comparison.near), \(perBit(comparison.nearPicojoulesPerBit)) pJ/bit streamed. Both "
        + "from data-sheet currents, which lie about twice above measured silicon: ratios count, not joules.",
      "Both stream through open rows at \(MemoryDevice.streamPercentage) % of the clocks that refreshes "
        + "leave. Standby and refresh: of the near memory all the time the sampler runs at "
        + "\(a.samplerMegahertz) MHz; of the far memory while it streams, which favours the methods of the host.",
      "Keep \(a.keepPercentage) %, \(a.epochs) epochs; bytes are 8-bit pixels; nothing is compressed.",
      "Training counts the images read for it, every epoch, from the far memory for every method. Weights, "
        + "activations and gradients of training are left out: they are the same for equally many images.",
      "Of networks that methods select with, only data-set passes, gradients and similarities are counted, "
        + "not weights and activations, which favours DQ, DQAS, NeSSA and CRAIG. How much it may is shown by "
        + "the row where all outputs of ResNet-18's convolutions, 32 bits each, go through memory, written "
        + "and read once where it looks and twice where it learns, in training too: an upper bound.",
      "DQ: \(a.featurePassTenths / 10).\(a.featurePassTenths % 10) passes for features as coded, one if they "
        + "are cached; gradients of the last layer (32 bits, classes times 1 + \(a.networkFeatures)) and "
        + "similarities within each class (32 bits) once each; one pass read and written to drop patches.",
      "DQAS: DQ with cached features and \(a.adaptiveRounds) rounds of \(a.adaptiveEpochs) epochs on what is "
        + "kept and one pass to judge; the paper leaves both numbers open.",
      "NeSSA: \(a.selectionEpochs) selections, CRAIG one; each reads the data set inside the storage device, "
        + "charged like the near memory for want of a source, and sends what it chose across the board.",
      "NMS: \(counted)",
      "NMS: \(configurations); the map of the embedding stays on the die and is left out. What it chooses "
        + "crosses the board once, charged as a far read, and is read in training like everybody's.",
      "Of the changes, 64 query images are within what the distance unit can be built for, and 100 "
        + "iterations choose as well as 500 on Fashion-MNIST; whether groups of 250 do was not measured. The "
        + "joint probabilities of a group take \(jointSizes); no SRAM of that size was placed on a die, and "
        + "its \(Quantity.digits(Double(a.sramFemtojoulesPerBit) / 1_000)) pJ/bit are those of a 1 MB cache "
        + "(100 pJ for 64 bits; Horowitz, ISSCC 2014).",
      "k-means: \(a.kMeansSteps) steps on the same distance unit; centres and sums in the near memory.",
      "The data set is where each method needs it: in the far memory, the stack or the storage device. "
        + "\(capacities)",
      "Not counted for any method: the far memory's standby while others select, processors, logic, links "
        + "of the storage device.",
    ]
  }

  /// Where the sampler's commands come from.
  private var counted: String {
    comparison.sections.map { section in
      guard let run = section.counted, let ratio = section.countedRatio else {
        return "\(section.workload.name) by calculation"
      }
      let near = Quantity.ratio(ratio)
      return
        "\(section.workload.name) by the command counters of the hardware (\(run.source), "
        + "\(run.points) images, \(run.iterations) iterations, the embedding's counts scaled to "
        + "\(section.sizes.iterations)), whose near energy is \(near) of the calculated one"
    }.joined(separator: "; ")
      + ". Changes of the sampler that were not counted are calculated."
  }

  private var configurations: String {
    comparison.sections.map { section in
      let sizes = section.sizes
      return
        "\(section.workload.name) \(section.groups) groups of \(sizes.points) by configuration "
        + "\(section.configuration), \(sizes.queries) query images, \(sizes.iterations) iterations, "
        + "\(sizes.distanceBytes)-byte distances, \(sizes.probabilitiesPerBeat) probabilities a beat of \(sizes.lanes) bytes"
    }.joined(separator: "; ")
  }

  private var jointSizes: String {
    comparison.sections.map {
      "\(Quantity.bytes(Double($0.sizes.jointBytes))) (\($0.workload.name))"
    }.joined(separator: ", ")
  }

  private var capacities: String {
    let texts = comparison.sections.map {
      "\($0.workload.name) has \(Quantity.bytes(Double($0.workload.bytes)))"
    }
    return texts.joined(separator: ", ")
      + "; \(comparison.near) holds \(Quantity.bytes(Double(comparison.nearCapacityBytes))), so larger sets "
      + "need more of it, of which one is charged at a time."
  }

  /// Methods down; bytes and energy of choosing and training.
  func methods(_ section: EnergyComparison.Section) -> Table {
    let nms = section.methods.first { $0.method == .nms }
    return Table(
      caption: "\(section.workload.name): \(section.workload.images) images of "
        + "\(section.workload.imageBytes) bytes",
      head: [
        "method", "choosing: board", "near", "energy", "of it near standby", "training: board",
        "energy", "both: board", "energy", "energy / NMS",
      ],
      rows: section.methods.map { method in
        let (selection, training, total) = (method.selection, method.training, method.total)
        return [
          method.method.rawValue, Quantity.bytes(selection.boardBytes),
          Quantity.bytes(selection.nearBytes), Quantity.energy(picojoules: selection.picojoules),
          Quantity.energy(picojoules: selection.nearBackgroundPicojoules),
          Quantity.bytes(training.boardBytes), Quantity.energy(picojoules: training.picojoules),
          Quantity.bytes(total.boardBytes), Quantity.energy(picojoules: total.picojoules),
          Quantity.ratio(total.picojoules / (nms?.total.picojoules ?? .nan)),
        ]
      })
  }

  /// The sampler's stages.
  func stages(_ section: EnergyComparison.Section) -> Table {
    let burst = Double(section.sizes.burstBytes) * Double(section.groups)
    let all = Double(section.workload.bytes)
    let bytes = { (bursts: Int) in Quantity.bytes(Double(bursts) * burst) }
    return Table(
      caption: "\(section.workload.name): NMS in its memory, all groups; "
        + "\(Quantity.digits(comparison.nearPasses(section))) passes over the data set in all, in "
        + "\(Quantity.digits(seconds(section))) s",
      head: ["stage", "read", "written", "passes", "million clocks of computing a group"],
      rows: section.traffic.stages.map { stage in
        [
          stage.name, bytes(stage.reads), bytes(stage.writes),
          Quantity.digits(Double(stage.reads + stage.writes) * burst / all),
          Quantity.digits(Double(stage.computeClocks) / 1e6),
        ]
      })
  }

  /// How long the sampler takes for all groups.
  private func seconds(_ section: EnergyComparison.Section) -> Double {
    Double(section.counts.clocks) / (1e6 * Double(comparison.nearMegahertz))
  }

  /// Changes of the assumptions down; NMS beside its competitors.
  func sensitivity(_ section: EnergyComparison.Section) -> Table {
    Table(
      caption:
        "\(section.workload.name): energy to choose under other assumptions, and ratios to NMS "
        + "(above 1: NMS takes less)",
      head: [
        "assumption", "NMS", "DQ as coded", "ratio", "DQ cached", "ratio", "k-means", "ratio",
        "choosing and training, DQ cached", "full",
      ],
      rows: zip(comparison.scenarios, section.variations).map { name, methods in
        func use(_ method: ComparedMethod) -> MethodEnergy? {
          methods.first { $0.method == method }
        }
        func choosing(_ method: ComparedMethod) -> Double {
          use(method)?.selection.picojoules ?? .nan
        }
        func both(_ method: ComparedMethod) -> Double { use(method)?.total.picojoules ?? .nan }
        let nms = choosing(.nms)
        return [
          name, Quantity.energy(picojoules: nms),
          Quantity.energy(picojoules: choosing(.dqAsCoded)),
          Quantity.ratio(choosing(.dqAsCoded) / nms),
          Quantity.energy(picojoules: choosing(.dqCached)),
          Quantity.ratio(choosing(.dqCached) / nms),
          Quantity.energy(picojoules: choosing(.kMeans)), Quantity.ratio(choosing(.kMeans) / nms),
          Quantity.ratio(both(.dqCached) / both(.nms)),
          Quantity.ratio(both(.fullTraining) / both(.nms)),
        ]
      })
  }

  /// The published figures and whether they are reached.
  var claims: Table {
    Table(
      caption:
        "Published: 50 times less data movement, 5 times less memory energy than the nearest "
        + "competitor. Which readings reach it",
      head: ["reading", "published"] + comparison.sections.map(\.workload.name),
      rows: comparison.claims.map { claim in
        [claim.name, Quantity.digits(claim.target)]
          + zip(claim.ratios, claim.isReached).map { ratio, isReached in
            "\(Quantity.ratio(ratio)) \(isReached ? "reached" : "not reached")"
          }
      })
  }

  /// The near passes that pay for themselves.
  var breakEven: String {
    let passes = comparison.sections.map {
      "\($0.workload.name) \(Quantity.digits(comparison.nearPasses($0)))"
    }
    return "The feature passes of DQ as coded cost as much as "
      + "\(Quantity.digits(comparison.breakEvenPasses)) passes over the data set near; NMS makes "
      + passes.joined(separator: ", ") + "."
  }

  /// Energy to choose, a group of bars for each data set.
  public func chart(_ section: EnergyComparison.Section) -> BarChart {
    let methods = section.methods.filter { $0.selection.picojoules > 0 }
    return BarChart(
      title: "\(section.workload.name): memory energy per image to choose",
      verticalName: "energy per image (µJ)",
      categories: methods.map { $0.method.shortName },
      series: [
        ("across the board", { (use: MemoryUse) in use.farPicojoules }),
        ("near memory", { $0.nearPicojoules }),
        ("near standby and refresh", { $0.nearBackgroundPicojoules }),
      ].map { name, value in
        .init(
          name,
          values: methods.map { value($0.selection) / 1e6 / Double(section.workload.images) })
      }, verticalScale: .logarithmic)
  }
}

extension ComparedMethod {
  /// Short enough for an axis.
  var shortName: String {
    switch self {
    case .fullTraining: "full"
    case .random: "random"
    case .dqAsCoded: "DQ coded"
    case .dqCached: "DQ cached"
    case .dqas: "DQAS"
    case .nessa: "NeSSA"
    case .craig: "CRAIG"
    case .nms: "NMS"
    case .kMeans: "k-means"
    }
  }
}
