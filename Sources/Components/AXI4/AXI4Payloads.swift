public import HDL

/// The payload of AW and AR.
public struct AXI4Address: Bundle {
  /// Which of the manager's threads asks.
  public let id: Bits
  /// Byte address of the first beat.
  public let address: HDL.UInt
  /// Number of beats, minus 1.
  public let length: HDL.UInt
  /// log2 of the bytes of a beat.
  public let size: HDL.UInt
  /// How the address goes on: 1 is INCR.
  public let burst: Bits
  /// Privileged, non-secure, instruction.
  public let protection: Bits

  /// Declares fields of these widths.
  public var layout: AXI4AddressLayout {
    AXI4AddressLayout(idWidth: id.bitWidth, addressWidth: address.bitWidth)
  }

  /// A request from its parts.
  public init(
    id: Bits, address: HDL.UInt, length: HDL.UInt, size: HDL.UInt, burst: Bits, protection: Bits
  ) {
    self.id = id
    self.address = address
    self.length = length
    self.size = size
    self.burst = burst
    self.protection = protection
  }
}

/// What AW and AR are declared with.
public struct AXI4AddressLayout: Layout {
  /// Width of an id in bits.
  public let idWidth: Int
  /// Width of a byte address in bits.
  public let addressWidth: Int

  /// Fields of these widths.
  public init(idWidth: Int, addressWidth: Int) {
    self.idWidth = idWidth
    self.addressWidth = addressWidth
  }

  /// Declares the fields.
  public func make(_ field: FieldDeclarer) -> AXI4Address {
    AXI4Address(
      id: field(.bits(idWidth)), address: field(.uint(addressWidth)), length: field(.uint(8)),
      size: field(.uint(3)), burst: field(.bits(2)), protection: field(.bits(3)))
  }
}

/// The payload of W.
public struct AXI4WriteData: Bundle {
  /// The data.
  public let data: Bits
  /// Which bytes to write, a bit each.
  public let strobes: Bits
  /// The burst ends.
  public let isLast: Bit

  /// Declares fields of these widths.
  public var layout: AXI4WriteDataLayout { AXI4WriteDataLayout(dataWidth: data.bitWidth) }

  /// A beat from its parts.
  public init(data: Bits, strobes: Bits, isLast: Bit) {
    self.data = data
    self.strobes = strobes
    self.isLast = isLast
  }
}

/// What W is declared with.
public struct AXI4WriteDataLayout: Layout {
  /// Width of the data in bits.
  public let dataWidth: Int

  /// Fields of these widths.
  public init(dataWidth: Int) {
    self.dataWidth = dataWidth
  }

  /// Declares the fields.
  public func make(_ field: FieldDeclarer) -> AXI4WriteData {
    AXI4WriteData(
      data: field(.bits(dataWidth)), strobes: field(.bits(dataWidth / 8)), isLast: field(.bit))
  }
}

/// The payload of B.
public struct AXI4WriteResponse: Bundle {
  /// Whose write it answers.
  public let id: Bits
  /// 0 is OKAY, 2 SLVERR, 3 DECERR.
  public let response: Bits

  /// Declares fields of these widths.
  public var layout: AXI4WriteResponseLayout { AXI4WriteResponseLayout(idWidth: id.bitWidth) }
}

/// What B is declared with.
public struct AXI4WriteResponseLayout: Layout {
  /// Width of an id in bits.
  public let idWidth: Int

  /// Fields of these widths.
  public init(idWidth: Int) {
    self.idWidth = idWidth
  }

  /// Declares the fields.
  public func make(_ field: FieldDeclarer) -> AXI4WriteResponse {
    AXI4WriteResponse(id: field(.bits(idWidth)), response: field(.bits(2)))
  }
}

/// The payload of R.
public struct AXI4ReadData: Bundle {
  /// Whose read it answers.
  public let id: Bits
  /// The data.
  public let data: Bits
  /// 0 is OKAY, 2 SLVERR, 3 DECERR.
  public let response: Bits
  /// The burst ends.
  public let isLast: Bit

  /// Declares fields of these widths.
  public var layout: AXI4ReadDataLayout {
    AXI4ReadDataLayout(idWidth: id.bitWidth, dataWidth: data.bitWidth)
  }
}

/// What R is declared with.
public struct AXI4ReadDataLayout: Layout {
  /// Width of an id in bits.
  public let idWidth: Int
  /// Width of the data in bits.
  public let dataWidth: Int

  /// Fields of these widths.
  public init(idWidth: Int, dataWidth: Int) {
    self.idWidth = idWidth
    self.dataWidth = dataWidth
  }

  /// Declares the fields.
  public func make(_ field: FieldDeclarer) -> AXI4ReadData {
    AXI4ReadData(
      id: field(.bits(idWidth)), data: field(.bits(dataWidth)), response: field(.bits(2)),
      isLast: field(.bit))
  }
}
