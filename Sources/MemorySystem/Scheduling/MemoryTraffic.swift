public import MemoryDevices

/// Requests for a scheduler, one after the other.
public struct MemoryTraffic {
  /// What the requests look like.
  public enum Pattern: String, CaseIterable, Codable, Sendable {
    /// Successive bursts read without a pause.
    case streamRead = "stream-read"
    /// Successive bursts written without a pause.
    case streamWrite = "stream-write"
    /// Reads and writes of a few rows of all banks, with pauses, in phases of differing kind.
    case random
    /// Reads and writes of any place without a pause: hardly a row is used twice.
    case randomRows = "random-rows"
    /// Reads and writes of any place, one at a time: nothing ever waits for room.
    case sparse
    /// Reads of one row without a pause, and now and then one of another row of that bank.
    case unfair
    /// Images read one after the other, with a row of results written behind each.
    case sampler
  }

  private let device: MemoryDevice
  private let map: AddressMap
  private let pattern: Pattern
  private let draw: (Int) -> Int
  private var tag = 0
  private var pause = 0
  private var phase = Phase()

  private struct Phase {
    var remaining = 0
    var writeShare = 0
    var pauseShare = 0
    var rows = 1
    var banks = 1
    var streamBurst: Int?
  }

  /// Starts the requests.
  ///
  /// - Parameters:
  ///   - pattern: What they look like.
  ///   - device: The memory.
  ///   - draw: Gives a random number below its argument; patterns with random requests ask.
  public init(_ pattern: Pattern, device: MemoryDevice, draw: @escaping (Int) -> Int = { _ in 0 }) {
    self.pattern = pattern
    self.device = device
    self.draw = draw
    map = AddressMap(device)
  }

  /// The next request; nil for a clock without one.
  public mutating func next() -> MemoryRequest? {
    switch pattern {
    case .streamRead, .streamWrite:
      defer { tag += 1 }
      return map.request(tag: tag, isWrite: pattern == .streamWrite, burst: tag)
    case .sampler:
      // Sixteen bursts of an image, then one of results, half the memory further.
      defer { tag += 1 }
      let (image, beat) = tag.quotientAndRemainder(dividingBy: 17)
      return beat < 16
        ? map.request(tag: tag, isWrite: false, burst: image * 16 + beat)
        : map.request(tag: tag, isWrite: true, burst: map.burstCount / 2 + image)
    case .random: return nextRandom()
    case .randomRows: return anywhere()
    case .sparse:
      if pause > 0 {
        pause -= 1
        return nil
      }
      pause = 100 + draw(400)
      return anywhere()
    case .unfair:
      defer { tag += 1 }
      let row = tag % 512 == 500 ? 1 : 0
      return MemoryRequest(
        tag: tag, isWrite: false, bank: 0, row: min(row, device.organization.rows - 1),
        column: tag % device.burstsPerRow * device.timing.burstLength)
    }
  }

  private mutating func anywhere() -> MemoryRequest {
    defer { tag += 1 }
    return MemoryRequest(
      tag: tag, isWrite: draw(3) == 0, bank: draw(device.organization.banks),
      row: draw(device.organization.rows),
      column: draw(device.burstsPerRow) * device.timing.burstLength)
  }

  private mutating func nextRandom() -> MemoryRequest? {
    if phase.remaining == 0 { startPhase() }
    phase.remaining -= 1
    if pause > 0 {
      pause -= 1
      return nil
    }
    if draw(100) < phase.pauseShare { pause = draw(draw(8) == 0 ? 400 : 12) }
    defer { tag += 1 }
    let isWrite = draw(100) < phase.writeShare
    if let burst = phase.streamBurst {
      phase.streamBurst = burst + 1
      return map.request(tag: tag, isWrite: isWrite, burst: burst)
    }
    // A few columns too, so that requests of the same burst meet.
    return MemoryRequest(
      tag: tag, isWrite: isWrite, bank: draw(phase.banks), row: draw(phase.rows),
      column: draw(min(6, device.burstsPerRow)) * device.timing.burstLength)
  }

  private mutating func startPhase() {
    phase.remaining = 200 + draw(3_000)
    phase.writeShare = [0, 10, 50, 50, 90, 100][draw(6)]
    phase.pauseShare = [0, 0, 5, 40, 90][draw(5)]
    let (rows, banks) = (device.organization.rows, device.organization.banks)
    phase.rows = min(rows, [1, 2, 4, rows][draw(4)])
    phase.banks = min(banks, [1, 2, banks, banks][draw(4)])
    phase.streamBurst = draw(3) == 0 ? draw(map.burstCount) : nil
  }
}
