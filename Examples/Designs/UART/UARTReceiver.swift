package import HDL

/// Receives what `UARTTransmitter` sends, from a transmitter with a clock of its own.
///
/// The line is not synchronous to the clock. Two flip-flops in a row pass it on: the first may become
/// metastable at an edge, and has a whole cycle to settle before the second samples it.
///
/// A falling line begins a byte. It is looked at again half a bit later, so a spike does not count as
/// a start bit, and from there once every `divider` cycles, in the middle of each bit. The middle of
/// the stop bit is 9.5 bits after the edge: clocks that differ by up to 4 % keep it within its bit.
///
/// A byte cannot wait, so it leaves as a pulse of one cycle, not as a stream.
package struct UARTReceiver: Module {
  /// Clock cycles a bit: clock frequency over baud rate, at least 4.
  package let divider: Int

  package init(divider: Int) { self.divider = divider }

  enum State: CaseIterable { case idle, start, data, stop, recover }

  package struct Ports {
    let line: Bit
    let data: Bits
    /// One cycle for each byte with its stop bit.
    let valid: Bit
    /// One cycle instead, where the stop bit is 0; with a byte of 0 that is a break.
    let framingError: Bit
  }

  package func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      line: declare.input(.bit), data: declare.output(.bits(8)), valid: declare.output(.bit),
      framingError: declare.output(.bit))
  }

  package func body(_ module: ModuleBuilder, _ ports: Ports) {
    let unsettled = module.register("unsettled", .bit, reset: 1)
    let line = module.register("synchronized", .bit, reset: 1)
    unsettled.assign(ports.line)
    line.assign(unsettled)

    let state = module.stateMachine("state", State.self, initial: .idle)
    let timer = module.register("timer", .uint(addressBits(divider)), reset: 0)
    let position = module.register("position", .uint(3))
    let shifter = module.register("shifter", .bits(8))
    let valid = module.register("isReceived", .bit, reset: 0)
    let framingError = module.register("isBroken", .bit, reset: 0)

    let isHalfOver = (timer .== divider / 2 - 1).named("isHalfOver")
    let isBitOver = (timer .== divider - 1).named("isBitOver")
    timer.assign(timer .&+ 1)
    module.when(isBitOver) { timer.set(to: 0) }
    valid.set(to: 0)
    framingError.set(to: 0)

    state.when(.idle) {
      timer.set(to: 0)
      module.when(.!line) { state.go(to: .start) }
    }
    state.when(.start) {
      position.set(to: 0)
      module.when(isHalfOver) {
        timer.set(to: 0)
        module.when(line) { state.go(to: .idle) }.otherwise { state.go(to: .data) }
      }
    }
    state.when(.data) {
      module.when(isBitOver) {
        shifter.assign(concatenate(line, shifter[1..<8]))
        position.assign(position .&+ 1)
        module.when(position .== 7) { state.go(to: .stop) }
      }
    }
    state.when(.stop) {
      module.when(isBitOver) {
        valid.assign(line)
        framingError.assign(.!line)
        module.when(line) { state.go(to: .idle) }.otherwise { state.go(to: .recover) }
      }
    }
    // After a break the line has to rest before a falling edge means anything.
    state.when(.recover) {
      module.when(line) { state.go(to: .idle) }
    }

    ports.data.assign(shifter)
    ports.valid.assign(valid)
    ports.framingError.assign(framingError)
  }
}
