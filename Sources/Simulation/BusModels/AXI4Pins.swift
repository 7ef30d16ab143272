/// The ports of an AXI4 bus whose manager is in the simulated design, found by their names in the
/// standard.
public struct AXI4Pins: Sendable {
  /// AW and AR.
  public struct Address: Sendable {
    /// The channel's name in messages.
    public let name: String
    /// Its signals.
    public let id, address, length, size, burst, protection, valid, ready: PortStorage
    /// A request moves at the next edge.
    public var fires: Bool { valid.isSet && ready.isSet }
  }

  /// AW: where to write.
  public let writeAddress: Address
  /// AR: where to read.
  public let readAddress: Address
  /// W: what to write.
  public let writeData, writeStrobes, writeLast, writeValid, writeReady: PortStorage
  /// B: what became of it.
  public let responseID, response, responseValid, responseReady: PortStorage
  /// R: what was read.
  public let readID, readData, readResponse, readLast, readValid, readReady: PortStorage

  /// The bus whose ports begin with `prefix`, `m_axi` for `m_axi_awaddr`.
  ///
  /// - Throws: `SimulationError` that names a port which is missing or has the wrong direction.
  public init(_ simulator: any Simulator, prefix: String = "m_axi") throws(SimulationError) {
    func port(_ name: String, isInput: Bool = false) throws(SimulationError) -> PortStorage {
      let name = "\(prefix)_\(name)"
      let index = simulator.ports.firstIndex { $0.name == name && $0.isInput == isInput }
      guard let index else {
        throw SimulationError("the design has no \(isInput ? "input" : "output") `\(name)`")
      }
      return simulator.storage(ofPort: index)
    }
    func address(_ name: String) throws(SimulationError) -> Address {
      Address(
        name: name.uppercased(), id: try port(name + "id"), address: try port(name + "addr"),
        length: try port(name + "len"), size: try port(name + "size"),
        burst: try port(name + "burst"), protection: try port(name + "prot"),
        valid: try port(name + "valid"), ready: try port(name + "ready", isInput: true))
    }
    writeAddress = try address("aw")
    readAddress = try address("ar")
    writeData = try port("wdata")
    writeStrobes = try port("wstrb")
    writeLast = try port("wlast")
    writeValid = try port("wvalid")
    writeReady = try port("wready", isInput: true)
    responseID = try port("bid", isInput: true)
    response = try port("bresp", isInput: true)
    responseValid = try port("bvalid", isInput: true)
    responseReady = try port("bready")
    readID = try port("rid", isInput: true)
    readData = try port("rdata", isInput: true)
    readResponse = try port("rresp", isInput: true)
    readLast = try port("rlast", isInput: true)
    readValid = try port("rvalid", isInput: true)
    readReady = try port("rready")
  }

  /// Bytes of a beat.
  public var beatBytes: Int { writeData.bitWidth / 8 }
  /// A beat to write moves at the next edge.
  public var writes: Bool { writeValid.isSet && writeReady.isSet }
  /// A response to a write moves at the next edge.
  public var responds: Bool { responseValid.isSet && responseReady.isSet }
  /// A beat that was read moves at the next edge.
  public var reads: Bool { readValid.isSet && readReady.isSet }
}
