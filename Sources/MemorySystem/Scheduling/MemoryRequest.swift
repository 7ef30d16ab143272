public import MemoryDevices

/// One burst to be read or written.
public struct MemoryRequest: Hashable, Sendable {
  /// What the requester calls it.
  public var tag: Int
  /// Whether it writes.
  public var isWrite: Bool
  /// The bank; its low bits name the bank group.
  public var bank: Int
  /// The row.
  public var row: Int
  /// The first column of the burst.
  public var column: Int

  /// Creates a request.
  public init(tag: Int, isWrite: Bool, bank: Int, row: Int, column: Int) {
    self.tag = tag
    self.isWrite = isWrite
    self.bank = bank
    self.row = row
    self.column = column
  }

  func isSameBurst(as other: MemoryRequest) -> Bool {
    bank == other.bank && row == other.row && column == other.column
  }
}

/// Where the bursts of linear memory stand, so that streams of images run at full speed.
///
/// From the low bits of a burst's number up: bank group, column, bank within the group, row. Successive
/// bursts change the group, where the short tCCD holds; a stream stays in an open row of each group to
/// its end, and the next rows are in other banks, opened while the last ones are still read.
public struct AddressMap: Hashable, Sendable {
  private let groups: Int
  private let bursts: Int
  private let banksPerGroup: Int
  private let burstLength: Int
  /// Bursts there are.
  public let burstCount: Int

  /// The map of a device.
  public init(_ device: MemoryDevice) {
    groups = device.organization.bankGroups
    bursts = device.burstsPerRow
    banksPerGroup = device.organization.banks / device.organization.bankGroups
    burstLength = device.timing.burstLength
    burstCount = device.organization.banks * device.organization.rows * device.burstsPerRow
  }

  /// Bank, row and column of a burst; numbers beyond the last burst start again at the first.
  public func place(ofBurst number: Int) -> (bank: Int, row: Int, column: Int) {
    var rest = number % burstCount
    let group = rest % groups
    rest /= groups
    let column = rest % bursts * burstLength
    rest /= bursts
    let bank = rest % banksPerGroup * groups + group
    return (bank, rest / banksPerGroup, column)
  }

  /// The request of a burst.
  public func request(tag: Int, isWrite: Bool, burst: Int) -> MemoryRequest {
    let place = place(ofBurst: burst)
    return .init(
      tag: tag, isWrite: isWrite, bank: place.bank, row: place.row, column: place.column)
  }
}
