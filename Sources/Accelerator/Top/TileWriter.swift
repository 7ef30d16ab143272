internal import Components
internal import HDL

/// Puts the distances of a pass into both halves of the matrix in memory.
///
/// A result is a column: the distances of one candidate to the T query images. `wordsPerBeat` columns
/// are a tile. A tile goes out twice: its columns as parts of the candidates' rows, unless those are
/// query images themselves, and its rows as a beat each of the query images' rows. While one tile goes
/// out the next is taken in.
///
/// A row of a tile takes `wordsPerBeat` / 2 + 1 cycles, a column one and a cycle a beat.
struct TileWriter: Module {
  let shapes: SamplerShapes

  var moduleName: String { "TileWriter" }

  struct Ports {
    /// Distances of a candidate to all queries, the first in the low bits; the candidates of a group of
    /// query images come in order, beginning with the first query image.
    let column: Stream<Bits>
    /// It is the last of the group.
    let isLastColumn: Bit
    /// The next column is the first of a group; what follows stays until the group's last beat is out.
    let startsGroup: Bit
    /// The block of `wordsPerBeat` columns that begins with the group's first query image.
    let firstBlock: UInt
    /// The first beat of its row of distances.
    let rowAddress: UInt
    /// Its query images, minus 1.
    let lastQuery: UInt
    /// Beats for the memory.
    let writeBeat: Stream<WriteBeat>
    /// Drops all tiles.
    let clear: Bit
    /// No tile is inside.
    let isIdle: Bit
  }

