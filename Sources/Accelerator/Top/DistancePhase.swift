internal import Configuration
internal import HDL

/// The first phase: compares all images and writes the matrix of distances.
///
/// T query images after another stay in the distance unit while all images from the first of them on
/// stream past; images longer than a chunk take several passes over blocks of candidates. The order of
/// passes is that of <doc:DistanceUnit>.
struct DistancePhase: Module {
  let shapes: SamplerShapes

  var moduleName: String { "DistancePhase" }

  struct Ports {
    /// Begins; what follows stays until it is idle.
    let start: Bit
    /// Images less 1.
    let lastPoint: UInt
    /// Beats of an image less 1.
    let lastBeat: UInt
    /// Bytes of an image in its last beat less 1.
    let lastLane: UInt
    /// The first beat of the images.
    let imageBase: UInt
    /// The first beat of the distances.
    let distanceBase: UInt
    /// What to read.
    let command: Stream<ReadCommand>
    /// What was read.
    let beat: Stream<Bits>
    /// What to write.
    let writeBeat: Stream<WriteBeat>
    /// Ends the phase; the distance unit is idle after the pass that is under way.
    let clear: Bit
    /// It has not begun or is done.
    let isIdle: Bit
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    let address = Shape<UInt>.uint(MemoryRequest.addressBits)
    return Ports(
      start: declare.input(.bit), lastPoint: declare.input(.uint(shapes.pointBits)),
      lastBeat: declare.input(.uint(ReadCommandLayout.beatBits)),
      lastLane: declare.input(.uint(addressBits(shapes.configuration.distance.lanes))),
      imageBase: declare.input(address), distanceBase: declare.input(address),
      command: declare.source(ReadCommandLayout(), isMonitored: false),
      beat: declare.sink(.bits(shapes.beatBits), isMonitored: false),
      writeBeat: declare.source(WriteBeatLayout(beatBits: shapes.beatBits), isMonitored: false),
      clear: declare.input(.bit), isIdle: declare.output(.bit))
  }

  /// Where the present pass is.
  enum Phase: CaseIterable {
    case idle
    /// Tells the writer of a new group of query images.
    case group
    /// Offers the pass to the unit.
    case offer
    /// Asks for the query images.
    case queries
    /// Asks for the candidates.
    case candidates
    /// Waits until all beats are in the unit.
    case drain
    /// Waits until the group's distances are written.
    case settle
    /// After a clear: feeds the unit whatever there is until its pass ends.
    case flush
    /// Waits until no more results come.
    case empty
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let distance = shapes.configuration.distance
    let addressBits = MemoryRequest.addressBits
    let beatBits = ReadCommandLayout.beatBits
    let pointBits = shapes.pointBits
    let mayBeSplit = distance.maximumDimensions > distance.chunkBytes
    let phase = module.stateMachine("phase", Phase.self, initial: .idle)
    let unit = module.instance(DistanceUnit(distance), named: "unit")
    let writer = module.instance(TileWriter(shapes: shapes), named: "writer")

    let firstQuery = module.register("firstQuery", .uint(pointBits))
    let firstCandidate = module.register("firstCandidate", .uint(pointBits))
    let queryAddress = module.register("queryAddress", .uint(addressBits))
    let nextQueryAddress = module.register("nextQueryAddress", .uint(addressBits))
    let candidateAddress = module.register("candidateAddress", .uint(addressBits))
    let rowAddress = module.register("rowAddress", .uint(addressBits))
    let imageBeats = (ports.lastBeat.resized(to: addressBits) .&+ 1).named("imageBeats")

