/// What `StateDesign` holds, in plain integers.
struct StateModel {
  /// The inputs of one cycle.
  struct Inputs {
    var data = 0
    var address = 0
    var write = false
    var read = false
    var enable = false
    var reset = false
  }

  private var held = 0
  private var resettable = 0
  private var both = 0
  private var stages = [0, 0, 0]
  private var pair = (0, 0)
  private var total = 0
  /// Bytes, the youngest first.
  private var wide = [Int](repeating: 0, count: 13)
  private var words = [Int](repeating: 0, count: 6)
  private var word = 0
  private var again = 0
  private var lone = 0
  private var single = 0

  /// The outputs in order of their ports, as binary text.
  func outputs(_ inputs: Inputs) -> [String] {
    var chain = 0
    var looped = 0
    var parity = 0
    var last = inputs.data & 1
    for bit in 0..<8 {
      parity ^= inputs.data >> bit & 1
      chain |= parity << bit
      last = 1 - last
      looped |= last << bit
    }
    let wideText = wide.reversed().map { Self.text($0, 8) }.joined().suffix(100)
    return [held, resettable, both, stages[2], pair.0, pair.1].map { Self.text($0, 8) } + [
      Self.text(total, 12), String(wideText), Self.wordText(word), Self.wordText(again),
      Self.text(single, 8), Self.text(chain, 8), Self.text(looped, 8),
    ]
  }

  mutating func step(_ inputs: Inputs) {
    if inputs.read {
      word = inputs.address < 6 ? words[inputs.address] : 0
      single = inputs.address >> 1 & 1 == 0 ? lone : 0
    }
    if inputs.read || inputs.write {
      let address = inputs.data & 7
      again = address < 6 ? words[address] : 0
    }
    if inputs.write {
      if inputs.address < 6 { words[inputs.address] = inputs.data }
      if inputs.address & 1 == 0 { lone = inputs.data }
    }
    if inputs.enable {
      (held, both) = (inputs.data, inputs.data)
      pair = (pair.1, pair.0)
    }
    resettable = inputs.data
    stages = [inputs.data, stages[0], stages[1]]
    total += inputs.data >= 128 ? inputs.data - 256 : inputs.data
    wide = [inputs.data] + wide.dropLast()
    if inputs.reset {
      (resettable, both, pair, total) = (0xa5, 0x5a, (1, 2), -7)
      wide = wide.map { _ in 0 }
    }
  }

  static func text(_ value: Int, _ width: Int) -> String {
    String((0..<width).reversed().map { value >> $0 & 1 == 1 ? "1" : "0" })
  }

  private static func wordText(_ value: Int) -> String {
    text(value, 8) + text(0, 54) + text(value, 8)
  }
}
