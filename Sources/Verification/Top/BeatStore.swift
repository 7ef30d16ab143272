import DESNE
import Simulation

/// The bytes of a memory in a simulation, beat after beat.
struct BeatStore {
  /// Words of 64 bits.
  private var words: [UInt64]
  /// Words of a beat.
  private let beatWords: Int

  /// A memory of zeros.
  ///
  /// - Precondition: A beat is whole words of 64 bits.
  init(beats: Int, beatBytes: Int) {
    beatWords = beatBytes / 8
    words = [UInt64](repeating: 0, count: beats * beatWords)
  }

  /// Beats there are.
  var beatCount: Int { words.count / beatWords }

  /// Puts bytes at the start of a beat.
  mutating func load(_ bytes: ArraySlice<UInt8>, at beat: Int) {
    for (index, byte) in bytes.enumerated() {
      let word = beat * beatWords + index / 8
      let place = UInt64(8 * (index % 8))
      words[word] = words[word] & ~(0xff << place) | UInt64(byte) << place
    }
  }

  /// Fills everything with random bits.
  mutating func fill(_ random: inout Xorshift64) {
    for index in words.indices { words[index] = random.next() }
  }

  /// Some bits of a beat.
  func bits(_ place: (beat: Int, bit: Int), width: Int) -> UInt64 {
    let word = place.beat * beatWords + place.bit / 64
    let low = UInt64(place.bit % 64)
    var value = words[word] >> low
    if Int(low) + width > 64 { value |= words[word + 1] << (64 - low) }
    return width >= 64 ? value : value & (1 << UInt64(width) - 1)
  }

  /// Puts a beat on a port as wide as it.
  func read(_ beat: Int, into port: PortStorage) {
    words.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      port.copy(from: base + beat * beatWords * 8, count: beatWords * 8)
    }
  }

  /// Takes a beat from a port as wide as it.
  mutating func write(_ port: PortStorage, to beat: Int) {
    words.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      (base + beat * beatWords * 8).copyMemory(from: port.bytes, byteCount: beatWords * 8)
    }
  }

  /// Takes the bytes of a beat whose strobe is 1, strobes from the low bit of the first byte up.
  mutating func write(_ bytes: [UInt8], strobes: [UInt8], to beat: Int) {
    let isWhole = strobes.allSatisfy { $0 == 0xff }
    words.withUnsafeMutableBytes { target in
      let place = target[beat * beatWords * 8..<(beat + 1) * beatWords * 8]
      guard !isWhole else {
        return UnsafeMutableRawBufferPointer(rebasing: place).copyBytes(from: bytes)
      }
      for index in bytes.indices where strobes[index / 8] >> (index % 8) & 1 == 1 {
        target[place.startIndex + index] = bytes[index]
      }
    }
  }

  /// The bytes of a beat.
  func bytes(of beat: Int) -> [UInt8] {
    words.withUnsafeBytes { Array($0[beat * beatWords * 8..<(beat + 1) * beatWords * 8]) }
  }
}
