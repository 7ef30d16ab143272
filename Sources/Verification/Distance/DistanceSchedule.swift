import Accelerator
import DESNE

/// Images as the distance unit receives them: whole beats, the rest of the last one filled with
/// bytes that must not count.
struct BeatImages {
  let lanes: Int
  let bytesPerImage: Int
  let count: Int
  /// `count` x `beatsPerImage` x `lanes` bytes.
  let bytes: [UInt8]

  var beatsPerImage: Int { (bytesPerImage + lanes - 1) / lanes }

  /// - Parameter filler: Gives the bytes beyond the images' ends.
  init(images: [UInt8], bytesPerImage: Int, lanes: Int, filler: inout Xorshift64) {
    self.lanes = lanes
    self.bytesPerImage = bytesPerImage
    count = images.count / bytesPerImage
    let beats = (bytesPerImage + lanes - 1) / lanes
    let padding = beats * lanes - bytesPerImage
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count * beats * lanes)
    for image in 0..<count {
      bytes += images[image * bytesPerImage..<(image + 1) * bytesPerImage]
      for _ in 0..<padding { bytes.append(UInt8(truncatingIfNeeded: filler.next() >> 32)) }
    }
    self.bytes = bytes
  }
}

/// One pass of the distance unit: some query images against some candidates, over some of the beats.
struct DistancePass: Sendable {
  /// Query images, at most T.
  var queries: Range<Int>
  /// Candidate images.
  var candidates: Range<Int>
  /// Beats of each image.
  var beats: Range<Int>
  /// Bytes of the pass's last beat that belong to an image.
  var bytesInLastBeat: Int
  /// Sums start at 0.
  var isFirst: Bool
  /// Sums are results.
  var isLast: Bool

  var queryBeats: Int { queries.count * beats.count }
  var candidateBeats: Int { candidates.count * beats.count }
}

/// The passes that compare every image with every later one and itself, and how long they take.
struct DistanceSchedule {
  let passes: [DistancePass]

  /// - Parameters:
  ///   - count: Number of images.
  ///   - bytesPerImage: Bytes of an image.
  ///   - lanes: Bytes a beat.
  ///   - queries: Query images a pass.
  ///   - chunkBeats: Most beats of an image in one pass.
  ///   - blockCandidates: Most candidates of a pass when an image takes several.
  static func allPairs(
    count: Int, bytesPerImage: Int, lanes: Int, queries: Int, chunkBeats: Int,
    blockCandidates: Int
  ) -> DistanceSchedule {
    let beatsPerImage = (bytesPerImage + lanes - 1) / lanes
    let isSplit = beatsPerImage > chunkBeats
    var passes: [DistancePass] = []
    for firstQuery in stride(from: 0, to: count, by: queries) {
      let group = firstQuery..<min(firstQuery + queries, count)
      // Pairs with earlier images were found when those were the queries.
      let blockSize = isSplit ? blockCandidates : DistanceUnit.mostCandidates
      for firstCandidate in stride(from: firstQuery, to: count, by: blockSize) {
        let block = firstCandidate..<min(firstCandidate + blockSize, count)
        for firstBeat in stride(from: 0, to: beatsPerImage, by: chunkBeats) {
          let beats = firstBeat..<min(firstBeat + chunkBeats, beatsPerImage)
          let isLast = beats.upperBound == beatsPerImage
          passes.append(
            DistancePass(
              queries: group, candidates: block, beats: beats,
              bytesInLastBeat: isLast ? bytesPerImage - (beatsPerImage - 1) * lanes : lanes,
              isFirst: firstBeat == 0, isLast: isLast))
        }
      }
    }
    return DistanceSchedule(passes: passes)
  }

  /// Beats of candidates in all passes.
  var candidateBeats: Int { passes.reduce(0) { $0 + $1.candidateBeats } }

  /// Clock edges from reset to the one that takes the last result, when no stream ever pauses.
  ///
  /// A command takes one cycle and its query beats one each. Candidates of a pass follow those of
  /// the pass before at once, or wait for their queries. After a pass without results one cycle
  /// stays empty. The last result is taken `latency` cycles after the last beat.
  func cycles(latency: Int) -> Int {
    var loadEnd = -1
    var compareEnds: [Int] = []
    for (index, pass) in passes.enumerated() {
      let bufferFree = index >= 2 ? compareEnds[index - 2] : -1
      let command = max(loadEnd, bufferFree) + 1
      loadEnd = command + pass.queryBeats
      let gap = index > 0 && !passes[index - 1].isLast ? 1 : 0
      let start = max(loadEnd + 1, (index > 0 ? compareEnds[index - 1] : -1) + 1 + gap)
      compareEnds.append(start + pass.candidateBeats - 1)
    }
    return (compareEnds.last ?? -1) + latency + 1
  }
}
