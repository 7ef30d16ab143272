import Components
import FixedPoint
import HDL

/// The elements of a row on their way to the lanes: what the buffer gives less the minimum, in the
/// format of the lanes, and what is known of each beside it.
struct RowStream {
  /// What is known of an element.
  struct Element {
    /// It is one, and not the point itself: it counts in the sums.
    let counts: Bit
    /// It is the row's last.
    let isLast: Bit
    /// It is one for the output.
    let isOutput: Bit
    /// Its distance was beyond the format; missing where it cannot be.
    let isSaturated: Bit?
  }

  /// Cycles from the address to the distance at the lanes: the buffer's, and one for the difference.
  static let latency = 2

  /// The distance at the lanes.
  let distance: Fixed
  /// The element whose weight is at the sums.
  let atSums: Element

  init(
    _ module: ModuleBuilder, _ shapes: AffinityShapes, issues: Bit, isSelf: Bit, isLast: Bit,
    isOutput: Bit, distance: UInt, minimum: UInt
  ) {
    var element = Element(
      counts: issues .& .!isSelf, isLast: issues .& isLast, isOutput: issues .& isOutput,
      isSaturated: nil)
    element = element.next(module, "read")

    // Dropped bits round to nearest, a half up.
    let format = shapes.formats.distance
    let difference = (distance .&- minimum).named("difference")
    let places = -format.fractionBits
    let rounded = places > 0 ? ((difference .>> (places - 1)) .+ 1) .>> 1 : difference
    let prepared = module.register("distance", .fixed(format))
    if rounded.bitWidth > format.bitWidth {
      let isLarge = (rounded[format.bitWidth..<rounded.bitWidth] .!= 0).named("isLarge")
      prepared.assign(
        mux(isLarge, Int(format.maximum), rounded.truncated(to: format.bitWidth)).asFixed(format))
      element = Element(
        counts: element.counts, isLast: element.isLast, isOutput: element.isOutput,
        isSaturated: isLarge)
    } else {
      prepared.assign(rounded.extended(to: format.bitWidth).asFixed(format))
    }
    self.distance = prepared
    atSums = element.next(module, "distance").delayed(module, by: shapes.laneLatency, "lane")
  }
}

extension RowStream.Element {
  /// The same a cycle later; a reset leaves nothing that counts.
  func next(_ module: ModuleBuilder, _ stage: String) -> Self {
    func register(_ name: String, _ bit: Bit) -> Bit {
      let register = module.register("\(name)_\(stage)", .bit, reset: 0)
      register.assign(bit)
      return register
    }
    return Self(
      counts: register("elementCounts", counts), isLast: register("elementIsLast", isLast),
      isOutput: register("elementIsOutput", isOutput),
      isSaturated: isSaturated.map { register("elementIsSaturated", $0) })
  }

  /// The same some cycles later.
  func delayed(_ module: ModuleBuilder, by cycles: Int, _ stage: String) -> Self {
    (0..<cycles).reduce(self) { element, cycle in
      element.next(module, "\(stage)\(cycle + 1)")
    }
  }
}
