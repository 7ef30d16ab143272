/// The state of a `VerilatorSimulator` at one moment: registers, memories, inputs, cycle count.
///
/// A snapshot belongs to the simulator that made it.
public struct VerilatorSnapshot: Sendable {
  /// Stands for one simulator; a snapshot keeps it alive, so it is never mistaken for a later one.
  final class Owner: Sendable {}

  /// Bytes of the model.
  let bytes: [UInt8]
  /// The simulator that made it.
  let owner: Owner
  /// Number of rising clock edges before it.
  public let cycleCount: Int
}