    // The present pass.
    let queriesLeft = (ports.lastPoint .&- firstQuery).named("queriesLeft")
    let queryBits = HDL.addressBits(distance.queries)
    let isWholeGroup = (queriesLeft .>= distance.queries - 1).named("isWholeGroup")
    let lastQuery = mux(
      isWholeGroup, module.constant(distance.queries - 1, .uint(queryBits)),
      queriesLeft.resized(to: queryBits)
    ).named("lastQuery")
    let candidatesLeft = (ports.lastPoint .&- firstCandidate).named("candidatesLeft")
    var firstBeat = module.constant(0, .uint(addressBits))
    var isFirstChunk = module.constant(1, .bit)
    var isLastChunk = module.constant(1, .bit)
    var isLastBlock = module.constant(1, .bit)
    var lastCandidate = candidatesLeft
    var lastBeat = ports.lastBeat
    let chunk = mayBeSplit ? module.register("chunkBeat", .uint(beatBits)) : nil
    if let chunk {
      let beatsLeft = (ports.lastBeat .&- chunk).named("beatsLeft")
      firstBeat = chunk.resized(to: addressBits)
      isFirstChunk = (chunk .== 0).named("isFirstChunk")
      isLastChunk = (beatsLeft .< distance.chunkBeats).named("isLastChunk")
      lastBeat = mux(isLastChunk, beatsLeft, distance.chunkBeats - 1)
      let isSplit = (ports.lastBeat .>= distance.chunkBeats).named("isSplit")
      if distance.blockCandidates < shapes.maximumPoints {
        isLastBlock =
          (.!isSplit .| candidatesLeft .< distance.blockCandidates).named("isLastBlock")
        lastCandidate = mux(isLastBlock, candidatesLeft, distance.blockCandidates - 1)
      }
    }
    lastCandidate = lastCandidate.named("lastCandidate")

    // The pass's command.
    let command = unit.command
    command.valid.assign(phase.is(.offer))
    command.lastBeat.assign(lastBeat.resized(to: command.lastBeat.bitWidth))
    command.lastLane.assign(mux(isLastChunk, ports.lastLane, distance.lanes - 1))
    command.lastQuery.assign(lastQuery)
    command.lastCandidate.assign(lastCandidate.resized(to: command.lastCandidate.bitWidth))
    command.isFirst.assign(isFirstChunk)
    command.isLast.assign(isLastChunk)

    // Its images.
    let fetchAddress = module.register("fetchAddress", .uint(addressBits))
    let fetched = module.register("fetched", .uint(pointBits))
    let isQueries = phase.is(.queries)
    ports.command.valid.assign(isQueries .| phase.is(.candidates))
    ports.command.payload.assign(ReadCommand(address: fetchAddress, lastBeat: lastBeat))
    let asks = ports.command.fires().named("asks")
    let isLastFetch =
      (fetched .== mux(isQueries, lastQuery.resized(to: pointBits), lastCandidate))
      .named("isLastFetch")
    let nextAddress = (fetchAddress .&+ imageBeats).named("nextAddress")

    // Their beats: those of the queries first.
    let isRouting = module.register("isRouting", .bit, reset: 0)
    let isToQueries = module.register("isToQueries", .bit)
    let routedBeat = module.register("routedBeat", .uint(beatBits))
    let routedImage = module.register("routedImage", .uint(pointBits))
    let isFlushing = phase.is(.flush)
    let hasBeat = (isRouting .& (ports.beat.valid .| isFlushing)).named("hasBeat")
    unit.query.valid.assign(hasBeat .& isToQueries)
    unit.candidate.valid.assign(hasBeat .& .!isToQueries)
    unit.query.data.assign(ports.beat.payload)
    unit.candidate.data.assign(ports.beat.payload)
    let isTaken = mux(isToQueries, unit.query.ready, unit.candidate.ready)
    ports.beat.ready.assign(isRouting .& isTaken .& .!isFlushing)
    let isLastRouted =
      (routedImage .== mux(isToQueries, lastQuery.resized(to: pointBits), lastCandidate))
      .named("isLastRouted")
    module.when(hasBeat .& isTaken) {
      let endsImage = (routedBeat .== lastBeat).named("endsImage")
      routedBeat.assign(mux(endsImage, 0, routedBeat .&+ 1))
      module.when(endsImage) {
        routedImage.assign(mux(isLastRouted, 0, routedImage .&+ 1))
        module.when(isLastRouted) {
          isToQueries.set(to: 0)
          module.when(.!isToQueries) { isRouting.set(to: 0) }
        }
      }
    }

