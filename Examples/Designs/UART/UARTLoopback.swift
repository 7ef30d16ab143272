package import HDL

/// A transmitter and a receiver joined by their line. Different dividers stand for clocks that do not
/// agree.
package struct UARTLoopback: Module {
  package let transmitDivider: Int
  package let receiveDivider: Int

  package init(transmitDivider: Int, receiveDivider: Int) {
    self.transmitDivider = transmitDivider
    self.receiveDivider = receiveDivider
  }

  package struct Ports {
    let data: Stream<Bits>
    let line: Bit
    let received: Bits
    let valid: Bit
    let framingError: Bit
  }

  package func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      data: declare.sink(.bits(8)), line: declare.output(.bit),
      received: declare.output(.bits(8)), valid: declare.output(.bit),
      framingError: declare.output(.bit))
  }

  package func body(_ module: ModuleBuilder, _ ports: Ports) {
    let transmitter = module.instance(
      UARTTransmitter(divider: transmitDivider), named: "transmitter")
    let receiver = module.instance(UARTReceiver(divider: receiveDivider), named: "receiver")
    ports.data.connect(to: transmitter.data)
    receiver.line.assign(transmitter.line)
    ports.line.assign(transmitter.line)
    ports.received.assign(receiver.data)
    ports.valid.assign(receiver.valid)
    ports.framingError.assign(receiver.framingError)
  }
}
