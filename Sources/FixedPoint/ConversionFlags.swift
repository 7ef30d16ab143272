/// What a conversion did to the value beyond changing its format.
///
/// Flags of many conversions are joined with `formUnion(_:)`, like the sticky bits of a status
/// register.
public struct ConversionFlags: OptionSet, Codable, Hashable, Sendable {
  /// The bits of the set.
  public let rawValue: UInt8

  /// The set with the given bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Rounding changed the value.
  public static let inexact = ConversionFlags(rawValue: 1 << 0)
  /// The rounded value was out of range and the nearer end of the range was taken.
  public static let saturated = ConversionFlags(rawValue: 1 << 1)
  /// The rounded value was out of range and its high bits were dropped.
  public static let wrapped = ConversionFlags(rawValue: 1 << 2)
}
