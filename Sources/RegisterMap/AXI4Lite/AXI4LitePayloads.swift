public import HDL

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