  /// Bits of the number of a block of columns.
  static func blockBits(_ shapes: SamplerShapes) -> Int { addressBits(shapes.distanceStride) }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      column: declare.sink(.bits(shapes.queries * shapes.distanceBits), isMonitored: false),
      isLastColumn: declare.input(.bit), startsGroup: declare.input(.bit),
      firstBlock: declare.input(.uint(Self.blockBits(shapes))),
      rowAddress: declare.input(.uint(MemoryRequest.addressBits)),
      lastQuery: declare.input(.uint(addressBits(shapes.queries))),
      writeBeat: declare.source(WriteBeatLayout(beatBits: shapes.beatBits), isMonitored: false),
      clear: declare.input(.bit), isIdle: declare.output(.bit))
  }

  /// What becomes of the tile that goes out.
  enum Phase: CaseIterable {
    /// Waits for one.
    case idle
    /// Reads a column.
    case column
    /// Writes its beats.
    case mirror
    /// Reads a row, two words a cycle.
    case row
    /// Waits until the row's last word is there and the beat can go.
    case beat
    /// Makes place.
    case release
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let columns = shapes.wordsPerBeat
    let pairs = columns / 2
    let columnBits = addressBits(columns)
    let pairBits = addressBits(pairs)
    let queries = shapes.queries
    let parts = queries / columns
    let addressBits = MemoryRequest.addressBits

    // Taking in: into one half until it is full.
    let half = module.register("fillingHalf", .bit, reset: 0)
    let column = module.register("fillingColumn", .uint(columnBits), reset: 0)
    let isFull = (0..<2).map { module.register("isFull_\($0)", .bit, reset: 0) }
    let lastColumns = (0..<2).map { module.register("lastColumn_\($0)", .uint(columnBits)) }
    let takes = ports.column.fires().named("takesColumn")
    ports.column.ready.assign(.!mux(half, isFull[1], isFull[0]))
    let endsTile = (takes .& (ports.isLastColumn .| column .== columns - 1)).named("endsTile")
    module.when(takes) { column.assign(mux(endsTile, 0, column .&+ 1)) }
    module.when(endsTile) { half.assign(.!half) }

    // Even and odd columns apart, so that two words of a row are read at once.
    let leavingHalf = module.register("leavingHalf", .bit, reset: 0)
    let pair = module.register("pair", .uint(pairBits))
    let reads = module.wire("reads", .bit)
    let banks = (0..<2).map { bank -> Bits in
      let memory = module.memory(
        bank == 0 ? "evenColumns" : "oddColumns", .bits(queries * shapes.distanceBits),
        depth: 2 << pairBits, readUnderWrite: .undefined)
      let isMine = bank == 0 ? .!column[0] : column[0]
      let place =
        pairs > 1 ? column[1..<columnBits].resized(to: pairBits) : pair.constantZero(module)
      memory.write(
        address: concatenate(half, place).asUInt, data: ports.column.payload,
        enable: (takes .& isMine).named(bank == 0 ? "takesEven" : "takesOdd"))
      return memory.read(address: concatenate(leavingHalf, pair).asUInt, enable: reads)
    }

    // Going out.
    let phase = module.stateMachine("phase", Phase.self, initial: .idle)
    let blockBits = max(Self.blockBits(shapes), HDL.addressBits(parts + 1))
    let block = module.register("block", .uint(blockBits))
    let firstOutside = module.register("firstOutside", .uint(blockBits + 1))
    let tileAddress = module.register("tileAddress", .uint(addressBits))
    let address = module.register("address", .uint(addressBits))
    let leaving = module.register("leavingColumn", .uint(columnBits))
    let part = module.register("part", .uint(HDL.addressBits(parts)))
    let query = module.register("query", .uint(HDL.addressBits(queries)))
    let words = module.register("words", .bits(columns * shapes.distanceBits))
    let arrives = module.register("arrives", .bit, reset: 0)
    let arrivingQuery = module.register("arrivingQuery", .uint(HDL.addressBits(queries)))
    reads.assign(phase.is(.column) .| phase.is(.row))
    arrives.assign(phase.is(.row))
    arrivingQuery.assign(query)
    func word(_ bank: Bits, _ index: Int) -> Bits {
      bank[index * shapes.distanceBits..<(index + 1) * shapes.distanceBits]
    }
    module.when(arrives) {
      let even = chosen((0..<queries).map { word(banks[0], $0) }, at: arrivingQuery)
      let odd = chosen((0..<queries).map { word(banks[1], $0) }, at: arrivingQuery)
      let new = concatenate(odd, even)
      words.assign(
        columns > 2
          ? concatenate(new, words[2 * shapes.distanceBits..<words.bitWidth]) : new)
    }

    let isMirror = phase.is(.mirror)
    let leavingWords = mux(leaving[0], banks[1], banks[0])
    let mirrored = chosen(
      (0..<parts).map { part in
        leavingWords[
          part * columns * shapes.distanceBits..<(part + 1) * columns * shapes.distanceBits]
      }, at: part)
    let data = mux(isMirror, mirrored, words)
    let padding = shapes.wordBits - shapes.distanceBits
    let padded = module.concatenate(
      (0..<columns).reversed().flatMap { index -> [Bits] in
        let value = word(data, index)
        return padding > 0 ? [module.constant(0, .bits(padding)), value] : [value]
      })
    let isBeat = (phase.is(.beat) .& .!arrives).named("isBeat")
    let beats = module.instance(
      StreamRegister(WriteBeatLayout(beatBits: shapes.beatBits), cut: .full), named: "beats")
    // Offered only when it is taken, as a clear withdraws it.
    beats.input.valid.assign((isMirror .| isBeat) .& .!ports.clear .& beats.input.ready)
    beats.input.payload.assign(
      WriteBeat(
        address: mux(isMirror, address .&+ part.resized(to: addressBits), address), data: padded))
    beats.output.connect(to: ports.writeBeat)
    let sends = beats.input.fires().named("sendsBeat")

    let leavingLast = mux(leavingHalf, lastColumns[1], lastColumns[0])
    let isOutside = (block.extended(to: firstOutside.bitWidth) .>= firstOutside).named("isOutside")
    let rowAddress = (ports.rowAddress .&+ block.resized(to: addressBits)).named("firstRowBeat")
    phase.when(.idle) {
      leaving.set(to: 0)
      part.set(to: 0)
      query.set(to: 0)
      pair.set(to: 0)
      module.when(mux(leavingHalf, isFull[1], isFull[0])) {
        address.assign(mux(isOutside, tileAddress, rowAddress))
        module.when(isOutside) { phase.go(to: .column) }.otherwise { phase.go(to: .row) }
      }
    }
    phase.when(.column) { phase.go(to: .mirror) }
    phase.when(.mirror) {
      module.when(sends) {
        let isLastPart = part .== parts - 1
        part.assign(mux(isLastPart, 0, part .&+ 1))
        module.when(isLastPart) {
          leaving.assign(leaving .&+ 1)
          address.assign(address .&+ shapes.distanceStride)
          module.when(leaving[0]) { pair.assign(pair .&+ 1) }
          phase.go(to: .column)
          module.when(leaving .== leavingLast) {
            pair.set(to: 0)
            address.assign(rowAddress)
            phase.go(to: .row)
          }
        }
      }
    }
    phase.when(.row) {
      pair.assign(pairs > 1 ? pair .&+ 1 : pair.constantZero(module))
      module.when(pair .== pairs - 1) {
        pair.set(to: 0)
        phase.go(to: .beat)
      }
    }
    phase.when(.beat) {
      module.when(sends) {
        query.assign(query .&+ 1)
        address.assign(address .&+ shapes.distanceStride)
        phase.go(to: .row)
        module.when(query .== ports.lastQuery) { phase.go(to: .release) }
      }
    }
    let releases = phase.is(.release)
    phase.when(.release) {
      leavingHalf.assign(.!leavingHalf)
      block.assign(block .&+ 1)
      tileAddress.assign(tileAddress .&+ columns * shapes.distanceStride)
      phase.go(to: .idle)
    }
    for index in 0..<2 {
      let isLeaving = index == 1 ? leavingHalf : .!leavingHalf
      let isFilling = index == 1 ? half : .!half
      module.when(releases .& isLeaving) { isFull[index].set(to: 0) }
      module.when(endsTile .& isFilling) {
        isFull[index].set(to: 1)
        lastColumns[index].assign(column)
      }
    }
    module.when(ports.startsGroup) {
      block.assign(ports.firstBlock.resized(to: blockBits))
      firstOutside.assign(ports.firstBlock.resized(to: firstOutside.bitWidth) .&+ parts)
      tileAddress.assign(ports.rowAddress .&+ ports.firstBlock.resized(to: addressBits))
    }
    module.when(ports.clear) {
      half.set(to: 0)
      column.set(to: 0)
      leavingHalf.set(to: 0)
      for bit in isFull { bit.set(to: 0) }
      phase.go(to: .idle)
    }
    ports.isIdle.assign(
      phase.is(.idle) .& .!isFull[0] .& .!isFull[1] .& .!beats.output.valid .& column .== 0)
  }
}

extension UInt {
  /// 0 in as many bits.
  fileprivate func constantZero(_ module: ModuleBuilder) -> UInt {
    module.constant(0, .uint(bitWidth))
  }
}
