public import HDL

/// A stream register of two entries: cuts the combinational path of `ready` at full throughput.
///
/// A payload taken while the output waits goes to the spare entry. One cycle of latency; `ready`
/// upstream is a register.
public struct SkidBuffer: Module {
  /// Width of the payload in bits.
  public let width: Int

  /// Creates a buffer for payloads of `width` bits.
  public init(width: Int) {
    self.width = width
  }

  /// A stream in, a stream out.
  public struct Ports {
    /// The writer has a payload.
    public let inputValid: Bit
    /// The buffer takes it at the clock edge.
    public let inputReady: Bit
    /// The payload written.
    public let inputData: Bits
    /// The buffer has a payload.
    public let outputValid: Bit
    /// The reader takes it at the clock edge.
    public let outputReady: Bit
    /// The payload read, stable until taken.
    public let outputData: Bits
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      inputValid: declare.input(.bit), inputReady: declare.output(.bit),
      inputData: declare.input(.bits(width)), outputValid: declare.output(.bit),
      outputReady: declare.input(.bit), outputData: declare.output(.bits(width)))
  }

  /// Describes the two entries.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let headValid = module.register("headValid", .bit, reset: 0)
    let spareValid = module.register("spareValid", .bit, reset: 0)
    let advances = (.!headValid .| ports.outputReady).named("advances")
    let accepts = (ports.inputValid .& .!spareValid).named("accepts")

    let head = module.register("head", .bits(width), enable: advances)
    let spare = module.register("spare", .bits(width), enable: accepts)
    head.assign(mux(spareValid, spare, ports.inputData))
    spare.assign(ports.inputData)

    headValid.assign(mux(advances, spareValid .| ports.inputValid, headValid))
    spareValid.assign(.!advances .& (spareValid .| ports.inputValid))

    ports.inputReady.assign(.!spareValid)
    ports.outputValid.assign(headValid)
    ports.outputData.assign(head)
  }
}
