internal import Configuration
internal import FixedPoint
internal import HDL

/// The third phase: n p_ij = (p_j|i + p_i|j) / 2 for j > i takes the place of p_j|i in memory.
///
/// A square tile of the matrix and the one across the diagonal are joined: the latter is kept, a beat a
/// row, and read along its columns while the rows of the former pass, a value a cycle. The next tile
/// comes in meanwhile. What is made at and below the diagonal, and beyond the last point, means
/// nothing.
struct JointPhase: Module {
  let shapes: SamplerShapes

  var moduleName: String { "JointPhase" }

  struct Ports {
    /// Begins; what follows stays until it is idle.
    let start: Bit
    /// The last beat of a row that has values of points.
    let lastBlock: UInt
    /// That beat's last value of a point.
    let lastValue: UInt
    /// The first beat of the probabilities.
    let base: UInt
    /// What to read.
    let command: Stream<ReadCommand>
    /// What was read.
    let beat: Stream<Bits>
    /// What to write.
    let writeBeat: Stream<WriteBeat>
    /// Ends it.
    let clear: Bit
    /// It has not begun or is done.
    let isIdle: Bit
    /// Joint probabilities that took the end of their format.
    let saturated: UInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      start: declare.input(.bit),
      lastBlock: declare.input(.uint(shapes.blockBits)),
      lastValue: declare.input(.uint(addressBits(shapes.valuesPerBeat))),
      base: declare.input(.uint(MemoryRequest.addressBits)),
      command: declare.source(ReadCommandLayout(), isMonitored: false),
      beat: declare.sink(.bits(shapes.beatBits), isMonitored: false),
      writeBeat: declare.source(WriteBeatLayout(beatBits: shapes.beatBits), isMonitored: false),
      clear: declare.input(.bit), isIdle: declare.output(.bit),
      saturated: declare.output(.uint(SamplerRegisters.counterBits)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let values = shapes.valuesPerBeat
    let valueBits = addressBits(values)
    let bits = shapes.probabilityBits
    let formats = shapes.configuration.affinity.formats
    let conditionalBits = formats.conditional.bitWidth
    let isActive = module.register("isActive", .bit, reset: 0)

    /// The last row of a tile that is a point's.
    func lastRow(_ block: UInt) -> UInt {
      mux(block .== ports.lastBlock, ports.lastValue, values - 1)
    }

    // Asks for both tiles of all pairs, the kept one first.
    let asked = TilePairs(
      module, "asked", shapes, lastBlock: ports.lastBlock, hasColumnAddress: true)
    let askedColumnAddress = asked.columnAddress ?? asked.rowAddress
    let isAsking = module.register("isAsking", .bit, reset: 0)
    let asksRows = module.register("asksRows", .bit)
    let askedRow = module.register("askedRow", .uint(valueBits))
    let askedAddress = module.register("askedAddress", .uint(MemoryRequest.addressBits))
    ports.command.valid.assign(isAsking)
    ports.command.payload.assign(
      ReadCommand(
        address: askedAddress
          .&+ mux(asksRows, asked.column, asked.row).resized(to: MemoryRequest.addressBits),
        lastBeat: module.constant(0, .uint(ReadCommandLayout.beatBits))))
    module.when(ports.command.fires()) {
      let isLastRow = (askedRow .== lastRow(mux(asksRows, asked.row, asked.column)))
        .named("asksLastRow")
      askedRow.assign(mux(isLastRow, 0, askedRow .&+ 1))
      askedAddress.assign(askedAddress .&+ shapes.probabilityStride)
      module.when(isLastRow) {
        asksRows.assign(.!asksRows)
        askedAddress.assign(asked.rowAddress)
        module.when(asksRows) {
          asked.advance()
          // Of the next pair; after the last of a row of tiles it is on the diagonal.
          let stride = values * shapes.probabilityStride
          askedAddress.assign(
            mux(asked.endsRow, asked.rowAddress, askedColumnAddress) .&+ stride)
          module.when(asked.isLast) { isAsking.set(to: 0) }
        }
      }
    }

    // Takes the tile to be kept, then the rows of the other one, each when the one before is through.
    let taken = TilePairs(
      module, "taken", shapes, lastBlock: ports.lastBlock, hasColumnAddress: false)
    let isTaking = module.register("isTaking", .bit, reset: 0)
    let takesTile = module.register("takesTile", .bit)
    let takenRow = module.register("takenRow", .uint(valueBits))
    let half = module.register("fillingHalf", .bit)
    let isFull = (0..<2).map { module.register("isFull_\($0)", .bit, reset: 0) }
    let isPassing = module.register("isPassing", .bit, reset: 0)
    let element = module.register("element", .uint(valueBits))
    let isLastElement = (element .== values - 1).named("isLastElement")
    let advances = module.wire("advances", .bit)
    let rowReady = (.!isPassing .| (isLastElement .& advances)).named("rowReady")
    let passingHalf = .!half
    let isTileReady = .!mux(half, isFull[1], isFull[0])
    // The half that was filled last is the one in use.
    ports.beat.ready.assign(isTaking .& mux(takesTile, isTileReady, rowReady))
    let takesBeat = ports.beat.fires().named("takesBeat")
    let keeps = (takesBeat .& takesTile).named("keepsBeat")
    let begins = (takesBeat .& .!takesTile).named("beginsRow")
    let isLastTaken = (takenRow .== lastRow(mux(takesTile, taken.column, taken.row)))
      .named("isLastTaken")
    module.when(takesBeat) {
      takenRow.assign(mux(isLastTaken, 0, takenRow .&+ 1))
      module.when(isLastTaken) {
        takesTile.assign(.!takesTile)
        module.when(takesTile) { half.assign(.!half) }.otherwise {
          taken.advance()
          module.when(taken.isLast) { isTaking.set(to: 0) }
        }
      }
    }
    module.when(keeps .& isLastTaken) {
      for index in 0..<2 {
        module.when(index == 1 ? half : .!half) { isFull[index].set(to: 1) }
      }
    }

    // The row at hand, and what the sums of it will be.
    let usedBits = values * bits
    if usedBits < shapes.beatBits { ports.beat.payload[usedBits..<shapes.beatBits].ignore() }
    let row = (0..<values).map { index in
      module.register("row_\(index)", .uint(conditionalBits))
    }
    let place = module.register("passingRow", .uint(valueBits))
    let passing = module.register("passingHalf", .bit)
    let isDiagonal = module.register("isDiagonal", .bit)
    let isLastRowOfTile = module.register("isLastRowOfTile", .bit)
    let lastColumn = module.register("lastColumn", .uint(valueBits))
    let writeAddress = module.register("writeAddress", .uint(MemoryRequest.addressBits))
    let firstAddress = module.register("rowOfTile", .uint(MemoryRequest.addressBits))
    module.when(advances) {
      for index in 0..<values - 1 { row[index].assign(row[index + 1]) }
      element.assign(element .&+ 1)
      module.when(isLastElement) { isPassing.set(to: 0) }
    }
    module.when(begins) {
      for index in 0..<values {
        row[index].assign(
          ports.beat.payload[index * bits..<index * bits + conditionalBits].asUInt)
      }
      isPassing.set(to: 1)
      element.set(to: 0)
      place.assign(takenRow)
      passing.assign(passingHalf)
      isDiagonal.assign(taken.row .== taken.column)
      isLastRowOfTile.assign(isLastTaken)
      lastColumn.assign(lastRow(taken.column))
      let next = (firstAddress .&+ shapes.probabilityStride).named("nextRowAddress")
      let first = mux(takenRow .== 0, taken.rowAddress, next)
      firstAddress.assign(first)
      writeAddress.assign(first .&+ taken.column.resized(to: MemoryRequest.addressBits))
    }
    for index in 0..<values where conditionalBits < bits {
      ports.beat.payload[index * bits + conditionalBits..<(index + 1) * bits].ignore()
    }

    // The kept tile: a beat a row, read at the same place of each.
    let tile = module.memory(
      "tile", .bits(values * conditionalBits), depth: 2 << valueBits, readUnderWrite: .undefined)
    let beatValues = (0..<values).map { index in
      ports.beat.payload[index * bits..<index * bits + conditionalBits]
    }
    tile.write(
      address: concatenate(half, takenRow).asUInt,
      data: module.concatenate(beatValues.reversed()), enable: keeps)
    let isStepping = (isPassing .& advances).named("isStepping")
    let across = tile.read(address: concatenate(passing, element).asUInt, enable: isStepping)

    // Sum, rounding, and the beat that fills.
    struct Stage {
      let valid: Bit
      let isLast: Bit
      let counts: Bit
    }
    let read = Stage(
      valid: module.register("readValid", .bit, reset: 0),
      isLast: module.register("readIsLast", .bit), counts: module.register("readCounts", .bit))
    let readPlace = module.register("readPlace", .uint(valueBits))
    let readValue = module.register("readValue", .uint(conditionalBits))
    let readAddress = module.register("readAddress", .uint(MemoryRequest.addressBits))
    module.when(advances) {
      read.valid.assign(isPassing)
      read.isLast.assign(isLastElement)
      // Above the diagonal, and of a point.
      read.counts.assign((.!isDiagonal .| element .> place) .& element .<= lastColumn)
      readPlace.assign(place)
      readValue.assign(row[0])
      readAddress.assign(writeAddress)
    }
    // (p_j|i + p_i|j) / 2 is the sum with one fraction bit more.
    let places = formats.conditional.fractionBits + 1 - formats.joint.fractionBits
    let sum = module.register("sum", .uint(conditionalBits + 2 - places))
    let added = Stage(
      valid: module.register("addedValid", .bit, reset: 0),
      isLast: module.register("addedIsLast", .bit), counts: module.register("addedCounts", .bit))
    let addedAddress = module.register("addedAddress", .uint(MemoryRequest.addressBits))
    module.when(advances) {
      let words = (0..<values).map {
        across[$0 * conditionalBits..<($0 + 1) * conditionalBits].asUInt
      }
      sum.assign((readValue .+ chosen(words, at: readPlace)).prepared(places: places))
      added.valid.assign(read.valid)
      added.isLast.assign(read.isLast)
      added.counts.assign(read.counts)
      addedAddress.assign(readAddress)
    }
    let rounded = sum.roundedHalf().named("rounded")
    let jointBits = formats.joint.bitWidth
    let isLarge =
      rounded.bitWidth > jointBits
      ? (rounded[jointBits..<rounded.bitWidth] .!= 0).named("isLarge") : module.constant(0, .bit)
    let joint = mux(isLarge, Int(formats.joint.maximum), rounded.resized(to: jointBits))
    let slots = (0..<values).map { module.register("joint_\($0)", .uint(bits)) }
    let isBeatFull = module.register("isBeatFull", .bit, reset: 0)
    let beatAddress = module.register("beatAddress", .uint(MemoryRequest.addressBits))
    let saturated = module.register("saturated", .uint(SamplerRegisters.counterBits), reset: 0)
    ports.saturated.assign(saturated)
    let stores = (advances .& added.valid).named("storesJoint")
    module.when(ports.writeBeat.fires()) { isBeatFull.set(to: 0) }
    module.when(stores) {
      for index in 0..<values - 1 { slots[index].assign(slots[index + 1]) }
      slots[values - 1].assign(joint.resized(to: bits))
      module.when(added.isLast) {
        isBeatFull.set(to: 1)
        beatAddress.assign(addedAddress)
      }
      module.when(isLarge .& added.counts) { saturated.assign(saturated .&+ 1) }
    }
    // The beat must be gone before the first value of the next one comes.
    advances.assign(.!isBeatFull .| ports.writeBeat.ready)
    ports.writeBeat.valid.assign(isBeatFull)
    let used = module.concatenate(slots.reversed().map(\.asBits))
    ports.writeBeat.payload.assign(
      WriteBeat(
        address: beatAddress,
        data: used.bitWidth < shapes.beatBits
          ? concatenate(module.constant(0, .bits(shapes.beatBits - used.bitWidth)), used) : used))

    // A kept tile is free when the last row has passed it; the phase ends with the last of all.
    let freesTile = (isStepping .& isLastElement .& isLastRowOfTile).named("freesTile")
    module.when(freesTile) {
      for index in 0..<2 {
        module.when(index == 1 ? passing : .!passing) { isFull[index].set(to: 0) }
      }
    }
    let isDone =
      (.!isTaking .& .!isFull[0] .& .!isFull[1] .& .!isPassing .& .!read.valid .& .!added.valid
      .& .!isBeatFull).named("isDone")
    module.when(isActive .& isDone) { isActive.set(to: 0) }
    module.when(ports.start) {
      isActive.set(to: 1)
      isAsking.set(to: 1)
      isTaking.set(to: 1)
      asksRows.set(to: 0)
      askedRow.set(to: 0)
      askedAddress.assign(ports.base)
      asked.start(base: ports.base)
      taken.start(base: ports.base)
      takesTile.set(to: 1)
      takenRow.set(to: 0)
      half.set(to: 0)
      saturated.set(to: 0)
    }
    module.when(ports.clear) {
      isActive.set(to: 0)
      isAsking.set(to: 0)
      isTaking.set(to: 0)
      isPassing.set(to: 0)
      read.valid.set(to: 0)
      added.valid.set(to: 0)
      isBeatFull.set(to: 0)
      for bit in isFull { bit.set(to: 0) }
    }
    ports.isIdle.assign(.!isActive)
  }
}
