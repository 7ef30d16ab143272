internal import HDL

/// Streams all rows of the distances from the memory, a distance a cycle.
struct RowReader: Module {
  let shapes: SamplerShapes

  var moduleName: String { "RowReader" }

  struct Ports {
    /// A token for each time that all rows are wanted.
    let pass: Stream<Bit>
    /// The first beat of the distances.
    let base: UInt
    /// Points less 1; it stays during a pass.
    let lastPoint: UInt
    /// What to read.
    let command: Stream<ReadCommand>
    /// What was read.
    let beat: Stream<Bits>
    /// The distances, row after row.
    let distance: Stream<UInt>
    /// Drops the pass.
    let clear: Bit
    /// There is no pass.
    let isIdle: Bit
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      pass: declare.sink(.bit, isMonitored: false),
      base: declare.input(.uint(MemoryRequest.addressBits)),
      lastPoint: declare.input(.uint(shapes.pointBits)),
      command: declare.source(ReadCommandLayout(), isMonitored: false),
      beat: declare.sink(.bits(shapes.beatBits), isMonitored: false),
      distance: declare.source(.uint(shapes.distanceBits), isMonitored: false),
      clear: declare.input(.bit), isIdle: declare.output(.bit))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let words = shapes.wordsPerBeat
    let wordPlaces = words.trailingZeroBitCount
    let isActive = module.register("isActive", .bit, reset: 0)
    let hasRows = module.register("hasRows", .bit, reset: 0)
    let rowAddress = module.register("rowAddress", .uint(MemoryRequest.addressBits))
    let row = module.register("row", .uint(shapes.pointBits))
    ports.pass.payload.ignore()
    ports.pass.ready.assign(.!isActive)

    // Rows ahead: all their commands.
    ports.command.valid.assign(hasRows)
    let lastBlock =
      wordPlaces > 0 ? ports.lastPoint[wordPlaces..<shapes.pointBits] : ports.lastPoint
    ports.command.payload.assign(
      ReadCommand(
        address: rowAddress, lastBeat: lastBlock.extended(to: ReadCommandLayout.beatBits)))
    module.when(ports.command.fires()) {
      rowAddress.assign(rowAddress .&+ shapes.distanceStride)
      row.assign(row .&+ 1)
      module.when(row .== ports.lastPoint) { hasRows.set(to: 0) }
    }

    // Distances of the beat at hand.
    let column = module.register("column", .uint(shapes.pointBits))
    let leavingRow = module.register("leavingRow", .uint(shapes.pointBits))
    let choices = (0..<words).map { index in
      let low = index * shapes.wordBits
      return ports.beat.payload[low..<low + shapes.distanceBits].asUInt
    }
    let word = words > 1 ? chosen(choices, at: column[0..<wordPlaces]) : choices[0]
    // A word is wider than a distance.
    for index in 0..<words where shapes.wordBits > shapes.distanceBits {
      ports.beat.payload[
        index * shapes.wordBits + shapes.distanceBits..<(index + 1) * shapes.wordBits
      ].ignore()
    }
    ports.distance.payload.assign(word)
    ports.distance.valid.assign(ports.beat.valid)
    let isLastColumn = (column .== ports.lastPoint).named("isLastColumn")
    let isLastWord =
      words > 1 ? column[0..<wordPlaces] .== words - 1 : module.constant(1, .bit)
    ports.beat.ready.assign(ports.distance.ready .& (isLastColumn .| isLastWord))
    module.when(ports.distance.fires()) {
      column.assign(mux(isLastColumn, 0, column .&+ 1))
      module.when(isLastColumn) {
        leavingRow.assign(leavingRow .&+ 1)
        module.when(leavingRow .== ports.lastPoint) { isActive.set(to: 0) }
      }
    }
    module.when(ports.pass.fires()) {
      isActive.set(to: 1)
      hasRows.set(to: 1)
      rowAddress.assign(ports.base)
      row.set(to: 0)
      column.set(to: 0)
      leavingRow.set(to: 0)
    }
    module.when(ports.clear) {
      isActive.set(to: 0)
      hasRows.set(to: 0)
    }
    ports.isIdle.assign(.!isActive)
  }
}
