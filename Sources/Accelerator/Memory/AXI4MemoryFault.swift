/// A mistake built into the back end `axi4` on purpose, to show that checker and comparison find it.
/// Generated RTL never has one.
public enum AXI4MemoryFault: String, CaseIterable, Hashable, Sendable {
  /// WLAST is missing from bursts of one beat.
  case lateLast = "late-last"
  /// A burst begins in the last beat of its page of 4 KiB.
  case shiftedBurst = "shifted-burst"
  /// A burst of reads has one beat too many.
  case longBurst = "long-burst"
  /// ARVALID falls while a beat comes in that is to be written.
  case withdrawnRead = "withdrawn-read"
  /// The address of a write changes while a response comes in.
  case changedAddress = "changed-address"
  /// The highest byte of a beat is not written.
  case missingStrobe = "missing-strobe"
  /// A read from an even beat on does not wait for the writes before it.
  case overtakingRead = "overtaking-read"
  /// A write does not wait for the reads before it.
  case overtakingWrite = "overtaking-write"
  /// Writes use another id than reads.
  case foreignID = "foreign-id"
  /// Idle although responses to writes are to come.
  case forgottenResponse = "forgotten-response"
  /// Errors of writes are not told.
  case swallowedError = "swallowed-error"
}
