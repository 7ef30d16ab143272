import Components
package import HDL

/// The SHA-256 hash (FIPS 180-4) of a message that comes padded, in blocks of 64 bytes: 66 cycles a
/// block, a round in each of 64.
///
/// The first byte of a block is the most significant, as the standard writes it. The digest follows
/// the block that is marked last, and the next message may follow the digest.
package struct SHA256: Module {
  package init() {}

  enum State: CaseIterable { case idle, rounds, add, done }

  package struct Ports {
    let message: Stream<Block>
    let digest: Stream<Bits>
  }

  package func ports(_ declare: PortDeclarer) -> Ports {
    Ports(message: declare.sink(BlockLayout()), digest: declare.source(.bits(256)))
  }

  package func body(_ module: ModuleBuilder, _ ports: Ports) {
    let state = module.stateMachine("state", State.self, initial: .idle)
    let isLast = module.register("isLast", .bit)
    let round = module.register("round", .uint(6))
    // The hash so far, the working variables a to h, and the next sixteen words of the schedule.
    let hash = (0..<8).map { module.register("hash\($0)", .uint(32), reset: Self.initialHash[$0]) }
    let working = "abcdefgh".map { module.register(String($0), .uint(32)) }
    let schedule = (0..<16).map { module.register("schedule\($0)", .uint(32)) }

    state.when(.idle) {
      module.when(ports.message.valid) {
        for (index, word) in schedule.enumerated() {
          let low = 512 - 32 * (index + 1)
          word.assign(ports.message.payload.data[low..<low + 32].asUInt)
        }
        for (variable, word) in zip(working, hash) { variable.assign(word) }
        isLast.assign(ports.message.payload.isLast)
        round.set(to: 0)
        state.go(to: .rounds)
      }
    }
    state.when(.rounds) {
      let constants = module.readOnlyMemory("constants", .uint(32), Self.roundConstants)
      let next = Self.round(
        working, constants.read(address: round).named("constant"), schedule[0])
      for (variable, value) in zip(working, next) { variable.assign(value) }
      for (word, following) in zip(schedule, schedule.dropFirst()) { word.assign(following) }
      schedule[15].assign(
        Self.smallSigma1(schedule[14]) .&+ schedule[9] .&+ Self.smallSigma0(schedule[1])
          .&+ schedule[0])
      round.assign(round .&+ 1)
      module.when(round .== 63) { state.go(to: .add) }
    }
    state.when(.add) {
      for (word, variable) in zip(hash, working) { word.assign(word .&+ variable) }
      module.when(isLast) { state.go(to: .done) }.otherwise { state.go(to: .idle) }
    }
    state.when(.done) {
      module.when(ports.digest.ready) {
        for (word, initial) in zip(hash, Self.initialHash) { word.set(to: initial) }
        state.go(to: .idle)
      }
    }

    ports.message.ready.assign(state.is(.idle))
    ports.digest.valid.assign(state.is(.done))
    ports.digest.payload.assign(module.concatenate(hash))
  }

  /// The working variables after one round.
  private static func round(_ working: [UInt], _ constant: UInt, _ word: UInt) -> [UInt] {
    let (a, b, c, d) = (working[0], working[1], working[2], working[3])
    let (e, f, g, h) = (working[4], working[5], working[6], working[7])
    let choice = ((e .& f) .^ (.!e .& g)).named("choice")
    let majority = ((a .& b) .^ (a .& c) .^ (b .& c)).named("majority")
    let first = (h .&+ bigSigma1(e) .&+ choice .&+ constant .&+ word).named("first")
    let second = (bigSigma0(a) .&+ majority).named("second")
    return [first .&+ second, a, b, c, d .&+ first, e, f, g]
  }

  private static func bigSigma0(_ x: UInt) -> UInt { rotations(x, 2, 13, 22).asUInt }

  private static func bigSigma1(_ x: UInt) -> UInt { rotations(x, 6, 11, 25).asUInt }

  private static func smallSigma0(_ x: UInt) -> UInt {
    (x.rotatedRight(by: 7) .^ x.rotatedRight(by: 18)).asUInt .^ (x .>> 3).extended(to: 32)
  }

  private static func smallSigma1(_ x: UInt) -> UInt {
    (x.rotatedRight(by: 17) .^ x.rotatedRight(by: 19)).asUInt .^ (x .>> 10).extended(to: 32)
  }

  private static func rotations(_ x: UInt, _ first: Int, _ second: Int, _ third: Int) -> Bits {
    x.rotatedRight(by: first) .^ x.rotatedRight(by: second) .^ x.rotatedRight(by: third)
  }
}

/// 64 bytes of a padded message.
package struct Block: Bundle {
  let data: Bits
  let isLast: Bit

  package var layout: BlockLayout { BlockLayout() }
}

package struct BlockLayout: Layout {
  package func make(_ field: FieldDeclarer) -> Block {
    Block(data: field(.bits(512)), isLast: field(.bit))
  }
}
