import HDL

/// AR and R: holds an address until the data can go.
struct ReadChannel {
  /// 1 in the cycle at whose end the data is taken from the registers.
  let performs: Bit
  /// The number of the word.
  let index: HDL.UInt
  private let channel: Stream<AXI4LiteReadData>
  private let isOutside: Bit?

  /// - Parameter indices: Numbers of the words that can be read, ascending.
  init(
    _ module: ModuleBuilder, _ bus: AXI4LitePorts, lowAddressBits low: Int, indices: [Int]
  ) {
    let address = bus.readAddress
    channel = bus.readData
    let addressReady = module.register("arready", .bit, reset: 1)
    let dataValid = module.register("rvalid", .bit, reset: 0)
    performs = (.!addressReady .& (.!dataValid .| channel.ready)).named("reads")

    module.when(performs) {
      addressReady.assign(module.constant(1, .bit))
    }.elseWhen(address.valid) {
      addressReady.assign(module.constant(0, .bit))
    }
    module.when(performs) {
      dataValid.assign(module.constant(1, .bit))
    }.elseWhen(channel.ready) {
      dataValid.assign(module.constant(0, .bit))
    }
    address.ready.assign(addressReady)
    channel.valid.assign(dataValid)

    let byteAddress = address.payload.address
    index = module.register(
      "readIndex", .uint(byteAddress.bitWidth - low), enable: addressReady)
    index.assign(byteAddress[low..<byteAddress.bitWidth])
    isOutside = index.isOutside(indices)
  }

  /// Returns words by their numbers, 0 and an error for every other number.
  func returns(_ words: [(index: Int, value: Bits)], _ module: ModuleBuilder) {
    let data = module.register("readData", channel.payload.data.shape, enable: performs)
    if words.isEmpty {
      index.ignore()
      data.assign(module.constant(0, data.shape))
    } else {
      module.switch(index) { cases in
        for (index, value) in words { cases.case(index) { data.assign(value) } }
        if words.count < 1 << index.bitWidth {
          cases.default { data.assign(module.constant(0, data.shape)) }
        }
      }
    }
    let error = isOutside.map { isOutside in
      let error = module.register("readError", .bit, enable: performs)
      error.assign(isOutside)
      return error
    }
    channel.payload.data.assign(data)
    channel.payload.response.assign(channel.payload.response.code(for: error))
  }
}
