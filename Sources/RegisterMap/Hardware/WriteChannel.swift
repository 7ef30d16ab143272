import HDL

/// AW, W and B: holds address and data until both are there and the response can go.
struct WriteChannel {
  /// 1 in the cycle at whose end the write is done.
  let performs: Bit
  /// The number of the word.
  let index: HDL.UInt
  /// The data.
  let data: Bits
  /// The bytes to write.
  let strobes: Bits
  /// Ones at the bits of the bytes to write.
  let mask: Bits?

  /// - Parameters:
  ///   - indices: Numbers of the words that can be written, ascending.
  ///   - isMasked: Whether any field needs the mask.
  init(
    _ module: ModuleBuilder, _ bus: AXI4LitePorts, lowAddressBits low: Int, indices: [Int],
    isMasked: Bool
  ) {
    let (address, data, response) = (bus.writeAddress, bus.writeData, bus.writeResponse)
    let addressReady = module.register("awready", .bit, reset: 1)
    let dataReady = module.register("wready", .bit, reset: 1)
    let responseValid = module.register("bvalid", .bit, reset: 0)
    performs = (.!addressReady .& .!dataReady .& (.!responseValid .| response.ready))
      .named("writes")

    module.when(performs) {
      addressReady.assign(module.constant(1, .bit))
      dataReady.assign(module.constant(1, .bit))
    }.otherwise {
      module.when(address.valid) { addressReady.assign(module.constant(0, .bit)) }
      module.when(data.valid) { dataReady.assign(module.constant(0, .bit)) }
    }
    module.when(performs) {
      responseValid.assign(module.constant(1, .bit))
    }.elseWhen(response.ready) {
      responseValid.assign(module.constant(0, .bit))
    }
    address.ready.assign(addressReady)
    data.ready.assign(dataReady)
    response.valid.assign(responseValid)

    let byteAddress = address.payload.address
    let width = byteAddress.bitWidth - low
    index = module.register("writeIndex", .uint(width), enable: addressReady)
    index.assign(byteAddress[low..<byteAddress.bitWidth])
    self.data = module.register("writeData", data.payload.data.shape, enable: dataReady)
    self.data.assign(data.payload.data)
    strobes = module.register("writeStrobes", data.payload.strobes.shape, enable: dataReady)
    strobes.assign(data.payload.strobes)
    // Maps without fields at some bits have no use for the data there.
    self.data.ignore()
    strobes.ignore()
    if isMasked {
      let bytes = (0..<strobes.bitWidth).reversed().map { [strobes] in strobes[$0].repeated(8) }
      let mask = module.concatenate(bytes).named("writeMask")
      mask.ignore()
      self.mask = mask
    } else {
      mask = nil
    }

    let error = index.isOutside(indices).map { isOutside in
      let error = module.register("writeError", .bit, enable: performs)
      error.assign(isOutside)
      return error
    }
    response.payload.response.assign(response.payload.response.code(for: error))
  }
}