    // The results.
    let isEmptying = (isFlushing .| phase.is(.empty)).named("isEmptying")
    writer.column.valid.assign(unit.result.valid .& .!isEmptying)
    writer.column.payload.assign(unit.result.distances)
    unit.result.ready.assign(writer.column.ready .| isEmptying)
    writer.isLastColumn.assign(unit.result.isLastCandidate .& isLastBlock)
    writer.startsGroup.assign(phase.is(.group))
    let blockPlaces = shapes.wordsPerBeat.trailingZeroBitCount
    writer.firstBlock.assign(
      (firstQuery .>> min(blockPlaces, pointBits - 1)).resized(
        to: TileWriter.blockBits(shapes)))
    writer.rowAddress.assign(rowAddress)
    writer.lastQuery.assign(lastQuery)
    writer.writeBeat.connect(to: ports.writeBeat)
    writer.clear.assign(ports.clear)
    let isInUnit = module.register("isInUnit", .bit, reset: 0)
    let inUnit = (unit.result.valid .& unit.result.ready .& unit.result.isLastCandidate)
      .named("lastResult")

    let waited = module.register("waited", .uint(8))
    phase.when(.idle) {
      module.when(ports.start) {
        firstQuery.set(to: 0)
        firstCandidate.set(to: 0)
        queryAddress.assign(ports.imageBase)
        candidateAddress.assign(ports.imageBase)
        rowAddress.assign(ports.distanceBase)
        chunk?.set(to: 0)
        phase.go(to: .group)
      }
    }
    phase.when(.group) { phase.go(to: .offer) }
    phase.when(.offer) {
      fetchAddress.assign(queryAddress .&+ firstBeat)
      fetched.set(to: 0)
      routedBeat.set(to: 0)
      routedImage.set(to: 0)
      isToQueries.set(to: 1)
      module.when(command.ready) {
        isRouting.set(to: 1)
        isInUnit.assign(isLastChunk)
        phase.go(to: .queries)
      }
    }
    phase.when(.queries) {
      module.when(asks) {
        fetchAddress.assign(nextAddress)
        fetched.assign(fetched .&+ 1)
        module.when(isLastFetch) {
          nextQueryAddress.assign(nextAddress .&- firstBeat)
          fetchAddress.assign(candidateAddress .&+ firstBeat)
          fetched.set(to: 0)
          phase.go(to: .candidates)
        }
      }
    }
    phase.when(.candidates) {
      module.when(asks) {
        fetchAddress.assign(nextAddress)
        fetched.assign(fetched .&+ 1)
        module.when(isLastFetch) { phase.go(to: .drain) }
      }
    }
    module.when(inUnit) { isInUnit.set(to: 0) }
    phase.when(.drain) {
      module.when(.!isRouting .& .!isInUnit) {
        if let chunk {
          chunk.assign(mux(isLastChunk, 0, chunk .&+ distance.chunkBeats))
          phase.go(to: .offer)
          module.when(isLastChunk) {
            module.when(isLastBlock) { phase.go(to: .settle) }.otherwise {
              firstCandidate.assign(firstCandidate .&+ distance.blockCandidates.clamped(pointBits))
              candidateAddress.assign(fetchAddress .&- firstBeat)
            }
          }
        } else {
          phase.go(to: .settle)
        }
      }
    }
    phase.when(.settle) {
      module.when(writer.isIdle) {
        let next = (firstQuery .&+ distance.queries.clamped(pointBits)).named("nextQuery")
        firstQuery.assign(next)
        firstCandidate.assign(next)
        queryAddress.assign(nextQueryAddress)
        candidateAddress.assign(nextQueryAddress)
        rowAddress.assign(rowAddress .&+ distance.queries * shapes.distanceStride)
        module.when(queriesLeft .< distance.queries) { phase.go(to: .idle) }.otherwise {
          phase.go(to: .group)
        }
      }
    }
    phase.when(.flush) {
      waited.set(to: 0)
      module.when(.!isRouting) { phase.go(to: .empty) }
    }
    phase.when(.empty) {
      waited.assign(waited .&+ 1)
      module.when(waited .== DistanceUnit.latency(lanes: distance.lanes) + 4) {
        phase.go(to: .idle)
      }
    }
    module.when(ports.clear .& .!phase.is(.idle) .& .!isEmptying) {
      isInUnit.set(to: 0)
      phase.go(to: .flush)
    }
    ports.isIdle.assign(phase.is(.idle))
  }
}

extension Int {
  /// Modulo 2^`bits`, for a sum of so many bits.
  fileprivate func clamped(_ bits: Int) -> Int { self & (1 << bits - 1) }
}
