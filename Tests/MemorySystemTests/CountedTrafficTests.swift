import Configuration
import Foundation
import MemoryDevices
import Testing

@testable import MemorySystem

@Suite("Commands counted in hardware in the comparison")
struct CountedTrafficTests {
  static let names = ["distances", "affinities", "joint", "embedding", "selection"]

  static func counted(points: Int = 1_000, iterations: Int = 20) -> CountedTraffic {
    let phases = names.enumerated().map { index, name in
      var counts = CommandCounts()
      counts.reads = 1_000 * (index + 1)
      counts.activates = 10 + index
      counts.precharges = 10 + index
      counts.activeClocks = 4_000 * (index + 1)
      counts.prechargedClocks = 500
      return CountedTraffic.Phase(name: name, counts: counts)
    }
    var traffic = CountedTraffic(device: "wide-io-200", channels: 4, queries: 16, runs: [])
    traffic.runs = [
      .init(
        source: "test", points: points, bytesPerImage: 784, iterations: iterations,
        cycles: 100_000, phases: phases)
    ]
    return traffic
  }

  @Test("take the place of calculated ones, the embedding's scaled to its iterations")
  func scaling() throws {
    var model = try EnergyComparisonTests.model()
    model.counted = Self.counted()
    let fashion = EnergyComparisonTests.fashion
    let use = try #require(model.countedUse(fashion))
    // 60 groups; 500 iterations by 20.
    let exemplars = 100 * 13
    let bursts = 1_000 + 2_000 + 3_000 + 4_000 * 25 + 5_000 + exemplars
    #expect(abs(use.nearBytes - Double(bursts * 64 * 60)) < 1)
    let nms = model.selection(.nms, fashion)
    #expect(nms.nearBytes == use.nearBytes)
    #expect(nms.boardBytes == Double(fashion.bytes / 10))
    let comparison = EnergyComparison(model, lowPower: try .named("lpddr4-3200"))
    #expect(comparison.sections[0].counted?.source == "test")
    #expect(comparison.sections[1].counted == nil)
    let ratio = try #require(comparison.sections[0].countedRatio)
    #expect(ratio > 0 && ratio < 0.05)
  }

  @Test("of the hardware read and write what sizes tell", arguments: 0..<2)
  func builtIn(workload: Int) throws {
    let model = try EnergyComparisonTests.model()
    let traffic = try CountedTraffic.builtIn()
    let sizes = model.sizes(of: EnergyWorkload.all[workload])
    let run = try #require(traffic.run(of: sizes))
    #expect(run.phases.map(\.name) == Self.names)
    let calculated = SamplerTraffic(sizes).stages
    let exemplars = sizes.exemplars * ((sizes.imageBytes + 63) / 64)
    for (phase, stage) in zip(run.phases, calculated) {
      let counts = phase.counts
      var reads = stage.reads
      if phase.name == "embedding" { reads = reads / sizes.iterations * run.iterations }
      // What is chosen is read by who wants it.
      if phase.name == "selection" { reads -= exemplars }
      // Where rows of probabilities meet, the joint phase reads and writes beats twice. The last write
      // of a phase may wait for another one of its burst into the next phase.
      let isJoint = phase.name == "joint"
      #expect(counts.reads >= reads && counts.reads <= reads + (isJoint ? sizes.points : 0))
      #expect(
        counts.writes >= stage.writes - 1 && counts.writes <= stage.writes + (isJoint ? 64 : 1))
      // A channel is in one of both states at any time.
      #expect(counts.clocks % traffic.channels == 0)
    }
    #expect(run.phases.reduce(0) { $0 + $1.counts.clocks } <= run.cycles * traffic.channels)
  }

  @Test("are left aside where sizes or memory are others", arguments: 0..<5)
  func others(change: Int) throws {
    var model = try EnergyComparisonTests.model()
    model.counted = Self.counted(points: change == 0 ? 999 : 1_000)
    switch change {
    case 1: model.near = try .named("lpddr4-3200")
    case 2: model.assumptions.queries = 64
    case 3: model.assumptions.keepsJointInSRAM = true
    case 4: model.assumptions.groupLimit = 250
    default: break
    }
    #expect(model.countedUse(EnergyComparisonTests.fashion) == nil)
  }

  @Test("are read from the file of a run, and bad files are told in a sentence")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "nms-counted-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "counts.json").path
    let counted = Self.counted()
    try JSONEncoder().encode(counted).write(to: URL(filePath: path))
    #expect(try CountedTraffic(contentsOf: path) == counted)
    try JSONEncoder().encode(Self.counted(iterations: 0)).write(to: URL(filePath: path))
    #expect(throws: MemorySystemError.self) { try CountedTraffic(contentsOf: path) }
    try Data("{}".utf8).write(to: URL(filePath: path))
    #expect(
      throws: MemorySystemError(
        path: path, "is no file of counted commands; choose one that nms cosim top --counts wrote")
    ) { try CountedTraffic(contentsOf: path) }
    #expect(throws: MemorySystemError.self) { try CountedTraffic(contentsOf: path + ".none") }
  }
}
