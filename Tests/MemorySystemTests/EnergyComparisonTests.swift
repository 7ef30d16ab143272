import Configuration
import MemoryDevices
import Testing

@testable import MemorySystem

@Suite("Comparison of methods by memory energy")
struct EnergyComparisonTests {
  static func model(_ change: (inout EnergyAssumptions) -> Void = { _ in }) throws -> EnergyModel {
    var assumptions = EnergyAssumptions()
    change(&assumptions)
    return EnergyModel(
      far: try .named("ddr4-2400"), near: try .named("wide-io-200"), configuration: .edge,
      assumptions: assumptions)
  }

  static let fashion = EnergyWorkload.all[0]
  static let cifar = EnergyWorkload.all[1]

  /// Pairs, rows and triangles counted one by one.
  @Test(
    "the sampler's traffic is what a count of every burst gives",
    arguments: [1, 2, 23, 24, 25, 100])
  func traffic(points: Int) throws {
    var sizes = SamplerTraffic.Sizes(
      configuration: .edge, points: points, imageBytes: 784, exemplars: 3, burstBytes: 64)
    #expect(sizes.probabilitiesPerBeat == 24)
    #expect(sizes.distanceBytes == 4)
    sizes.iterations = 7
    let traffic = SamplerTraffic(sizes)
    var distanceReads = 0
    for first in stride(from: 0, to: points, by: 16) {
      for _ in first..<min(first + 16, points) { distanceReads += 13 }
      for _ in first..<points { distanceReads += 13 }
    }
    let distanceRows = points * ((4 * points + 63) / 64)
    let probabilityRows = points * ((points + 23) / 24)
    var joint = 0
    for row in 0..<points {
      joint += Set((0..<points).filter { $0 > row }.map { $0 / 24 }).count
    }
    #expect(
      traffic.stages.map(\.reads)
        == [distanceReads, distanceRows, probabilityRows, 7 * joint, 3 * distanceRows + 3 * 13])
    #expect(traffic.stages.map(\.writes) == [distanceRows, probabilityRows, joint, 0, 0])
    sizes.keepsJointInSRAM = true
    let onDie = SamplerTraffic(sizes)
    #expect(onDie.reads == traffic.reads - 7 * joint)
    #expect(onDie.stages.map(\.sramReads) == [0, 0, 0, 7 * joint, 0])
  }

  @Test("longer images load their queries for each block of candidates")
  func chunks() throws {
    let large = try SamplerConfiguration.preset("large")
    let sizes = SamplerTraffic.Sizes(
      configuration: large, points: 1_281, imageBytes: 150_528, exemplars: 129, burstBytes: 64)
    #expect(sizes.distanceBytes == 8)
    var loads = 0
    var candidates = 0
    for first in stride(from: 0, to: 1_281, by: 16) {
      candidates += 1_281 - first
      loads += min(16, 1_281 - first) * ((1_281 - first + 511) / 512)
    }
    #expect(SamplerTraffic(sizes).stages[0].reads == (candidates + loads) * 2_352)
    // Beats of 128 bytes are two bursts.
    #expect(sizes.probabilitiesPerBeat == 48)
    #expect(SamplerTraffic(sizes).stages[1].writes == 1_281 * 27 * 2)
    let small = SamplerTraffic.Sizes(
      configuration: try .preset("small"), points: 64, imageBytes: 70, exemplars: 6, burstBytes: 64)
    // Five beats of 16 bytes fill two bursts; four probabilities of 20 bits a beat.
    #expect(small.probabilitiesPerBeat == 4)
    #expect(SamplerTraffic(small).stages[1].writes == 64 * 4)
    #expect(SamplerTraffic(small).stages[4].reads == 3 * 64 * 4 + 6 * 2)
  }

  @Test(
    "counts of a stream agree with what the scheduler does",
    arguments: MemoryDevice.builtInNames, [false, true])
  func stream(name: String, isWrite: Bool) throws {
    let device = try MemoryDevice.named(name)
    var run = SchedulerRun(
      device, traffic: MemoryTraffic(isWrite ? .streamWrite : .streamRead, device: device))
    var counter = CommandCounter(device)
    let cycles = 500_000
    run.run(cycles: cycles, checksOrder: false) { counter.count($0) }
    let found = counter.counts(at: cycles)
    let predicted = device.streamCounts(reads: found.reads, writes: found.writes)
    // The prediction takes the 95 % that are promised, the scheduler is a little better.
    #expect(Double(predicted.clocks) / Double(cycles) >= 0.99)
    #expect(Double(predicted.clocks) / Double(cycles) <= 1.06)
    guard device.hasCurrents else { return }
    let ratio = device.energy(of: predicted).picojoules / device.energy(of: found).picojoules
    #expect((0.99...1.04).contains(ratio), "\(ratio)")
  }

  @Test("traffic of methods is that of their steps in passes over the data set")
  func passes() throws {
    let methods = try Self.model().energies(of: Self.cifar)
    #expect(methods.map(\.method) == ComparedMethod.allCases)
    func passes(_ method: ComparedMethod) -> (board: Double, near: Double, training: Double) {
      let use = methods.first { $0.method == method }
      let bytes = Double(Self.cifar.bytes)
      return (
        (use?.selection.boardBytes ?? 0) / bytes, (use?.selection.nearBytes ?? 0) / bytes,
        (use?.training.boardBytes ?? 0) / bytes
      )
    }
    #expect(passes(.fullTraining) == (0, 0, 200))
    #expect(passes(.random) == (0, 0, 20))
    // Gradients are 6.7 passes, similarities 6.5, and dropping patches reads and writes one.
    #expect(abs(passes(.dqAsCoded).board - (5.4 + 6.68 + 6.51 + 2)) < 0.01)
    #expect(abs(passes(.dqCached).board - (1 + 6.68 + 6.51 + 2)) < 0.01)
    #expect(abs(passes(.dqas).board - (1 + 6.68 + 6.51 + 2 + 2 * (10 * 0.1 + 1))) < 0.01)
    #expect(passes(.nessa).near == 20)
    #expect(abs(passes(.nessa).board - 2) < 1e-9)
    #expect(passes(.craig).near == 1)
    #expect(abs(passes(.nms).board - 0.1) < 1e-9)
    for method in ComparedMethod.allCases where method != .fullTraining {
      #expect(passes(method).training == 20)
    }
  }

  @Test("classes are split into groups that the sampler holds")
  func groups() throws {
    let model = try Self.model()
    #expect(model.groups(of: Self.fashion) == (60, 1_000))
    #expect(model.groups(of: Self.cifar) == (50, 1_000))
    #expect(model.groups(of: EnergyWorkload.all[2]) == (1_000, 1_281))
    #expect(model.configuration(for: EnergyWorkload.all[2]).name == "large")
    #expect(try Self.model { $0.groupLimit = 250 }.groups(of: Self.fashion) == (240, 250))
  }

  @Test(
    "energy per bit of both memories is near that of public tools, and half the currents is half")
  func energies() throws {
    let model = try Self.model()
    #expect((13.5...15.0).contains(model.far.streamPicojoulesPerBit))
    #expect((4.2...4.35).contains(model.near.streamPicojoulesPerBit))
    let whole = model.energies(of: Self.fashion)
    let half = try Self.model { $0.currentPercentage = 50 }.energies(of: Self.fashion)
    for (one, other) in zip(whole, half) {
      #expect(abs(other.total.picojoules * 2 - one.total.picojoules) <= 1e-9 * one.total.picojoules)
      #expect(one.total.picojoules > 0)
    }
  }

  @Test("every change of the assumptions changes something")
  func scenarios() throws {
    var model = try Self.model()
    model.counted = try .builtIn()
    let scenarios = EnergyScenario.all(
      lowPower: try .named("lpddr4-3200"), stack: try .named("hbm2-2000"))
    #expect(Set(scenarios.map(\.name)).count == scenarios.count)
    let declared = model.energies(of: Self.cifar)
    for scenario in scenarios.dropFirst() {
      #expect(scenario.applied(to: model).energies(of: Self.cifar) != declared, "\(scenario.name)")
    }
    #expect(scenarios[0].applied(to: model).energies(of: Self.cifar) == declared)
  }

  @Test("published figures are marked by their ratios, and some readings of each fail")
  func claims() throws {
    let comparison = EnergyComparison(
      try Self.model(), lowPower: try .named("lpddr4-3200"), stack: try .named("hbm2-2000"))
    for claim in comparison.claims {
      #expect(claim.ratios.count == 3)
      #expect(claim.isReached == claim.ratios.map { $0 >= claim.target })
      #expect(claim.ratios.allSatisfy { $0.isFinite && $0 > 0 })
    }
    for target in [50.0, 5.0] {
      let marks = comparison.claims.filter { $0.target == target }.flatMap(\.isReached)
      #expect(marks.contains(true) && marks.contains(false))
    }
    // 5.4 passes against a tenth of one.
    #expect(abs(comparison.claims[0].ratios[0] - 54) < 1e-9)
  }

  @Test("ResNet-18 has as many outputs as its layers add up to")
  func activations() {
    // 64 planes of 112, four of 64 x 56, five of 128 x 28, five of 256 x 14, five of 512 x 7.
    #expect(EnergyWorkload.all[2].activations == 802_816 + 802_816 + 501_760 + 250_880 + 125_440)
    #expect(EnergyWorkload.all[1].activations == 614_400)
  }
}
