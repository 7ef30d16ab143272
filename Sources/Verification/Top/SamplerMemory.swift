import Configuration
import Simulation

/// A memory behind a simulated sampler, at the pins of whatever back end it has.
protocol SamplerMemory {
  /// Puts bytes at the start of a beat.
  mutating func load(_ bytes: ArraySlice<UInt8>, at beat: Int)
  /// Some bits of a beat.
  func bits(_ place: (beat: Int, bit: Int), width: Int) -> UInt64
  /// What broke the rules of the pins, in order.
  var violations: [String] { get }
  /// Beats that were read since it was made; 0 if it does not see beats.
  var readBeats: Int { get }
  /// Beats that were written since it was made; 0 if it does not see beats.
  var writtenBeats: Int { get }
  /// Everything that was asked for is done.
  var isIdle: Bool { get }
  /// Fills everything with random bits.
  mutating func fill()
  /// Forgets what is under way, as in a cycle with reset; after `settle()`.
  mutating func reset()
  /// Writes the inputs of the cycle; before `settle()`.
  mutating func drive()
  /// Sees what moves at the edge; after `settle()`, before `step()`.
  mutating func observe()
}

/// A memory whose beats are kept as such.
protocol BeatMemory: SamplerMemory {
  /// What it holds.
  var store: BeatStore { get set }
  /// The beat that the sampler asks for to get the first one kept.
  var firstBeat: Int { get }
}

extension BeatMemory {
  mutating func load(_ bytes: ArraySlice<UInt8>, at beat: Int) {
    store.load(bytes, at: beat - firstBeat)
  }

  func bits(_ place: (beat: Int, bit: Int), width: Int) -> UInt64 {
    store.bits((place.beat - firstBeat, place.bit), width: width)
  }
}

extension SamplerConfiguration {
  /// The memory that fits the sampler's back end, with some of the beats that the sampler may ask for.
  ///
  /// - Throws: `SimulationError` where a port is missing.
  func samplerMemory(
    _ simulator: any Simulator, beats: Range<Int>, hasStalls: Bool, seed: UInt64
  ) throws(SimulationError) -> any SamplerMemory {
    switch memory.backEnd {
    case .axi4:
      return try AXI4SubordinateMemory(
        simulator, beats: beats.count, firstBeat: beats.lowerBound,
        base: (seed &* 0x9e37 & 0xffff) << 12 + UInt64(beats.lowerBound * distance.lanes),
        hasStalls: hasStalls, seed: seed)
    case .dram: return try DRAMMemory(simulator, self, beats: beats.upperBound, seed: seed)
    case .port:
      return try IdealMemory(
        simulator, beats: beats.count, firstBeat: beats.lowerBound, beatBytes: distance.lanes,
        hasStalls: hasStalls, seed: seed)
    }
  }
}
