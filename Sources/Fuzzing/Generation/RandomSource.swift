/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014):
/// the same numbers on every machine.
struct RandomSource: Sendable {
  private var state: UInt64

  /// Starts the sequence of some numbers; every one of them counts.
  init(_ seeds: UInt64...) {
    state = 0
    for seed in seeds { state = Self.mixed(state ^ seed) }
  }

  /// A 64-bit number in which every bit depends on every bit of `value`.
  @inline(__always)
  static func mixed(_ value: UInt64) -> UInt64 {
    var mixed = value &+ 0x9e37_79b9_7f4a_7c15
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// The next 64 bits.
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A number in a range.
  mutating func next(in range: ClosedRange<Int>) -> Int {
    let span = UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound))
    if span == .max { return Int(truncatingIfNeeded: next()) }
    return range.lowerBound &+ Int(truncatingIfNeeded: next() % (span + 1))
  }

  /// True in `percent` of all cases.
  mutating func chance(_ percent: Int) -> Bool { next(in: 0...99) < percent }

  /// One of the elements.
  ///
  /// - Precondition: there is one.
  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[next(in: 0...elements.count - 1)]
  }

  /// A number in a range, often at its ends or near zero.
  mutating func literal(in range: ClosedRange<Int>) -> Int {
    switch next(in: 0...7) {
    case 0: range.lowerBound
    case 1: range.upperBound
    case 2: min(max(0, range.lowerBound), range.upperBound)
    case 3: min(max(1, range.lowerBound), range.upperBound)
    case 4: min(max(-1, range.lowerBound), range.upperBound)
    case 5:
      next(
        in: max(range.lowerBound, -20)...max(max(range.lowerBound, -20), min(range.upperBound, 20)))
    default: next(in: range)
    }
  }
}
