import Simulation

/// The ports of a simulated exemplar selector.
struct SelectorPins {
  let commandValid, commandReady, lastPoint, lastExemplar, isGrid: PortStorage
  let positionEnable, positionAddress, positionX, positionY: PortStorage
  let passValid, passReady, passIsLast: PortStorage
  let distanceValid, distanceReady, distance: PortStorage
  let exemplarValid, exemplarReady, index, isLast: PortStorage
  let clear, isIdle: PortStorage
  let ownerValid, isRefined, ownerPoint, owner: PortStorage
  let sumValid, sumPoint, sum: PortStorage
  let gridValid, edge, occupied: PortStorage
  private let coordinateMask: UInt64

  init(_ simulator: any Simulator) throws(SimulationError) {
    let ports = simulator.ports
    func port(_ name: String) throws(SimulationError) -> PortStorage {
      guard let index = ports.firstIndex(where: { $0.name == name }) else {
        throw SimulationError(
          "the simulated design has no port \(name); is it an exemplar selector?")
      }
      return simulator.storage(ofPort: index)
    }
    commandValid = try port("command_valid")
    commandReady = try port("command_ready")
    lastPoint = try port("command_payload_lastPoint")
    lastExemplar = try port("command_payload_lastExemplar")
    isGrid = try port("command_payload_isGrid")
    positionEnable = try port("positionEnable")
    positionAddress = try port("positionAddress")
    positionX = try port("positionX")
    positionY = try port("positionY")
    passValid = try port("pass_valid")
    passReady = try port("pass_ready")
    passIsLast = try port("pass_payload")
    distanceValid = try port("distance_valid")
    distanceReady = try port("distance_ready")
    distance = try port("distance_payload")
    exemplarValid = try port("exemplar_valid")
    exemplarReady = try port("exemplar_ready")
    index = try port("exemplar_payload_index")
    isLast = try port("exemplar_payload_isLast")
    clear = try port("clear")
    isIdle = try port("isIdle")
    ownerValid = try port("observed_ownerValid")
    isRefined = try port("observed_isRefined")
    ownerPoint = try port("observed_ownerPoint")
    owner = try port("observed_owner")
    sumValid = try port("observed_sumValid")
    sumPoint = try port("observed_sumPoint")
    sum = try port("observed_sum")
    gridValid = try port("observed_gridValid")
    edge = try port("observed_edge")
    occupied = try port("observed_occupied")
    let bits = ports.first { $0.name == "positionX" }?.bitWidth ?? 32
    coordinateMask = 1 << UInt64(bits) - 1
  }

  /// Answers the read port of the positions.
  func setPosition(_ position: SIMD2<Int32>) {
    positionX.value = UInt64(bitPattern: Int64(position.x)) & coordinateMask
    positionY.value = UInt64(bitPattern: Int64(position.y)) & coordinateMask
  }
}
