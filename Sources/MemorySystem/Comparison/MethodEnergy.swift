/// Bytes moved and energy taken for one purpose.
public struct MemoryUse: Codable, Hashable, Sendable {
  /// Bytes across the board.
  public var boardBytes = 0.0
  /// Bytes between logic die and stack, or inside a storage device.
  public var nearBytes = 0.0
  /// Energy of the far memory, in picojoules.
  public var farPicojoules = 0.0
  /// Energy of the near memory, in picojoules, without what time alone takes.
  public var nearPicojoules = 0.0
  /// Standby and refresh of the near memory, in picojoules.
  public var nearBackgroundPicojoules = 0.0
  /// SRAM on the logic die, in picojoules.
  public var sramPicojoules = 0.0

  /// No use.
  public init() {}

  /// All energy, in picojoules.
  public var picojoules: Double {
    farPicojoules + nearPicojoules + nearBackgroundPicojoules + sramPicojoules
  }

  /// All bytes.
  public var bytes: Double { boardBytes + nearBytes }

  static func + (one: MemoryUse, other: MemoryUse) -> MemoryUse {
    var sum = one
    sum.boardBytes += other.boardBytes
    sum.nearBytes += other.nearBytes
    sum.farPicojoules += other.farPicojoules
    sum.nearPicojoules += other.nearPicojoules
    sum.nearBackgroundPicojoules += other.nearBackgroundPicojoules
    sum.sramPicojoules += other.sramPicojoules
    return sum
  }

  static func * (use: MemoryUse, factor: Double) -> MemoryUse {
    var product = use
    product.boardBytes *= factor
    product.nearBytes *= factor
    product.farPicojoules *= factor
    product.nearPicojoules *= factor
    product.nearBackgroundPicojoules *= factor
    product.sramPicojoules *= factor
    return product
  }
}

/// A way to choose images to train on, as the comparison knows it.
public enum ComparedMethod: String, CaseIterable, Codable, Hashable, Sendable {
  case fullTraining = "full training"
  case random
  case dqAsCoded = "DQ as coded"
  case dqCached = "DQ, features cached"
  case dqas = "DQAS"
  case nessa = "NeSSA, in storage"
  case craig = "CRAIG once, in storage"
  case nms = "NMS"
  case kMeans = "k-means medoids in memory"
}

/// What a method takes: choosing and training, apart.
public struct MethodEnergy: Codable, Hashable, Sendable {
  /// The method.
  public var method: ComparedMethod
  /// What choosing takes.
  public var selection: MemoryUse
  /// What reading images for training takes.
  public var training: MemoryUse

  /// Both.
  public var total: MemoryUse { selection + training }
}
