public import HDL
public import MemoryDevices

/// Turns requests for bursts into the commands of a DRAM, one clock a command at most.
///
/// The requests wait in a queue of 16 and are served out of order, the oldest first of those whose row
/// is open, but in order where two of them have the same burst and one writes. Rows stay open while
/// they may be used again, and are closed behind a stream. Refreshes are sent ahead of time while nothing
/// is asked for, and up to the device's limit later while there is; where the memory can refresh single
/// banks, those that nobody wants are refreshed while others work. A request that has waited 1,023
/// clocks goes before all others.
///
/// Every decision looks at registers alone, and the pins show it in the same clock: read data follow CL
/// clocks after a read, and write data are due CWL clocks after a write.
public struct DRAMScheduler: Module {
  /// The memory.
  public let device: MemoryDevice
  /// Bits of a request's tag, which is given back when the request is served.
  public let tagBits: Int
  let fault: DRAMSchedulerFault?

  /// A scheduler for one channel of a memory.
  ///
  /// - Parameters:
  ///   - device: The memory.
  ///   - tagBits: Bits of a tag, at least 1.
  public init(_ device: MemoryDevice, tagBits: Int) {
    self.init(device, tagBits: tagBits, fault: nil)
  }

  /// A scheduler with a mistake built in.
  package init(_ device: MemoryDevice, tagBits: Int, fault: DRAMSchedulerFault?) {
    self.device = device
    self.tagBits = tagBits
    self.fault = fault
  }

  /// Requests that wait at most.
  public static let depth = SchedulerShapes.usualDepth

  /// Named after the device: `DRAMScheduler_ddr4_2400`.
  public var moduleName: String {
    let name = device.name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
    return "DRAMScheduler_" + String(name)
  }

  /// Requests in, commands out.
  public struct Ports {
    /// Requests; their bank, row and column are places that the device has.
    public let request: Stream<BurstRequest>
    /// The command pins.
    public let command: DRAMCommand
    /// The request that the read or write on the pins serves.
    public let served: ServedRequest
    /// No request waits.
    public let isIdle: Bit
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      request: declare.sink(BurstRequestLayout(device, tagBits: tagBits)),
      command: declare.output(of: DRAMCommandLayout(device)),
      served: declare.output(of: ServedRequestLayout(tagBits: tagBits)),
      isIdle: declare.output(.bit))
  }

  /// Joins the queue and the engine.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let shapes = SchedulerShapes(device, tagBits: tagBits, fault: fault)
    let queue = module.instance(RequestQueue(shapes: shapes), named: "queue")
    let engine = module.instance(CommandEngine(shapes: shapes), named: "engine")
    ports.request.connect(to: queue.request)
    queue.arrivingIsHit.assign(engine.arrivingIsHit)
    queue.command.assign(engine.change)
    queue.serves.assign(engine.serves)
    queue.isWriting.assign(engine.isWriting)
    queue.ready.assign(engine.ready)

    engine.candidates.assign(queue.candidates)
    engine.accessColumn.assign(queue.accessColumn)
    engine.isQueueEmpty.assign(queue.isEmpty)
    engine.arrivingBank.assign(ports.request.payload.bank)
    engine.arrivingRow.assign(ports.request.payload.row)

    ports.command.assign(engine.command)
    ports.served.assign(ServedRequest(valid: engine.isAccess, tag: queue.accessTag))
    ports.isIdle.assign(queue.isEmpty)
  }
}
