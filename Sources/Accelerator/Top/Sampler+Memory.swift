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

  /// Joins what the front asks for with ports of the sampler, or with a controller.
  func joinMemory(_ module: ModuleBuilder, _ front: MemoryPorts, _ ports: Ports) {
    switch memory.backEnd {
    case .port:
      guard let port = ports.memory else { return }
      front.request.connect(to: port.request)
      front.write.connect(to: port.write)
      port.read.connect(to: front.read)
    case .dram, .axi4:
      // `validateSampler()` refuses these.
      return
    }
  }
}
