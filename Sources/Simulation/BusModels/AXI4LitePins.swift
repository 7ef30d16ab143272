/// The ports of an AXI4-Lite bus of a simulated design, found by their names in the standard.
struct AXI4LitePins {
  /// One channel: what it carries, and its handshake.
  struct Channel {
    let payload: [PortStorage]
    let valid: PortStorage
    let ready: PortStorage

    var fires: Bool { valid.isSet && ready.isSet }
    var values: [UInt64] { payload.map(\.value) }
  }

  /// AW: address and protection.
  let writeAddress: Channel
  /// W: data and strobes.
  let writeData: Channel
  /// B: response.
  let writeResponse: Channel
  /// AR: address and protection.
  let readAddress: Channel
  /// R: data and response.
  let readData: Channel

  /// - Parameter prefix: What the names begin with, `s_axi` for `s_axi_awaddr`.
  /// - Throws: `SimulationError` that names a port which is missing or has the wrong direction.
  init(_ simulator: any Simulator, prefix: String) throws(SimulationError) {
    func port(_ name: String, isInput: Bool) throws(SimulationError) -> PortStorage {
      let name = "\(prefix)_\(name)"
      let index = simulator.ports.firstIndex { $0.name == name && $0.isInput == isInput }
      guard let index else {
        throw SimulationError("the design has no \(isInput ? "input" : "output") `\(name)`")
      }
      return simulator.storage(ofPort: index)
    }
    /// A request goes into the design, a response comes out of it.
    func channel(
      _ name: String, _ payload: [String], isRequest: Bool
    ) throws(SimulationError) -> Channel {
      var storages: [PortStorage] = []
      for field in payload { storages.append(try port(name + field, isInput: isRequest)) }
      return Channel(
        payload: storages, valid: try port(name + "valid", isInput: isRequest),
        ready: try port(name + "ready", isInput: !isRequest))
    }
    writeAddress = try channel("aw", ["addr", "prot"], isRequest: true)
    writeData = try channel("w", ["data", "strb"], isRequest: true)
    writeResponse = try channel("b", ["resp"], isRequest: false)
    readAddress = try channel("ar", ["addr", "prot"], isRequest: true)
    readData = try channel("r", ["data", "resp"], isRequest: false)
  }
}
