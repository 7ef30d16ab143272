internal import Configuration
internal import HDL

/// The second phase: a row of distances after the other goes through the affinity unit, its conditional
/// probabilities into memory.
struct AffinityPhase: Module {
  let shapes: SamplerShapes

  var moduleName: String { "AffinityPhase" }

  struct Ports {
    /// Begins; what follows stays until it is idle.
    let start: Bit
    /// Points less 1; at least 1.
    let lastPoint: UInt
    /// The first beat of the probabilities.
    let base: UInt
    /// See `AffinityUnit`.
    let seed: UInt
    /// See `AffinityUnit`.
    let targetEntropy: UInt
    /// All distances, once.
    let distance: Stream<UInt>
    /// What to write.
    let writeBeat: Stream<WriteBeat>
    /// Drops all rows.
    let clear: Bit
    /// It has not begun or is done.
    let isIdle: Bit
    /// Rows that missed the tolerance.
    let missedRows: UInt
    /// Rows whose distances are all equal.
    let flatRows: UInt
    /// Distances that took the end of their format.
    let saturatedDistances: UInt
    /// Probabilities that took the end of their format.
    let saturatedProbabilities: UInt
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    func counter() -> UInt { declare.output(.uint(SamplerRegisters.counterBits)) }
    return Ports(
      start: declare.input(.bit), lastPoint: declare.input(.uint(shapes.pointBits)),
      base: declare.input(.uint(MemoryRequest.addressBits)), seed: declare.input(.uint(64)),
      targetEntropy: declare.input(
        .uint(shapes.configuration.affinity.formats.entropy.bitWidth)),
      distance: declare.sink(.uint(shapes.distanceBits), isMonitored: false),
      writeBeat: declare.source(WriteBeatLayout(beatBits: shapes.beatBits), isMonitored: false),
      clear: declare.input(.bit), isIdle: declare.output(.bit), missedRows: counter(),
      flatRows: counter(), saturatedDistances: counter(), saturatedProbabilities: counter())
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let unit = module.instance(AffinityUnit(shapes.configuration), named: "unit")
    let isActive = module.register("isActive", .bit, reset: 0)
    let hasRows = module.register("hasRows", .bit, reset: 0)
    let row = module.register("row", .uint(shapes.pointBits))
    let isFlushing = module.register("isFlushing", .bit, reset: 0)
    unit.seed.assign(ports.seed)
    unit.targetEntropy.assign(ports.targetEntropy)
    unit.clear.assign(ports.clear)
    for value in [
      unit.observed.valid, unit.observed.sumsValid,
    ] { value.ignore() }
    unit.observed.evaluation.ignore()
    unit.observed.weightSum.ignore()
    unit.observed.momentSum.ignore()

    // Offered only when they are taken, as a clear withdraws them.
    unit.command.valid.assign(hasRows .& .!ports.clear .& unit.command.ready)
    unit.command.payload.assign(RowCommand(point: row, lastPoint: ports.lastPoint))
    unit.distance.payload.assign(ports.distance.payload)
    unit.distance.valid.assign(
      ports.distance.valid .& isActive .& .!ports.clear .& unit.distance.ready)
    ports.distance.ready.assign(unit.distance.ready .& isActive)
    module.when(unit.command.fires()) {
      row.assign(row .&+ 1)
      module.when(row .== ports.lastPoint) { hasRows.set(to: 0) }
    }

    // Probabilities side by side until a beat is full or the row ends.
    let bits = shapes.probabilityBits
    let values = shapes.valuesPerBeat
    let place = module.register("place", .uint(addressBits(values)))
    let beatAddress = module.register("beatAddress", .uint(MemoryRequest.addressBits))
    let rowAddress = module.register("rowAddress", .uint(MemoryRequest.addressBits))
    let slots = (0..<values).map { module.register("value_\($0)", .uint(bits)) }
    let isBeatFull = module.register("isBeatFull", .bit, reset: 0)
    let endsRow = module.register("endsRow", .bit)
    let probability = unit.probability
    probability.ready.assign(.!isBeatFull .| isFlushing)
    let takes = (probability.valid .& .!isBeatFull .& isActive).named("takesProbability")
    module.when(takes) {
      let isLast = probability.payload.isLast
      for (index, slot) in slots.enumerated() {
        module.when(place .== index) { slot.assign(probability.payload.value.resized(to: bits)) }
      }
      let fillsBeat = isLast .| place .== values - 1
      place.assign(mux(fillsBeat, 0, place .&+ 1))
      isBeatFull.assign(fillsBeat)
      endsRow.assign(isLast)
    }
    ports.writeBeat.valid.assign(isBeatFull)
    let used = module.concatenate(slots.reversed().map(\.asBits))
    ports.writeBeat.payload.assign(
      WriteBeat(
        address: beatAddress,
        data: used.bitWidth < shapes.beatBits
          ? concatenate(module.constant(0, .bits(shapes.beatBits - used.bitWidth)), used) : used))
    module.when(ports.writeBeat.fires()) {
      isBeatFull.set(to: 0)
      beatAddress.assign(beatAddress .&+ 1)
      module.when(endsRow) {
        rowAddress.assign(rowAddress .&+ shapes.probabilityStride)
        beatAddress.assign(rowAddress .&+ shapes.probabilityStride)
      }
    }

    // What the rows tell.
    let result = unit.result
    let leavingRow = module.register("leavingRow", .uint(shapes.pointBits))
    let isAllOut = module.register("isAllOut", .bit, reset: 0)
    result.ready.assign(module.constant(1, .bit))
    for value in [
      result.payload.error.asUInt, result.payload.logBeta.asUInt,
      result.payload.generations, result.payload.minimum, result.payload.nearest,
      result.payload.point,
    ] { value.ignore() }
    let tells = (result.valid .& isActive).named("rowDone")
    func counter(_ name: String, _ output: UInt, adds amount: UInt) {
      let count = module.register(name, .uint(output.bitWidth), reset: 0)
      output.assign(count)
      module.when(ports.start) { count.set(to: 0) }.elseWhen(tells) {
        count.assign(count .&+ amount.resized(to: count.bitWidth))
      }
    }
    counter("missed", ports.missedRows, adds: (.!result.payload.isWithinTolerance).asUInt)
    counter("flat", ports.flatRows, adds: result.payload.isFlat.asUInt)
    counter("distances", ports.saturatedDistances, adds: result.payload.saturatedDistances)
    counter(
      "probabilities", ports.saturatedProbabilities, adds: result.payload.saturatedProbabilities)
    module.when(tells) {
      leavingRow.assign(leavingRow .&+ 1)
      module.when(leavingRow .== ports.lastPoint) { isAllOut.set(to: 1) }
    }
    module.when(isActive .& isAllOut .& .!isBeatFull) { isActive.set(to: 0) }
    module.when(ports.start) {
      isActive.set(to: 1)
      hasRows.set(to: 1)
      isAllOut.set(to: 0)
      row.set(to: 0)
      leavingRow.set(to: 0)
      place.set(to: 0)
      rowAddress.assign(ports.base)
      beatAddress.assign(ports.base)
    }
    module.when(isFlushing .& unit.isIdle) { isFlushing.set(to: 0) }
    module.when(ports.clear) {
      isActive.set(to: 0)
      hasRows.set(to: 0)
      isBeatFull.set(to: 0)
      isFlushing.set(to: 1)
    }
    ports.isIdle.assign(.!isActive .& .!isFlushing)
  }
}
