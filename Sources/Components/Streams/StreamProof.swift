import HDL

/// What a proof adds to a component, or spoils in it.
package struct StreamProof: Hashable, Sendable {
  /// A mistake put in on purpose, for a proof to find.
  package enum Fault: String, Hashable, Sendable {
    /// Takes payloads for which there is no room.
    case loses
    /// Turns from one source to another while the sink waits.
    case turns
  }

  /// Whether a scoreboard within the component follows one payload.
  package var followsPayload = false
  /// The mistake, if there is one.
  package var fault: Fault?

  package init() {}
}

/// A scoreboard in hardware: payloads are numbered as they come and as they go, and the one with an
/// arbitrary number must leave as it came.
///
/// The number is chosen by the proof, so what holds of this payload holds of all: none is lost,
/// repeated, overtaken or changed. Numbers are as wide as it takes to tell apart all that is inside.
struct StreamScoreboardLogic {
  /// How many have left, modulo its width.
  let outputs: UInt
  /// Number of the payload that is followed.
  let number: UInt
  /// As it came.
  let payload: Bits
  /// How many are inside.
  let held: UInt
  /// 1 at the edges at which the payload followed comes in.
  let follows: Bit
  /// Whether the payload followed is inside.
  let isHeld: Bit

  /// Asserts what there is to say about the ports.
  init<Payload: HardwareData>(
    _ module: ModuleBuilder, _ input: Stream<Payload>, _ output: Stream<Payload>, capacity: Int
  ) {
    // Wider than the count: a payload too many is none too few.
    let width = addressBits(capacity + 1) + (capacity & (capacity + 1) == 0 ? 1 : 0)
    let written = input.fires().named("written")
    let taken = output.fires().named("taken")
    let inputs = module.register("inputs", .uint(width), reset: 0, enable: written)
    inputs.assign(inputs .&+ 1)
    outputs = module.register("outputs", .uint(width), reset: 0, enable: taken)
    outputs.assign(outputs .&+ 1)
    number = module.anyConstant("number", .uint(width))
    follows = (written .& inputs .== number).named("follows")
    payload = module.register(
      "followed", .bits(input.payload.totalBitWidth), enable: follows)
    if let data = input.payload.packed() { payload.assign(data) }
    held = (inputs .&- outputs).named("held")
    isHeld = ((number .&- outputs) .< held).named("isHeld")

    module.assert("noPayloadFromNowhere", held .!= 0, when: output.valid)
    module.assert("noneLost", held .<= capacity)
    if let data = output.payload.packed() {
      module.assert(
        "leavesAsItCame", data .== payload, when: output.valid .& outputs .== number)
    }
    module.cover("full", held .== capacity)
    module.cover("through", taken .& written)
  }
}
