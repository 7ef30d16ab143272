import DESNE
import Accelerator
import Testing

@testable import Verification

@Suite("Distance schedule and its cycles")
struct DistanceScheduleTests {
  /// Cycles until the last result is taken, counted on the cycle model when nothing pauses.
  private func countedCycles(_ schedule: DistanceSchedule, latency: Int) -> Int {
    var model = DistanceCycleModel(latency: latency)
    var commands = schedule.passes[...]
    var queryBeats = schedule.passes.reduce(0) { $0 + $1.queryBeats }
    var candidateBeats = schedule.candidateBeats
    var results = schedule.passes.reduce(0) { $0 + ($1.isLast ? $1.candidates.count : 0) }
    var cycles = 0
    while results > 0, cycles < 10_000_000 {
      let offersCommand = !commands.isEmpty
      let offersQuery = queryBeats > 0
      let offersCandidate = candidateBeats > 0
      let takesCommand = offersCommand && model.commandReady
      if offersQuery, model.queryReady { queryBeats -= 1 }
      if offersCandidate, model.candidateReady { candidateBeats -= 1 }
      if model.resultValid { results -= 1 }
      model.step(
        command: .init(commands[commands.startIndex]), commandValid: offersCommand,
        queryValid: offersQuery, candidateValid: offersCandidate, resultReady: true)
      if takesCommand { commands.removeFirst() }
      cycles += 1
    }
    return cycles
  }

  @Test("the formula counts what the cycle model counts", arguments: Array(1...200) as [UInt64])
  func formula(seed: UInt64) {
    var random = SplitMix64(state: seed)
    let lanes = 1 << random.next(in: 1...8)
    let schedule = DistanceSchedule.allPairs(
      count: random.next(in: 1...30), bytesPerImage: random.next(in: 1...600), lanes: lanes,
      queries: random.next(in: 1...9), chunkBeats: 1 << random.next(in: 1...5),
      blockCandidates: 1 << random.next(in: 1...4))
    let latency = DistanceUnit.latency(lanes: lanes)
    #expect(schedule.cycles(latency: latency) == countedCycles(schedule, latency: latency))
  }

  @Test("one image of one beat takes a command, a query, a candidate and the latency")
  func smallest() {
    let schedule = DistanceSchedule.allPairs(
      count: 1, bytesPerImage: 1, lanes: 2, queries: 1, chunkBeats: 2, blockCandidates: 2)
    #expect(schedule.cycles(latency: 6) == 3 + 6)
  }

  @Test("no pass takes no time")
  func empty() {
    #expect(DistanceSchedule(passes: []).candidateBeats == 0)
  }

  @Test(
    "every pair of images is compared once or, within a group of queries, in both orders",
    arguments: [(1, 4, 2), (7, 30, 3), (12, 33, 4), (9, 8, 16)])
  func coverage(count: Int, bytes: Int, queries: Int) {
    let lanes = 4
    let schedule = DistanceSchedule.allPairs(
      count: count, bytesPerImage: bytes, lanes: lanes, queries: queries, chunkBeats: 4,
      blockCandidates: 2)
    // Bytes compared of every ordered pair.
    var compared = [[Int]](repeating: [Int](repeating: 0, count: count), count: count)
    for pass in schedule.passes {
      #expect(pass.queries.count <= queries)
      #expect(pass.beats.count <= 4)
      #expect((1...lanes).contains(pass.bytesInLastBeat))
      for query in pass.queries {
        for candidate in pass.candidates {
          compared[query][candidate] += (pass.beats.count - 1) * lanes + pass.bytesInLastBeat
        }
      }
    }
    for first in 0..<count {
      for second in first..<count {
        #expect(compared[first][second] == bytes, "\(first) and \(second)")
        #expect([0, bytes].contains(compared[second][first]))
      }
    }
  }

  @Test("chunks of a block follow each other, the first and the last marked")
  func chunks() {
    let schedule = DistanceSchedule.allPairs(
      count: 5, bytesPerImage: 37, lanes: 4, queries: 4, chunkBeats: 4, blockCandidates: 2)
    let passes = schedule.passes.map {
      "\($0.queries) \($0.candidates) \($0.beats) \($0.bytesInLastBeat) \($0.isFirst) \($0.isLast)"
    }
    var expected: [String] = []
    for (queries, candidates) in [
      ("0..<4", "0..<2"), ("0..<4", "2..<4"), ("0..<4", "4..<5"), ("4..<5", "4..<5"),
    ] {
      expected.append("\(queries) \(candidates) 0..<4 4 true false")
      expected.append("\(queries) \(candidates) 4..<8 4 false false")
      expected.append("\(queries) \(candidates) 8..<10 1 false true")
    }
    #expect(passes == expected)
  }

  @Test("no pass has more candidates than a command can name")
  func manyCandidates() {
    let schedule = DistanceSchedule.allPairs(
      count: 65_540, bytesPerImage: 1, lanes: 2, queries: 65_536, chunkBeats: 2,
      blockCandidates: 2)
    #expect(
      schedule.passes.map(\.candidates) == [0..<65_536, 65_536..<65_540, 65_536..<65_540])
  }

  @Test("beats hold the images' bytes and something else behind them")
  func beatImages() {
    var filler = Xorshift64(seed: 1)
    let images = BeatImages(
      images: [1, 2, 3, 4, 5, 6], bytesPerImage: 3, lanes: 4, filler: &filler)
    #expect(images.count == 2)
    #expect(images.beatsPerImage == 1)
    #expect(images.bytes.count == 8)
    #expect(Array(images.bytes[0..<3]) == [1, 2, 3])
    #expect(Array(images.bytes[4..<7]) == [4, 5, 6])
    #expect(images.bytes[3] != 0 || images.bytes[7] != 0)
  }
}
