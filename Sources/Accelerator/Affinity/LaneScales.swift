import HDL

/// Turns candidates into the scales of the lanes, through one unit for all.
struct LaneScales {
  /// 2^-g of each lane.
  let mantissas: [Fixed]
  /// The shift of each lane.
  let shifts: [UInt]
  /// log2 beta of each lane.
  let logBetas: [SInt]
  /// The scale of the last lane's candidate is stored at this edge.
  let lastArrives: Bit
  /// The scale of the bandwidth found is stored in the first lane at this edge.
  let settles: Bit

  /// - Parameters:
  ///   - takesCandidate: A candidate for `lane` is taken.
  ///   - settles: The bandwidth found goes to the first lane, in one cycle.
  init(
    _ module: ModuleBuilder, _ shapes: AffinityShapes, takesCandidate: Bit, candidate: SInt,
    lane: UInt, settles: Bit, best: SInt
  ) {
    let unit = module.instance(BandwidthScale(shapes.configuration), named: "scale")
    let logBeta = mux(settles, best, candidate).named("scaledLogBeta")
    unit.logBeta.assign(logBeta)

    /// A bit that travels beside the unit; a reset forgets it.
    func beside(_ bit: Bit, _ name: String) -> Bit {
      var bit = bit
      for cycle in 1..<shapes.mantissaTable.latency + 1 {
        let register = module.register("\(name)_\(cycle)", .bit, reset: 0)
        register.assign(bit)
        bit = register
      }
      return bit
    }
    let arrives = beside(takesCandidate, "takesCandidate")
    let settled = beside(settles, "settles")
    let latency = shapes.mantissaTable.latency
    let target = module.delayed(lane, named: "arrivingLane", by: latency)
    let arriving = module.delayed(logBeta, named: "arrivingLogBeta", by: latency)

    var mantissas: [Fixed] = []
    var shifts: [UInt] = []
    var logBetas: [SInt] = []
    for index in 0..<shapes.lanes {
      let isHere = arrives .& target .== index
      let loads = (index == 0 ? isHere .| settled : isHere).named("loadsLane_\(index)")
      let mantissa = module.register("mantissa_\(index)", unit.mantissa.shape, enable: loads)
      let shift = module.register("shift_\(index)", .uint(unit.shift.bitWidth), enable: loads)
      let value = module.register("logBeta_\(index)", .sint(logBeta.bitWidth), enable: loads)
      mantissa.assign(unit.mantissa)
      shift.assign(unit.shift)
      value.assign(arriving)
      mantissas.append(mantissa)
      shifts.append(shift)
      logBetas.append(value)
    }
    self.mantissas = mantissas
    self.shifts = shifts
    self.logBetas = logBetas
    lastArrives = (arrives .& target .== shapes.lanes - 1).named("lastScaleArrives")
    self.settles = settled
  }
}
