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

extension Bits {
  /// SLVERR where the bit is 1, else OKAY.
  fileprivate func code(for error: Bit?) -> Bits {
    guard let error else { return module.constant(0, .bits(2)) }
    return concatenate(error, module.constant(0, .bit))
  }
}

extension HDL.UInt {
  /// Whether the number is none of those in a list, ascending; `nil` if every number is in it.
  fileprivate func isOutside(_ numbers: [Int]) -> Bit? {
    var runs: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = runs.last, last.upperBound + 1 == number {
        runs[runs.count - 1] = last.lowerBound...number
      } else {
        runs.append(number...number)
      }
    }
    let last = (1 << bitWidth) - 1
    if runs == [0...last] {
      ignore()
      return nil
    }
    let inside = runs.map { run -> Bit in
      if run.count == 1 { return self .== run.lowerBound }
      if run.lowerBound == 0 { return self .< run.upperBound + 1 }
      if run.upperBound == last { return self .>= run.lowerBound }
      return (self .>= run.lowerBound) .& (self .< run.upperBound + 1)
    }
    guard let first = inside.first else {
      ignore()
      return module.constant(1, .bit)
    }
    return .!inside.dropFirst().reduce(first) { $0 .| $1 }
  }
}
