import HDL

/// The ports of one instance of a black box: inputs to read, outputs to write, by name.
///
/// A name that is no port, or a write to an input, ends the simulation with an error at the end of
/// the `settle()` or `step()` in which it happens.
public final class BlackBoxPins {
  private let names: [String]
  private let isInput: [Bool]
  private let storages: [PortStorage]
  private let path: String
  /// The first wrong use.
  private(set) var mistake: SimulationError?

  init(_ ports: [ModuleGraph.Port], path: String) {
    names = ports.map(\.name)
    isInput = ports.map(\.isInput)
    self.path = path
    storages = ports.map { port in
      let count = 8 * ((port.bitWidth + 63) / 64)
      let bytes = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 8)
      bytes.initializeMemory(as: UInt8.self, repeating: 0, count: count)
      return PortStorage(bytes: bytes, byteCount: count, bitWidth: port.bitWidth)
    }
  }

  deinit { for storage in storages { storage.bytes.deallocate() } }

  /// The value of a port of at most 64 bits, the low 64 bits of a wider one.
  public subscript(name: String) -> UInt64 {
    get { position(of: name).map { storages[$0].value } ?? 0 }
    set {
      guard let position = position(of: name) else { return }
      if isInput[position] {
        refuse("writes its input `\(name)`; a behavior writes outputs only")
      } else {
        storages[position].value = newValue
      }
    }
  }

  /// All words of a port, least significant first; bits above the width are dropped.
  public subscript(words name: String) -> [UInt64] {
    get {
      guard let position = position(of: name) else { return [] }
      return (0..<storages[position].byteCount / 8).map {
        storages[position].bytes.load(fromByteOffset: 8 * $0, as: UInt64.self)
      }
    }
    set {
      guard let position = position(of: name) else { return }
      guard !isInput[position] else {
        return refuse("writes its input `\(name)`; a behavior writes outputs only")
      }
      let storage = storages[position]
      let words = WideWords.masked(
        newValue + Array(repeating: 0, count: storage.byteCount / 8), to: storage.bitWidth)
      for (index, word) in words.enumerated() {
        storage.bytes.storeBytes(of: word, toByteOffset: 8 * index, as: UInt64.self)
      }
    }
  }

  func storage(_ position: Int) -> PortStorage { storages[position] }

  private func position(of name: String) -> Int? {
    if let position = names.firstIndex(of: name) { return position }
    refuse("has no port `\(name)`; it has \(names.joined(separator: ", "))")
    return nil
  }

  private func refuse(_ what: String) {
    if mistake == nil { mistake = SimulationError("black box `\(path)` \(what)") }
  }
}
