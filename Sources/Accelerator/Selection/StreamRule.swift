import HDL

extension Stream {
  /// States that what is offered stays until it is taken or withdrawn by a clear.
  ///
  /// - Parameters:
  ///   - name: Stem of the names in the Verilog.
  ///   - clear: Everything offered is withdrawn.
  ///   - isSource: The module writes the stream and asserts the rule; else it assumes it.
  func stays(_ module: ModuleBuilder, _ name: String, clear: Bit, isSource: Bool) {
    guard let bits = payload.packed() else { return }
    let waits = valid .& .!ready .& .!clear
    let before = module.past(concatenate(waits, bits), named: name)
    let width = bits.bitWidth
    let isSame = valid .& bits .== before.value[0..<width]
    let holds = .!before.value[width] .| clear .| isSame
    let message = "valid fell or the payload changed before ready"
    if isSource {
      module.assert("\(name)_stays", holds, message, when: before.isValid)
    } else {
      module.assume("\(name)_stays", holds, message, when: before.isValid)
    }
  }
}
