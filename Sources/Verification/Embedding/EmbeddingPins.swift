import Simulation

/// The ports of a simulated embedding unit.
struct EmbeddingPins {
  let commandValid, commandReady, lastPoint: PortStorage
  let passValid, passReady, pass: PortStorage
  let jointValid, jointReady, joint: PortStorage
  let seed, iterations, clear, isIdle, iteration: PortStorage
  let readEnable, readAddress, readX, readY: PortStorage
  /// In the order of `saturationNames`.
  let saturations: [PortStorage]
  let forcesValid, attractionX, attractionY, repulsionX, repulsionY, weightSum: PortStorage
  let gradientValid, gradientX, gradientY: PortStorage
  let gainValid, gainX, gainY: PortStorage
  let velocityValid, velocityX, velocityY: PortStorage
  let placed, placedPoint, x, y: PortStorage

  static let saturationNames = [
    "pairPositions", "pairs", "gradients", "gains", "velocities", "positions",
  ]

  init(_ simulator: any Simulator) throws(SimulationError) {
    let ports = simulator.ports
    func port(_ name: String) throws(SimulationError) -> PortStorage {
      guard let index = ports.firstIndex(where: { $0.name == name }) else {
        throw SimulationError("the simulated design has no port \(name); is it an embedding unit?")
      }
      return simulator.storage(ofPort: index)
    }
    commandValid = try port("command_valid")
    commandReady = try port("command_ready")
    lastPoint = try port("command_payload_lastPoint")
    passValid = try port("pass_valid")
    passReady = try port("pass_ready")
    pass = try port("pass_payload")
    jointValid = try port("joint_valid")
    jointReady = try port("joint_ready")
    joint = try port("joint_payload")
    seed = try port("seed")
    iterations = try port("iterations")
    clear = try port("clear")
    isIdle = try port("isIdle")
    iteration = try port("iteration")
    readEnable = try port("readEnable")
    readAddress = try port("readAddress")
    readX = try port("readX")
    readY = try port("readY")
    saturations = try Self.saturationNames.map { (name) throws(SimulationError) in
      try port("saturations_\(name)")
    }
    forcesValid = try port("observed_forcesValid")
    attractionX = try port("observed_forces_attractionX")
    attractionY = try port("observed_forces_attractionY")
    repulsionX = try port("observed_forces_repulsionX")
    repulsionY = try port("observed_forces_repulsionY")
    weightSum = try port("observed_weightSum")
    gradientValid = try port("observed_gradientValid")
    gradientX = try port("observed_gradientX")
    gradientY = try port("observed_gradientY")
    gainValid = try port("observed_gainValid")
    gainX = try port("observed_gainX")
    gainY = try port("observed_gainY")
    velocityValid = try port("observed_velocityValid")
    velocityX = try port("observed_velocityX")
    velocityY = try port("observed_velocityY")
    placed = try port("observed_valid")
    placedPoint = try port("observed_point")
    x = try port("observed_x")
    y = try port("observed_y")
  }
}

extension PortStorage {
  /// The value as a two's complement number of the port's width.
  var signed: Int { signed(bits: bitWidth) }
}
