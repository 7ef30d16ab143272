internal import Components
internal import Configuration
internal import HDL
internal import MemoryDevices
internal import RegisterMap

/// What stands behind the port of the memory, as the configuration has it.
extension Sampler {
  private var memory: MemoryConfiguration { shapes.configuration.memory }

  /// The port itself, with the back end `port`.
  func declaresMemory(_ declare: PortDeclarer) -> MemoryPorts? {
    guard memory.backEnd == .port else { return nil }
    return MemoryPorts(declare, beatBits: shapes.beatBits)
  }

  /// The bus, with the back end `axi4`.
  func declaresBus(_ declare: PortDeclarer) -> AXI4Ports? {
    guard memory.backEnd == .axi4 else { return nil }
    return declare.initiator(
      AXI4Interface(addressWidth: memory.addressBits, dataWidth: shapes.beatBits))
  }

  /// The pins, with the back end `dram`.
  func declaresPins(_ declare: PortDeclarer) -> [DRAMPorts] {
    guard let geometry = shapes.dramGeometry else { return [] }
    return (0..<geometry.channels).map { _ in DRAMPorts(declare, geometry.device) }
  }

  /// What schedulers are asked for, with the back end `dram`.
  func declaresRequests(_ declare: PortDeclarer) -> [DRAMRequestObservation] {
    guard let geometry = shapes.dramGeometry else { return [] }
    return (0..<geometry.channels).map { _ in
      DRAMRequestObservation(declare, geometry.device, tagBits: DRAMChannel.tagBits)
    }
  }

  /// The phase, with the back end `dram`.
  func declaresPhase(_ declare: PortDeclarer) -> UInt? {
    shapes.dramGeometry == nil ? nil : declare.output(.uint(3))
  }

  /// What the sequencer sees of a controller; a mere port tells nothing.
  struct MemoryState {
    /// The memory answered with an error; nil for one that cannot.
    var hasFailed: Bit?
    /// Every request has its response.
    let isIdle: Bit
    /// The command pins of each channel of DRAM.
    var commands: [DRAMCommand] = []
  }

  /// Joins what the front asks for with ports of the sampler, or with a controller.
  ///
  /// - Parameter base: The byte address of the memory on the bus, in pages of 4 KiB.
  func joinMemory(
    _ module: ModuleBuilder, _ front: MemoryPorts, _ ports: Ports, base: UInt?
  ) -> MemoryState? {
    switch memory.backEnd {
    case .port:
      guard let port = ports.memory else { return nil }
      front.request.connect(to: port.request)
      front.write.connect(to: port.write)
      port.read.connect(to: front.read)
      return nil
    case .axi4:
      guard let bus = ports.m_axi, let base else { return nil }
      let controller = module.instance(
        AXI4Memory(beatBits: shapes.beatBits, addressBits: memory.addressBits), named: "memory")
      front.request.connect(to: controller.memory.request)
      front.write.connect(to: controller.memory.write)
      controller.memory.read.connect(to: front.read)
      module.connect(bus, to: controller.m_axi)
      controller.base.assign(base)
      return MemoryState(hasFailed: controller.hasFailed, isIdle: controller.isIdle)
    case .dram:
      guard let geometry = shapes.dramGeometry else { return nil }
      let controller = module.instance(DRAMController(geometry: geometry), named: "dram")
      front.request.connect(to: controller.memory.request)
      front.write.connect(to: controller.memory.write)
      controller.memory.read.connect(to: front.read)
      for (pins, port) in zip(controller.dram, ports.dram) { module.connect(pins, to: port) }
      for (request, port) in zip(controller.observedRequests, ports.observedRequests) {
        module.connect(request, to: port)
      }
      return MemoryState(isIdle: controller.isIdle, commands: controller.dram.map(\.command))
    }
  }

  /// Counts the commands of a run.
  func countCommands(
    _ module: ModuleBuilder, _ declared: SamplerRegisters, _ registers: RegisterBlock.Ports,
    _ memory: MemoryState, _ counts: Bit, clear: Bit
  ) {
    guard let geometry = shapes.dramGeometry else { return }
    let counters = module.instance(
      DRAMCounters(
        device: geometry.device, channels: geometry.channels,
        counterBits: SamplerRegisters.counterBits), named: "counters")
    for (command, pins) in zip(counters.commands, memory.commands) { command.assign(pins) }
    counters.counts.assign(counts)
    counters.clear.assign(clear)
    for (handle, value) in zip(
      declared.commands,
      [
        counters.activates, counters.precharges, counters.reads, counters.writes,
        counters.refreshes, counters.bankRefreshes, counters.activeClocks,
        counters.prechargedClocks,
      ])
    { registers[handle].assign(value) }
  }
}

extension SamplerShapes {
  /// How the memory is made, with the back end `dram`.
  var dramGeometry: DRAMGeometry? {
    let memory = configuration.memory
    guard memory.backEnd == .dram, let device = try? MemoryDevice.named(memory.device) else {
      return nil
    }
    return DRAMGeometry(device: device, channels: memory.channels, beatBits: beatBits)
  }
}
