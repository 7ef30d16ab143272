/// Where a stream stands: pass, image within it, beat within that, and the byte offset of the beat.
struct StreamCursor {
  /// What the stream carries.
  enum Kind {
    case commands
    case queries
    case candidates
    /// One beat an image, of the passes that give results only.
    case results
  }

  private let kind: Kind
  private let lanes: Int
  private let beatsInImage: Int
  private(set) var pass = 0
  private(set) var image = 0
  /// Offset of the beat in the bytes of the images.
  private(set) var offset = 0
  /// Whether every pass is behind.
  private(set) var isDone = false
  /// A beat is on the port and not yet taken; for results, `ready` is set.
  var isOffered = false

  private var beatsLeft = 0
  private var imagesLeft = 0

  init(_ kind: Kind, _ passes: [DistancePass], _ images: BeatImages) {
    self.kind = kind
    lanes = images.lanes
    beatsInImage = images.beatsPerImage
    enter(passes)
  }

  /// Moves to the next beat, image or pass.
  @inline(__always)
  mutating func nextBeat(in passes: [DistancePass]) {
    beatsLeft -= 1
    offset += lanes
    if beatsLeft == 0 { nextImage(in: passes) }
  }

  private mutating func nextImage(in passes: [DistancePass]) {
    image += 1
    imagesLeft -= 1
    if imagesLeft == 0 { nextPass(in: passes) } else { startImage(passes[pass]) }
  }

  /// Moves to the first beat of the next pass.
  mutating func nextPass(in passes: [DistancePass]) {
    pass += 1
    enter(passes)
  }

  private mutating func enter(_ passes: [DistancePass]) {
    while kind == .results, pass < passes.count, !passes[pass].isLast { pass += 1 }
    isDone = pass >= passes.count
    guard !isDone else { return }
    image = 0
    imagesLeft = kind == .queries ? passes[pass].queries.count : passes[pass].candidates.count
    startImage(passes[pass])
  }

  private mutating func startImage(_ pass: DistancePass) {
    beatsLeft = kind == .results ? 1 : pass.beats.count
    let first = kind == .queries ? pass.queries.lowerBound : pass.candidates.lowerBound
    offset = ((first + image) * beatsInImage + pass.beats.lowerBound) * lanes
  }
}
