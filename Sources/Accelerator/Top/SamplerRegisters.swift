public import Configuration
internal import HDL
public import RegisterMap

/// The registers of the sampler, as software sees them.
public struct SamplerRegisters {
  /// Bits of every counter that software reads.
  static let counterBits = 32

  /// How exemplars are chosen.
  public enum Rule: Int, CaseIterable, Sendable {
    /// k-d cells refined by one step of k-means, the medoid of each.
    case refinedCells
    /// The published grid.
    case grid
  }

  /// The declaration.
  public let map: RegisterMap

  // Control and status.
  let start, stop, next: FieldHandle<Bit>
  let isBusy: FieldHandle<Bit>
  let phase: FieldHandle<UInt>
  let done, stopped, failed: FieldHandle<StickyField<Bit>>
  let doneEnable, stoppedEnable, failedEnable: FieldHandle<Bit>
  let busyError, pointsError, bytesError, exemplarsError, seedError: FieldHandle<StickyField<Bit>>
  /// With the back end `axi4`.
  let memoryError: FieldHandle<StickyField<Bit>>?

  // What a run is of.
  let points, imageBytes, exemplars, iterations: FieldHandle<UInt>
  let rule: FieldHandle<Bit>
  let seedLow, seedHigh, targetEntropy: FieldHandle<UInt>
  let imageBase, distanceBase, probabilityBase: FieldHandle<UInt>
  /// With the back end `axi4`.
  let memoryBase: FieldHandle<UInt>?

  // What it gave.
  let exemplar: FieldHandle<UInt>
  let hasExemplar: FieldHandle<Bit>
  let iteration, missedRows, flatRows: FieldHandle<UInt>
  let saturations: [FieldHandle<UInt>]
  let cycles: [FieldHandle<UInt>]
  let readBeats, writtenBeats: FieldHandle<UInt>
  /// With the back end `dram`, in the order of `commandNames`.
  let commands: [FieldHandle<UInt>]

  /// What took the end of its format, in the order of `saturations`.
  public static let saturationNames = [
    "distances", "conditional", "joint", "pairPositions", "pairs", "gradients", "gains",
    "velocities", "positions",
  ]

  /// What is counted of the DRAM's commands, in the order of `commands`.
  public static let commandNames = [
    "activates", "precharges", "reads", "writes", "refreshes", "bankRefreshes", "activeClocks",
    "prechargedClocks",
  ]

  /// The phases with a counter of cycles, in the order of `cycles`.
  public static let phaseNames = ["distances", "affinities", "joint", "embedding", "selection"]

