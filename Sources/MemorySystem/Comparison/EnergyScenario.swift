public import MemoryDevices

/// A change of the assumptions, to see what the result hangs on.
public struct EnergyScenario: Sendable {
  /// What is changed.
  public let name: String
  /// The change.
  let change: @Sendable (inout EnergyModel) -> Void

  init(_ name: String, _ change: @escaping @Sendable (inout EnergyModel) -> Void) {
    self.name = name
    self.change = change
  }

  /// The model with the change.
  public func applied(to model: EnergyModel) -> EnergyModel {
    var changed = model
    change(&changed)
    return changed
  }

  /// The assumptions as declared, then one change at a time, then several for the sampler at once.
  ///
  /// - Parameters:
  ///   - lowPower: The device that takes the far memory's place in two of them.
  ///   - stack: The device that takes the near memory's place in one, if any.
  public static func all(lowPower: MemoryDevice, stack: MemoryDevice? = nil) -> [EnergyScenario] {
    [
      .init("as declared") { _ in },
      .init("commands calculated, none counted in hardware") { $0.counted = nil },
      .init("64 query images resident") { $0.assumptions.queries = 64 },
      .init("100 iterations of the embedding") { $0.assumptions.iterations = 100 },
      .init("groups of at most 250 images") { $0.assumptions.groupLimit = 250 },
      .init("joint probabilities in SRAM on the die") { $0.assumptions.keepsJointInSRAM = true },
      .init("all four of these") {
        $0.assumptions.queries = 64
        $0.assumptions.iterations = 100
        $0.assumptions.groupLimit = 250
        $0.assumptions.keepsJointInSRAM = true
      },
      .init("near standby and refresh not charged") {
        $0.assumptions.nearBackgroundPercentage = 0
      },
      .init("near interface of 0.66 pJ/bit (SeDRAM)") {
        $0.assumptions.nearInterfaceFemtojoulesPerBit = 660
      },
      .init("near interface of 0.88 pJ/bit (SeDRAM)") {
        $0.assumptions.nearInterfaceFemtojoulesPerBit = 880
      },
      .init("near memory at 3.92 pJ/bit (HBM2)") { $0.assumptions.nearFemtojoulesPerBit = 3_920 },
      .init("far memory at 15.71 pJ/bit (public tools)") {
        $0.assumptions.farFemtojoulesPerBit = 15_710
      },
      .init("far memory LPDDR4-3200, currents as written") { $0.far = lowPower },
      .init("far memory LPDDR4-3200, half of that") {
        $0.far = lowPower
        $0.assumptions.farFemtojoulesPerBit = Int((lowPower.streamPicojoulesPerBit * 500).rounded())
      },
      .init("gradients and similarities read back") {
        $0.assumptions.readsBackIntermediates = true
      },
      .init("activations of ResNet-18 through memory") {
        $0.assumptions.spillsActivations = true
      },
      .init("all currents half the data sheet's") { $0.assumptions.currentPercentage = 50 },
      .init("keep 5 %") { $0.assumptions.keepPercentage = 5 },
      .init("keep 20 %") { $0.assumptions.keepPercentage = 20 },
      .init("30 epochs") { $0.assumptions.epochs = 30 },
      .init("host keeps the chosen images on its die") { $0.assumptions.hostKeepsExemplars = true },
      .init("data set brought into the stack first") { $0.assumptions.samplerLoadsDataset = true },
    ]
      + (stack.map { stack in
        [
          .init("near memory HBM2-2000, currents of DRAMsim3, pins not counted") { $0.near = stack }
        ]
      } ?? [])
  }
}

extension MemoryDevice {
  /// Energy of a long stream of reads, in picojoules a bit.
  public var streamPicojoulesPerBit: Double {
    let bursts = 1 << 20
    let energy = energy(of: streamCounts(reads: bursts, writes: 0))
    return energy.picojoules / (8 * Double(bursts) * Double(burstBytes))
  }
}
