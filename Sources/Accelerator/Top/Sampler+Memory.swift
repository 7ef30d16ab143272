internal import Components
internal import Configuration
internal import HDL

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

  /// What the sequencer sees of a controller; a mere port tells nothing.
  struct MemoryState {
    /// The memory answered with an error.
    let hasFailed: Bit
    /// Every request has its response.
    let isIdle: Bit
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
      // `validateSampler()` refuses it.
      return nil
    }
  }
}