  /// Declares the registers of a configuration.
  public init(_ configuration: SamplerConfiguration) {
    var map = RegisterMap(
      "sampler", "Chooses exemplars among the images in its memory.")
    func number(
      _ name: String, _ width: Int, _ description: String, reset: Int = 0
    ) -> FieldHandle<UInt> {
      let register = map.register(name, description)
      return map.readWrite("value", .uint(width), in: register, reset: reset)
    }
    func reading(_ name: String, _ width: Int, _ description: String) -> FieldHandle<UInt> {
      let register = map.register(name, description)
      return map.readOnly("value", .uint(width), in: register)
    }
    let control = map.register("control", "Begins and ends runs.")
    start = map.pulse("start", .bit, in: control, "Begins a run.")
    stop = map.pulse("stop", .bit, in: control, "Drops the run; `stopped` follows.")
    next = map.pulse("next", .bit, in: control, "Goes to the next exemplar.")
    let status = map.register("status", "What it does.")
    isBusy = map.readOnly("busy", .bit, in: status, "There is a run.")
    phase = map.readOnly(
      "phase", .uint(3), in: status, at: 4,
      values: [FieldValue("idle", 0)]
        + Self.phaseNames.enumerated().map { FieldValue($1, $0 + 1) }
        + [FieldValue("stopping", 6), FieldValue("preparing", 7)], "Its phase.")
    let events = map.register("events", "What happened since it was cleared.")
    done = map.sticky("done", .bit, in: events, "A run came to its end.")
    stopped = map.sticky("stopped", .bit, in: events, "A run was dropped, or none was to be.")
    failed = map.sticky("failed", .bit, in: events, "A run was refused; `errors` tells why.")
    let enables = map.register("enables", "Which events raise the interrupt.")
    doneEnable = map.readWrite("done", .bit, in: enables)
    stoppedEnable = map.readWrite("stopped", .bit, in: enables)
    failedEnable = map.readWrite("failed", .bit, in: enables)
    let errors = map.register("errors", "Why runs were refused.")
    busyError = map.sticky("busy", .bit, in: errors, "There was a run already; it goes on.")
    pointsError = map.sticky(
      "points", .bit, in: errors,
      "`points` was not 1 to \(configuration.affinity.maximumPoints).")
    bytesError = map.sticky(
      "imageBytes", .bit, in: errors,
      "`imageBytes` was not 1 to \(configuration.distance.maximumDimensions).")
    exemplarsError = map.sticky(
      "exemplars", .bit, in: errors, "`exemplars` was not 1 to `points`.")
    seedError = map.sticky("seed", .bit, in: errors, "The seed was 0.")
    let hasBus = configuration.memory.backEnd == .axi4
    memoryError =
      hasBus
      ? map.sticky(
        "memory", .bit, in: errors, "The memory answered with an error; the run was dropped.")
      : nil

    let description = "A run takes what stands here when it begins."
    points = number("points", 24, "Images: 1 to the most there may be. \(description)")
    imageBytes = number("imageBytes", 25, "Bytes of an image.")
    exemplars = number("exemplars", 24, "Exemplars to choose: 1 to the number of images.")
    let ruleRegister = map.register("rule", "How exemplars are chosen.")
    rule = map.readWrite(
      "value", .bit, in: ruleRegister, values: FieldValue.cases(of: Rule.self))
    iterations = number(
      "iterations", 16, "Iterations of the embedding.", reset: configuration.embedding.iterations)
    seedLow = number("seedLow", 32, "The generator's state, low half; not 0 with the high one.")
    seedHigh = number("seedHigh", 32, "The generator's state, high half.")
    let entropy = configuration.affinity.formats.entropy
    targetEntropy = number(
      "targetEntropy", entropy.bitWidth,
      "log2 of the perplexity wanted, in units of 2^-\(entropy.fractionBits).")
    let base = "counted in beats of \(configuration.distance.lanes) bytes."
    imageBase = number("imageBase", 32, "Where the images are, each in whole beats, \(base)")
    distanceBase = number("distanceBase", 32, "Where the distances go, \(base)")
    probabilityBase = number("probabilityBase", 32, "Where the probabilities go, \(base)")

    let result = map.register("exemplar", "The exemplar at hand; `control.next` takes it away.")
    exemplar = map.readOnly("index", .uint(24), in: result, "Its image.")
    hasExemplar = map.readOnly("valid", .bit, in: result, at: 31, "There is one.")
    iteration = reading("iteration", 16, "Iterations done.")
    missedRows = reading("missedRows", 32, "Points whose perplexity was missed.")
    flatRows = reading("flatRows", 32, "Points that are equally far from all others.")
    saturations = Self.saturationNames.map { name in
      reading("saturated_\(name)", 32, "How often the signal took the end of its format.")
    }
    cycles = Self.phaseNames.map { name in
      reading("cycles_\(name)", 32, "Clock cycles of the phase.")
    }
    readBeats = reading("readBeats", 32, "Beats read from the memory.")
    writtenBeats = reading("writtenBeats", 32, "Beats written to the memory.")
    let build = map.register("build", "What this sampler is.")
    map.constant("maximumPoints", width: 17, value: configuration.affinity.maximumPoints, in: build)
    map.constant("beatBytes", width: 9, value: configuration.distance.lanes, in: build)
    // Behind all others, so that these stand where they stand without it.
    memoryBase =
      hasBus
      ? number(
        "memoryBase", AXI4Memory.baseBits(addressBits: configuration.memory.addressBits),
        "Where beat 0 is on the bus: its byte address in pages of 4 KiB. \(description)")
      : nil
    let descriptions = [
      "Rows opened in the run.", "Rows closed.", "Bursts read.", "Bursts written.",
      "Refreshes of all banks.", "Refreshes of one bank.",
      "Clocks with a row open or a refresh going on, summed over the channels.",
      "All other clocks, summed over the channels.",
    ]
    commands =
      configuration.memory.backEnd == .dram
      ? zip(Self.commandNames, descriptions).map { reading("dram_\($0)", Self.counterBits, $1) }
      : []
    self.map = map
  }
}
