import Simulation

/// What the inputs are in each cycle: a function of the seed, so nothing is stored, and a circuit gets
/// the same values alone and in company.
struct Stimulus: Sendable {
  let seed: UInt64

  /// Whether reset is active, about every eighth cycle.
  func isReset(cycle: Int) -> Bool {
    RandomSource.mixed(seed ^ RandomSource.mixed(UInt64(cycle) &+ 1)) & 7 == 0
  }

  /// Writes an input: random bits, often a value at the end of a range, or the one before.
  func drive(_ port: PortStorage, circuit: Int, node: Int, cycle: Int) {
    let key = UInt64(truncatingIfNeeded: circuit) << 32 ^ UInt64(truncatingIfNeeded: node) << 16
    var state = RandomSource.mixed(
      RandomSource.mixed(seed &+ 0x5eed) ^ RandomSource.mixed(key ^ UInt64(cycle)))
    let form = state >> 60
    var low = 0
    while low < port.bitWidth {
      state = RandomSource.mixed(state)
      let bits = min(64, port.bitWidth - low)
      var word: UInt64
      switch form {
      case 0: word = 0
      case 1: word = .max
      case 2: word = low == 0 ? state & 7 : 0
      case 3: word = low == 0 ? .max - (state & 7) : .max
      // The most negative number.
      case 4: word = low + 64 >= port.bitWidth ? 1 << UInt64(bits - 1) : 0
      case 5: word = state & RandomSource.mixed(state ^ 1) & RandomSource.mixed(state ^ 2)
      default: word = state
      }
      if bits < 64 { word &= (1 << UInt64(bits)) - 1 }
      store(word, in: port, low: low, bits: bits)
      low += 64
    }
  }

  private func store(_ word: UInt64, in port: PortStorage, low: Int, bits: Int) {
    guard port.bitWidth > 64 else {
      port.value = word
      return
    }
    // A port of more than 64 bits has whole words of 32.
    let bytes = min(8, port.byteCount - low / 8)
    var word = word.littleEndian
    port.copy(from: &word, count: bytes, offset: low / 8)
  }
}
