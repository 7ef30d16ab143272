public import HDL

/// An AXI4 bus (ARM IHI 0022) as a memory needs it; its initiator is the manager.
///
/// Signals that a memory has no use for, and for which the standard names defaults, are left out: lock,
/// cache, QoS, region, user. Stored in a property `m_axi`, the ports have the names that tools look for:
/// `m_axi_awaddr`.
public struct AXI4Interface: Interface {
  /// Width of a byte address in bits, 12 to 64.
  public let addressWidth: Int
  /// Width of the data in bits: a power of two, 8 to 1,024.
  public let dataWidth: Int
  /// Width of an id in bits.
  public let idWidth: Int
  /// Whether simulations and proofs check that what is valid stays until it is taken.
  public let isMonitored: Bool

  /// A bus of the given widths.
  public init(addressWidth: Int, dataWidth: Int, idWidth: Int = 1, isMonitored: Bool = true) {
    self.isMonitored = isMonitored
    self.addressWidth = addressWidth
    self.dataWidth = dataWidth
    self.idWidth = idWidth
  }

  /// Declares the five channels.
  public func ports(_ declare: PortDeclarer) -> AXI4Ports {
    let address = AXI4AddressLayout(idWidth: idWidth, addressWidth: addressWidth)
    return AXI4Ports(
      writeAddress: declare.source(address, isMonitored: isMonitored),
      writeData: declare.source(
        AXI4WriteDataLayout(dataWidth: dataWidth), isMonitored: isMonitored),
      writeResponse: declare.sink(
        AXI4WriteResponseLayout(idWidth: idWidth), isMonitored: isMonitored),
      readAddress: declare.source(address, isMonitored: isMonitored),
      readData: declare.sink(
        AXI4ReadDataLayout(idWidth: idWidth, dataWidth: dataWidth), isMonitored: isMonitored))
  }
}

/// The channels of an AXI4 bus.
public struct AXI4Ports: CustomReflectable {
  /// AW: where to write.
  public let writeAddress: Stream<AXI4Address>
  /// W: what to write.
  public let writeData: Stream<AXI4WriteData>
  /// B: what became of it.
  public let writeResponse: Stream<AXI4WriteResponse>
  /// AR: where to read.
  public let readAddress: Stream<AXI4Address>
  /// R: what was read.
  public let readData: Stream<AXI4ReadData>

  /// The signals under their names in the standard, which become the names of the ports.
  public var customMirror: Mirror {
    func address(_ prefix: String, _ stream: Stream<AXI4Address>) -> [(String, Any)] {
      let payload = stream.payload
      return [
        (prefix + "id", payload.id), (prefix + "addr", payload.address),
        (prefix + "len", payload.length), (prefix + "size", payload.size),
        (prefix + "burst", payload.burst), (prefix + "prot", payload.protection),
        (prefix + "valid", stream.valid), (prefix + "ready", stream.ready),
      ]
    }
    let write: [(String, Any)] = [
      ("wdata", writeData.payload.data), ("wstrb", writeData.payload.strobes),
      ("wlast", writeData.payload.isLast), ("wvalid", writeData.valid),
      ("wready", writeData.ready), ("bid", writeResponse.payload.id),
      ("bresp", writeResponse.payload.response), ("bvalid", writeResponse.valid),
      ("bready", writeResponse.ready),
    ]
    let read: [(String, Any)] = [
      ("rid", readData.payload.id), ("rdata", readData.payload.data),
      ("rresp", readData.payload.response), ("rlast", readData.payload.isLast),
      ("rvalid", readData.valid), ("rready", readData.ready),
    ]
    let children = address("aw", writeAddress) + write + address("ar", readAddress) + read
    return Mirror(self, children: children.map { (label: $0.0, value: $0.1) })
  }
}
