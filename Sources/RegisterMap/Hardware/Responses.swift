import HDL

extension Bits {
  /// SLVERR where the bit is 1, else OKAY.
  func code(for error: Bit?) -> Bits {
    guard let error else { return module.constant(0, .bits(2)) }
    return concatenate(error, module.constant(0, .bit))
  }
}

extension HDL.UInt {
  /// Whether the number is none of those in a list, ascending; `nil` if every number is in it.
  func isOutside(_ numbers: [Int]) -> Bit? {
    var runs: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = runs.last, last.upperBound + 1 == number {
        runs[runs.count - 1] = last.lowerBound...number
      } else {
        runs.append(number...number)
      }
    }
    let last = (1 << bitWidth) - 1
    if runs == [0...last] {
      ignore()
      return nil
    }
    let inside = runs.map { run -> Bit in
      if run.count == 1 { return self .== run.lowerBound }
      if run.lowerBound == 0 { return self .< run.upperBound + 1 }
      if run.upperBound == last { return self .>= run.lowerBound }
      return (self .>= run.lowerBound) .& (self .< run.upperBound + 1)
    }
    guard let first = inside.first else {
      ignore()
      return module.constant(1, .bit)
    }
    return .!inside.dropFirst().reduce(first) { $0 .| $1 }
  }
}
