public import HDL

/// An AXI4-Lite bus (ARM IHI 0022); its initiator is the manager.
///
/// Stored in a property `s_axi`, the ports have the names that tools look for: `s_axi_awaddr`.
public struct AXI4LiteInterface: Interface {
  /// Width of a byte address in bits.
  public let addressWidth: Int
  /// Width of the data in bits, 32 or 64.
  public let dataWidth: Int

  /// A bus of the given widths.
  public init(addressWidth: Int, dataWidth: Int = 32) {
    self.addressWidth = addressWidth
    self.dataWidth = dataWidth
  }

  /// Declares the five channels.
  public func ports(_ declare: PortDeclarer) -> AXI4LitePorts {
    AXI4LitePorts(
      writeAddress: declare.source(AXI4LiteAddressLayout(addressWidth: addressWidth)),
      writeData: declare.source(AXI4LiteWriteDataLayout(dataWidth: dataWidth)),
      writeResponse: declare.sink(AXI4LiteWriteResponseLayout()),
      readAddress: declare.source(AXI4LiteAddressLayout(addressWidth: addressWidth)),
      readData: declare.sink(AXI4LiteReadDataLayout(dataWidth: dataWidth)))
  }
}

/// The channels of an AXI4-Lite bus.
public struct AXI4LitePorts: CustomReflectable {
  /// AW: where to write.
  public let writeAddress: Stream<AXI4LiteAddress>
  /// W: what to write.
  public let writeData: Stream<AXI4LiteWriteData>
  /// B: what became of it.
  public let writeResponse: Stream<AXI4LiteWriteResponse>
  /// AR: where to read.
  public let readAddress: Stream<AXI4LiteAddress>
  /// R: what was read.
  public let readData: Stream<AXI4LiteReadData>

  /// The signals under their names in the standard, which become the names of the ports.
  public var customMirror: Mirror {
    func address(_ prefix: String, _ stream: Stream<AXI4LiteAddress>) -> [(String, Any)] {
      [
        (prefix + "addr", stream.payload.address), (prefix + "prot", stream.payload.protection),
        (prefix + "valid", stream.valid), (prefix + "ready", stream.ready),
      ]
    }
    let write: [(String, Any)] = [
      ("wdata", writeData.payload.data), ("wstrb", writeData.payload.strobes),
      ("wvalid", writeData.valid), ("wready", writeData.ready),
      ("bresp", writeResponse.payload.response), ("bvalid", writeResponse.valid),
      ("bready", writeResponse.ready),
    ]
    let read: [(String, Any)] = [
      ("rdata", readData.payload.data), ("rresp", readData.payload.response),
      ("rvalid", readData.valid), ("rready", readData.ready),
    ]
    let children = address("aw", writeAddress) + write + address("ar", readAddress) + read
    return Mirror(self, children: children.map { (label: $0.0, value: $0.1) })
  }
}
