/// What becomes of a rounded value outside the range of its new format.
public enum OverflowMode: String, CaseIterable, Codable, Hashable, Sendable {
  /// The low bits are kept; only for formats whose range is every pattern of their bits.
  case wrap
  /// The nearer end of the range is taken.
  case saturate
  /// The conversion throws `FixedPointError.overflow`.
  case error
}
