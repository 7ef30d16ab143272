import HDL

/// One query image against the stream of candidates: buffer, lanes, adder tree, accumulator.
///
/// The pipeline moves when `advance` is 1. A candidate beat that is in `candidate` in one cycle has
/// its query bytes beside it; `pipelineDepth` cycles later its sum is added to `accumulator`.
struct DistanceRow: Module {
  /// Bytes compared a cycle.
  let lanes: Int
  /// Beats of one chunk in the query buffer; there are two chunks.
  let chunkBeats: Int
  /// Width of the accumulator.
  let distanceBits: Int
  let fault: DistanceFault?

  /// Additions between two registers of the adder tree.
  static let addersPerStage = 2

  /// Cycles from a beat in `candidate` to its sum at the accumulator's input: difference, square and
  /// the registers of the tree.
  static func pipelineDepth(lanes: Int) -> Int {
    let levels = lanes.trailingZeroBitCount
    return 2 + (levels + addersPerStage - 1) / addersPerStage
  }

  var moduleName: String {
    "DistanceRow_lanes\(lanes)_chunkBeats\(chunkBeats)_bits\(distanceBits)"
      + (fault.map { "_" + $0.rawValue.replacing("-", with: "_") } ?? "")
  }

  struct Ports {
    let advance: Bit
    /// Stores one beat of the query image.
    let writeEnable: Bit
    let writeAddress: UInt
    let writeData: Bits
    /// The query beat to stand beside the next candidate beat.
    let readAddress: UInt
    /// A candidate beat, byte 0 in the low bits.
    let candidate: Bits
    /// Bytes of the beat that belong to the image.
    let mask: Bits
    /// The beat that reaches the accumulator now belongs to the image.
    let accumulate: Bit
    /// It is the image's first.
    let restart: Bit
    let accumulator: UInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    let addressWidth = addressBits(2 * chunkBeats)
    return Ports(
      advance: declare.input(.bit), writeEnable: declare.input(.bit),
      writeAddress: declare.input(.uint(addressWidth)),
      writeData: declare.input(.bits(8 * lanes)),
      readAddress: declare.input(.uint(addressWidth)),
      candidate: declare.input(.bits(8 * lanes)), mask: declare.input(.bits(lanes)),
      accumulate: declare.input(.bit), restart: declare.input(.bit),
      accumulator: declare.output(.uint(distanceBits)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let buffer = module.memory("queryBuffer", .bits(8 * lanes), depth: 2 * chunkBeats)
    buffer.write(
      address: ports.writeAddress, data: ports.writeData, enable: ports.writeEnable)
    let query = buffer.read(address: ports.readAddress, enable: ports.advance).named("query")

    let squares = (0..<lanes).map { lane in
      squaredDifference(
        module, lane, query[8 * lane..<8 * lane + 8].asUInt,
        ports.candidate[8 * lane..<8 * lane + 8].asUInt, isInImage: ports.mask[lane],
        advance: ports.advance)
    }
    let sum = adderTree(module, squares, advance: ports.advance)
    accumulate(module, sum, ports)
  }

  /// |q - c| in one register, its square in the next; 0 for a byte beyond the image.
  ///
  /// Measured a lane in Yosys 0.23: 282 gates, and 16 LUT4 and 8 carry cells of an ECP5. Squaring the
  /// signed 9-bit difference instead takes 9 LUT4 and 5 carry cells there but 413 gates; a logic die
  /// is gates, so the magnitude is taken first.
  private func squaredDifference(
    _ module: ModuleBuilder, _ lane: Int, _ query: UInt, _ candidate: UInt, isInImage: Bit,
    advance: Bit
  ) -> UInt {
    let difference = module.register("difference_\(lane)", .uint(8), enable: advance)
    let magnitude = mux(query .< candidate, candidate .&- query, query .&- candidate)
    difference.assign(mux(isInImage, magnitude, 0))
    let square = module.register("square_\(lane)", .uint(16), enable: advance)
    square.assign(difference .* difference)
    return square
  }

  /// Sums neighbours pairwise, with a register after every `addersPerStage` levels and the last.
  ///
  /// No sum is wider than the accumulator: bytes beyond an image are masked, and an image has no
  /// more bytes than a distance has room for.
  private func adderTree(_ module: ModuleBuilder, _ leaves: [UInt], advance: Bit) -> UInt {
    var terms = leaves
    var level = 0
    while terms.count > 1 {
      level += 1
      terms = stride(from: 0, to: terms.count, by: 2).map { index in
        let (left, right) = (terms[index], terms[index + 1])
        return left.bitWidth < distanceBits ? left .+ right : left .&+ right
      }
      guard level % Self.addersPerStage == 0 || terms.count == 1 else { continue }
      terms = terms.enumerated().map { index, term in
        let register = module.register(
          terms.count == 1 ? "sum" : "sum_\(level)_\(index)", .uint(term.bitWidth),
          enable: advance)
        register.assign(term)
        return register
      }
    }
    return terms[0]
  }

  private func accumulate(_ module: ModuleBuilder, _ sum: UInt, _ ports: Ports) {
    let enable = (ports.advance .& ports.accumulate).named("accumulatorEnable")
    let total = module.register("total", .uint(distanceBits), enable: enable)
    let term = sum.extended(to: distanceBits)
    let base = mux(ports.restart, 0, total)
    total.assign(
      fault == .droppedCarry
        ? addWithoutCarry(base, term, at: min(16, distanceBits - 1)) : base .&+ term)
    ports.accumulator.assign(total)
  }

  private func addWithoutCarry(_ left: UInt, _ right: UInt, at bit: Int) -> UInt {
    let low = left[0..<bit] .&+ right[0..<bit]
    let high = left[bit..<distanceBits] .&+ right[bit..<distanceBits]
    return concatenate(high, low).asUInt
  }
}
