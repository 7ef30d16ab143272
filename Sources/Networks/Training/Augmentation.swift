/// Random changes of a training image that keep its class.
public struct Augmentation: Hashable, Sendable {
  /// The image moves by up to so many pixels in each direction; black comes in.
  public var maximumShift: Int
  /// Half of the images are mirrored left to right.
  public var mirrors: Bool

  /// No change.
  public static let none = Augmentation(maximumShift: 0, mirrors: false)

  /// Makes an augmentation.
  ///
  /// - Precondition: `maximumShift` is not negative.
  public init(maximumShift: Int, mirrors: Bool) {
    precondition(maximumShift >= 0, "a shift of up to \(maximumShift) pixels")
    self.maximumShift = maximumShift
    self.mirrors = mirrors
  }
}
