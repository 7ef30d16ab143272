public import HDL

/// What one point, or one pair, adds to the forces: the attraction n p q d and the repulsion q² d,
/// along both axes.
public struct Forces: Bundle {
  /// Attraction along x: as many fraction bits as `attraction` and `pairPosition` have together.
  public let attractionX: SInt
  /// Attraction along y.
  public let attractionY: SInt
  /// Repulsion along x: as many fraction bits as `squaredWeight` and `pairPosition` have together.
  public let repulsionX: SInt
  /// Repulsion along y.
  public let repulsionY: SInt

  /// The widths.
  public var layout: ForcesLayout {
    ForcesLayout(attractionBits: attractionX.bitWidth, repulsionBits: repulsionX.bitWidth)
  }
}

/// Declares `Forces`.
public struct ForcesLayout: Layout {
  let attractionBits: Int
  let repulsionBits: Int

  /// Declares the four fields.
  public func make(_ field: FieldDeclarer) -> Forces {
    Forces(
      attractionX: field(.sint(attractionBits)), attractionY: field(.sint(attractionBits)),
      repulsionX: field(.sint(repulsionBits)), repulsionY: field(.sint(repulsionBits)))
  }
}

extension Forces {
  /// The same numbers in other widths.
  func resized(to layout: ForcesLayout) -> Forces {
    Forces(
      attractionX: attractionX.resized(to: layout.attractionBits),
      attractionY: attractionY.resized(to: layout.attractionBits),
      repulsionX: repulsionX.resized(to: layout.repulsionBits),
      repulsionY: repulsionY.resized(to: layout.repulsionBits))
  }

  /// Combines two of the same widths, component by component.
  func combined(with other: Forces, _ combine: (SInt, SInt) -> SInt) -> Forces {
    Forces(
      attractionX: combine(attractionX, other.attractionX),
      attractionY: combine(attractionY, other.attractionY),
      repulsionX: combine(repulsionX, other.repulsionX),
      repulsionY: combine(repulsionY, other.repulsionY))
  }
}

extension SInt {
  /// `self * 2^(1 - places)`, rounded down: see `UInt.prepared(places:)`.
  func prepared(places: Int) -> SInt {
    places > 0 ? self .>> (places - 1) : self .<< (1 - places)
  }

  /// A number with one bit below its last place, to nearest, a half up.
  func roundedHalf() -> SInt { (self .+ 1) .>> 1 }
}
