import HDL

/// One of some values by its number: a tree of multiplexers, one level a bit of the number.
///
/// - Parameters:
///   - values: At least one, all of one shape.
///   - index: Below their count.
func chosen<Value: HardwareValue>(_ values: [Value], at index: UInt) -> Value {
  var level = values
  var place = 0
  while level.count > 1 {
    let bit = index[place]
    level = stride(from: 0, to: level.count, by: 2).map { first in
      first + 1 < level.count ? mux(bit, level[first + 1], level[first]) : level[first]
    }
    place += 1
  }
  return level[0]
}
