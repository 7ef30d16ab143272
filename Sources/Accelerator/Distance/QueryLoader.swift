import Configuration
import HDL

/// Takes a command and writes the query images of its pass into the free half of the buffers.
struct QueryLoader {
  /// Where in the query buffers the beat goes.
  let address: UInt
  /// The last beat of the pass's queries is taken at this edge.
  let filled: Bit
  /// The passes in the unit; valid once their command was taken.
  let comparingPass: PassBuffers.Pass
  private let writes: Bit
  private let query: UInt

  init(
    _ module: ModuleBuilder, _ ports: DistanceUnit.Ports, _ buffers: PassBuffers,
    _ configuration: DistanceConfiguration
  ) {
    let isLoading = module.register("isLoading", .bit, reset: 0)
    let commandReady = (.!isLoading .& .!buffers.loadingIsFull).named("commandReady")
    let commandAccepted = (commandReady .& ports.command.valid).named("commandAccepted")
    ports.command.ready.assign(commandReady)
    let passes = buffers.store(ports.command, accepted: commandAccepted)
    comparingPass = passes.comparing

    let writes = (isLoading .& ports.query.valid).named("queryAccepted")
    ports.query.ready.assign(isLoading)
    let beat = module.register(
      "loadBeat", .uint(addressBits(configuration.chunkBeats)), reset: 0, enable: writes)
    let endsImage = (beat .== passes.loading.lastBeat).named("loadEndsImage")
    beat.assign(mux(endsImage, 0, beat .&+ 1))
    let query = module.register(
      "loadQuery", .uint(addressBits(configuration.queries)), reset: 0,
      enable: writes .& endsImage)
    let endsPass = (query .== passes.loading.lastQuery).named("loadEndsPass")
    query.assign(mux(endsPass, 0, query .&+ 1))

    filled = (writes .& endsImage .& endsPass).named("filled")
    isLoading.assign(mux(isLoading, .!filled, commandAccepted))
    address = concatenate(buffers.loading, beat).asUInt.named("loadAddress")
    self.writes = writes
    self.query = query
  }

  /// Whether the beat belongs to a query image.
  func writes(query index: Int, fault: DistanceFault?) -> Bit {
    let stored = fault == .swappedQuery && index < 2 ? 1 - index : index
    return writes .& (query .== stored)
  }
}
