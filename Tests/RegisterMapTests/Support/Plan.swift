import HDL
import RegisterMap

/// A register map in plain numbers, from which both the map under test and its model are made.
struct Plan {
  enum Kind: CaseIterable {
    case plain, shown, constant, sticky, pulse
    case wrapping, saturating, clearedByWrite, clearedByRead
  }

  struct Place {
    var register: String
    var offset: Int
    var count: Int?
    var stride: Int
    var fields: [(name: String, low: Int, width: Int, kind: Kind, reset: UInt64)]
  }

  let dataWidth: Int
  var places: [Place] = []

  /// A map drawn at random: gaps between registers and fields, arrays, every kind of field.
  init(seed: UInt64, dataWidth: Int) {
    self.dataWidth = dataWidth
    var random = Stimulus(seed: seed)
    let bytes = dataWidth / 8
    var offset = 0
    for number in 0..<Int.random(in: 1...6, using: &random) {
      offset += bytes * [0, 0, 0, 1, 3].randomElement(using: &random)!
      let count = [nil, nil, nil, 2, 3].randomElement(using: &random)!
      let stride = bytes * (count == nil ? 1 : Int.random(in: 1...2, using: &random))
      var place = Place(
        register: "r\(number)", offset: offset, count: count, stride: stride, fields: [])
      var low = 0
      while low < dataWidth, place.fields.count < 6 {
        low += [0, 0, 1, 5].randomElement(using: &random)!
        guard low < dataWidth else { break }
        let width = min(
          [1, 1, 3, 8, 13, dataWidth].randomElement(using: &random)!, dataWidth - low)
        let kind = Kind.allCases.randomElement(using: &random)!
        let keeps = [Kind.plain, .constant].contains(kind)
        // Reset values are declared as `Int`.
        let reset = keeps ? random.next() & Self.ones(min(width, 63)) : 0
        place.fields.append(("f\(place.fields.count)", low, width, kind, reset))
        low += width
      }
      if place.fields.isEmpty { place.fields.append(("f0", 0, 1, .plain, 1)) }
      places.append(place)
      offset += stride * ((count ?? 1) - 1) + bytes
    }
  }

  static func ones(_ width: Int) -> UInt64 { width >= 64 ? .max : (1 << UInt64(width)) - 1 }

  /// The declaration.
  var map: RegisterMap {
    var map = RegisterMap("random", dataWidth: dataWidth)
    for place in places {
      let register = map.register(
        place.register, at: place.offset, count: place.count, stride: place.stride)
      for (name, low, width, kind, reset) in place.fields {
        switch kind {
        case .plain:
          map.readWrite(name, .bits(width), in: register, at: low, reset: Int(reset))
        case .shown: map.readOnly(name, .bits(width), in: register, at: low)
        case .constant:
          map.constant(name, width: width, value: Int(reset), in: register, at: low)
        case .sticky: map.sticky(name, .bits(width), in: register, at: low)
        case .pulse: map.pulse(name, .bits(width), in: register, at: low)
        case .wrapping: map.counter(name, width: width, .wraps, in: register, at: low)
        case .saturating:
          map.counter(name, width: width, .saturates, clear: .onRead, in: register, at: low)
        case .clearedByWrite:
          map.counter(name, width: width, .saturates, clear: .onWrite, in: register, at: low)
        case .clearedByRead:
          map.counter(name, width: width, .wraps, clear: .onRead, in: register, at: low)
        }
      }
    }
    return map
  }
}

/// What the registers of a plan hold, told edge by edge what the bus and the hardware do.
struct RegisterModel {
  struct Cell {
    let port: String
    let low: Int
    let width: Int
    let kind: Plan.Kind
    let reset: UInt64
    var value: UInt64

    var ones: UInt64 { Plan.ones(width) }
    var isWritable: Bool { [.plain, .sticky, .pulse, .clearedByWrite].contains(kind) }
    /// The input port, and how wide it is.
    var input: (name: String, width: Int)? {
      switch kind {
      case .plain, .constant, .pulse: nil
      case .shown: (port, width)
      case .sticky: (port + "_set", width)
      default: (port + "_increment", 1)
      }
    }
    var hasOutput: Bool { kind != .shown && kind != .constant }
  }

  let dataWidth: Int
  /// By word number.
  var words: [Int: [Cell]] = [:]

  init(_ plan: Plan) {
    dataWidth = plan.dataWidth
    for place in plan.places {
      for element in 0..<(place.count ?? 1) {
        let word = (place.offset + element * place.stride) / (dataWidth / 8)
        let name = place.register + (place.count == nil ? "" : "_\(element)")
        words[word] = place.fields.map {
          Cell(
            port: "\(name)_\($0.name)", low: $0.low, width: $0.width, kind: $0.kind,
            reset: $0.reset, value: $0.reset)
        }
      }
    }
  }

  var cells: [Cell] { words.keys.sorted().flatMap { words[$0] ?? [] } }

  mutating func reset() {
    for word in words.keys {
      for index in words[word, default: []].indices {
        words[word]![index].value = words[word]![index].reset
      }
    }
  }

  /// What a read answers now.
  func read(_ word: Int, _ inputs: [String: UInt64]) -> (data: UInt64, isError: Bool) {
    let readable = words[word, default: []].filter { $0.kind != .pulse }
    var data: UInt64 = 0
    for cell in readable {
      data |= (cell.kind == .shown ? inputs[cell.port, default: 0] : cell.value) << UInt64(cell.low)
    }
    return (data, readable.isEmpty)
  }

  func refusesWrite(_ word: Int) -> Bool { !words[word, default: []].contains(where: \.isWritable) }

  /// One clock edge.
  mutating func step(
    _ inputs: [String: UInt64], write: (word: Int, data: UInt64, strobes: UInt64)?, read: Int?
  ) {
    for word in words.keys {
      for index in words[word, default: []].indices {
        var cell = words[word]![index]
        var mask: UInt64 = 0
        if let write, write.word == word {
          for bit in 0..<cell.width where write.strobes >> UInt64((cell.low + bit) / 8) & 1 == 1 {
            mask |= 1 << UInt64(bit)
          }
        }
        let written = ((write?.data ?? 0) >> UInt64(cell.low)) & mask
        let input = cell.input.map { inputs[$0.name, default: 0] } ?? 0
        switch cell.kind {
        case .plain: cell.value = (cell.value & ~mask) | written
        case .shown, .constant: break
        case .sticky: cell.value = (cell.value & ~written) | input
        case .pulse: cell.value = written
        case .wrapping, .saturating, .clearedByWrite, .clearedByRead:
          let saturates = cell.kind == .saturating || cell.kind == .clearedByWrite
          let isCleared =
            cell.kind == .clearedByWrite
            ? mask != 0
            : cell.kind != .wrapping && read == word
          if isCleared { cell.value = 0 }
          if input == 1, !(saturates && cell.value == cell.ones) {
            cell.value = (cell.value &+ 1) & cell.ones
          }
        }
        words[word]![index] = cell
      }
    }
  }
}
