import HDL

/// A stream register of two entries with a scoreboard that follows one payload, and seeded faults.
struct StreamRegister: Module {
  enum Fault: String, CaseIterable, Hashable {
    /// The payload changes while the reader waits.
    case unstable
    /// A payload that arrives while the spare entry is full is taken and lost.
    case loses
    /// The spare entry is handed over twice.
    case repeats
    /// The spare entry is overtaken by what arrives later.
    case overtakes
  }

  let width: Int
  var fault: Fault?

  var moduleName: String { "StreamRegister" }

  struct Ports {
    let inputValid: Bit
    let inputReady: Bit
    let inputData: Bits
    let outputValid: Bit
    let outputReady: Bit
    let outputData: Bits
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      inputValid: declare.input(.bit), inputReady: declare.output(.bit),
      inputData: declare.input(.bits(width)), outputValid: declare.output(.bit),
      outputReady: declare.input(.bit), outputData: declare.output(.bits(width)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let headValid = module.register("headValid", .bit, reset: 0)
    let spareValid = module.register("spareValid", .bit, reset: 0)
    let advances = (.!headValid .| ports.outputReady).named("advances")
    let ready = fault == .loses ? .!(spareValid .& headValid .& ports.outputReady) : .!spareValid
    let accepts = (ports.inputValid .& .!spareValid).named("accepts")

    let head = module.register(
      "head", .bits(width), enable: fault == .unstable ? advances .| accepts : advances)
    let spare = module.register("spare", .bits(width), enable: accepts)
    let takesSpare =
      fault == .overtakes ? spareValid .& .!ports.inputValid : spareValid
    head.assign(mux(takesSpare, spare, ports.inputData))
    spare.assign(ports.inputData)

    headValid.assign(mux(advances, spareValid .| ports.inputValid, headValid))
    let waits = .!advances .& (spareValid .| ports.inputValid)
    spareValid.assign(
      fault == .repeats ? waits .| (spareValid .& ports.inputValid) : waits)

    ports.inputReady.assign(ready)
    ports.outputValid.assign(headValid)
    ports.outputData.assign(head)
    let board = scoreboard(
      module, ports, written: ports.inputValid .& ready, taken: headValid .& ports.outputReady)

    // What the entries have to do with the scoreboard: an induction starts in a state in which
    // nothing else says so.
    module.assert("countsAgree", board.held .== (headValid.asUInt .+ spareValid.asUInt))
    module.assert("headBeforeSpare", headValid, when: spareValid)
    module.assert(
      "spareAsItCame", spare .== board.payload,
      when: spareValid .& (board.outputs .&+ 1) .== board.number)
  }

  private struct Scoreboard {
    var outputs: UInt
    var number: UInt
    var payload: Bits
    var held: UInt
  }

  /// Follows the payload with an arbitrary number: it leaves as it came, under the same number.
  private func scoreboard(
    _ module: ModuleBuilder, _ ports: Ports, written: Bit, taken: Bit
  ) -> Scoreboard {
    let inputs = module.register("inputs", .uint(2), reset: 0, enable: written)
    inputs.assign(inputs .&+ 1)
    let outputs = module.register("outputs", .uint(2), reset: 0, enable: taken)
    outputs.assign(outputs .&+ 1)
    let number = module.anyConstant("number", .uint(2))
    let follows = (written .& inputs .== number).named("follows")
    let payload = module.register("payload", .bits(width), enable: follows)
    payload.assign(ports.inputData)
    let held = (inputs .&- outputs).named("held")

    module.assert("noPayloadFromNowhere", held .!= 0, when: ports.outputValid)
    module.assert("noMoreThanTwo", held .<= 2)
    module.assert(
      "leavesAsItCame", ports.outputData .== payload,
      when: ports.outputValid .& outputs .== number)
    let last = module.past(ports.outputData)
    let waited = module.past((ports.outputValid .& .!ports.outputReady).named("waits"))
    waited.isValid.ignore()
    module.assert(
      "stableUntilReady", ports.outputValid .& ports.outputData .== last.value,
      when: waited.value .& last.isValid)
    module.cover("full", held .== 2)
    module.cover("through", taken .& written)
    return Scoreboard(outputs: outputs, number: number, payload: payload, held: held)
  }
}
