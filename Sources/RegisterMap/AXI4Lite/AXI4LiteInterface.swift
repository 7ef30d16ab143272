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

/// The payload of AW and AR.
public struct AXI4LiteAddress: Bundle {
  /// Byte address.
  public let address: HDL.UInt
  /// Privileged, non-secure, instruction.
  public let protection: Bits

  /// The widths.
  public var layout: AXI4LiteAddressLayout { AXI4LiteAddressLayout(addressWidth: address.bitWidth) }
}

/// What AW and AR are declared with.
public struct AXI4LiteAddressLayout: Layout {
  /// Width of a byte address in bits.
  public let addressWidth: Int

  /// Declares the fields.
  public func make(_ field: FieldDeclarer) -> AXI4LiteAddress {
    AXI4LiteAddress(address: field(.uint(addressWidth)), protection: field(.bits(3)))
  }
}

/// The payload of W.
public struct AXI4LiteWriteData: Bundle {
  /// The data.
  public let data: Bits
  /// Which bytes to write, a bit each.
  public let strobes: Bits

  /// The widths.
  public var layout: AXI4LiteWriteDataLayout { AXI4LiteWriteDataLayout(dataWidth: data.bitWidth) }
}

/// What W is declared with.
public struct AXI4LiteWriteDataLayout: Layout {
  /// Width of the data in bits.
  public let dataWidth: Int

  /// Declares the fields.
  public func make(_ field: FieldDeclarer) -> AXI4LiteWriteData {
    AXI4LiteWriteData(data: field(.bits(dataWidth)), strobes: field(.bits(dataWidth / 8)))
  }
}

/// The payload of B.
public struct AXI4LiteWriteResponse: Bundle {
  /// 0 is OKAY, 2 SLVERR.
  public let response: Bits

  /// The widths.
  public var layout: AXI4LiteWriteResponseLayout { AXI4LiteWriteResponseLayout() }
}

/// What B is declared with.
public struct AXI4LiteWriteResponseLayout: Layout {
  /// Declares the field.
  public func make(_ field: FieldDeclarer) -> AXI4LiteWriteResponse {
    AXI4LiteWriteResponse(response: field(.bits(2)))
  }
}

/// The payload of R.
public struct AXI4LiteReadData: Bundle {
  /// The data.
  public let data: Bits
  /// 0 is OKAY, 2 SLVERR.
  public let response: Bits

  /// The widths.
  public var layout: AXI4LiteReadDataLayout { AXI4LiteReadDataLayout(dataWidth: data.bitWidth) }
}

/// What R is declared with.
public struct AXI4LiteReadDataLayout: Layout {
  /// Width of the data in bits.
  public let dataWidth: Int

  /// Declares the fields.
  public func make(_ field: FieldDeclarer) -> AXI4LiteReadData {
    AXI4LiteReadData(data: field(.bits(dataWidth)), response: field(.bits(2)))
  }
}
