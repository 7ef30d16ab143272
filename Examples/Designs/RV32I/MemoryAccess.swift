import HDL

/// Bytes, halves and words on their way between a register and a memory of words.
struct MemoryAccess {
  /// Whether the address is a multiple of the size.
  let isAligned: Bit
  /// The bytes of the word that a store writes.
  let mask: Bits
  /// The data of a store, in their place.
  let lanes: Bits

  private let funct3: Bits
  private let offset: UInt

  /// - Parameters:
  ///   - funct3: The low two bits tell the size, the third that a load extends with zeros.
  ///   - address: Of the first byte.
  ///   - data: What a store writes.
  init(_ module: ModuleBuilder, _ funct3: Bits, address: UInt, data: Bits) {
    self.funct3 = funct3
    offset = address[0..<2]
    isAligned = module.wire("isAligned", .bit)
    mask = module.wire("mask", .bits(4))
    lanes = module.wire("lanes", .bits(32))
    module.switch(funct3[0..<2]) {
      $0.case(0) {
        isAligned.set(to: 1)
        mask.assign((module.constant(1, .uint(1)) .<< offset).asBits)
        lanes.assign(concatenate(data[0..<8], data[0..<8], data[0..<8], data[0..<8]))
      }
      $0.case(1) {
        isAligned.assign(.!offset[0])
        mask.assign(concatenate(offset[1].repeated(2), (.!offset[1]).repeated(2)))
        lanes.assign(concatenate(data[0..<16], data[0..<16]))
      }
      $0.default {
        isAligned.assign(offset .== 0)
        mask.set(to: 0b1111)
        lanes.assign(data)
      }
    }
  }

  /// What a load of `word` puts into its register.
  func loaded(from word: Bits) -> UInt {
    let module = word.module
    let value = module.wire("loaded", .uint(32))
    let shifted = (word.asUInt .>> concatenate(offset, module.constant(0, .bits(3))).asUInt)
      .named("shifted")
    let isSigned = .!funct3[2]
    module.switch(funct3[0..<2]) {
      $0.case(0) {
        let sign = (isSigned .& shifted[7]).repeated(24)
        value.assign(concatenate(sign, shifted[0..<8]).asUInt)
      }
      $0.case(1) {
        let sign = (isSigned .& shifted[15]).repeated(16)
        value.assign(concatenate(sign, shifted[0..<16]).asUInt)
      }
      $0.default { value.assign(shifted) }
    }
    return value
  }
}
