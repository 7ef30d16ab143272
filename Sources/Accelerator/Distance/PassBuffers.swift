import Configuration
import HDL

/// The parameters of the two passes in the unit, one in each half of the query buffers, and which
/// halves are full.
struct PassBuffers {
  /// What a pass needs to know after its command is gone.
  struct Pass {
    let lastBeat: UInt
    let lastLane: UInt
    let lastQuery: UInt
    let lastCandidate: UInt
    let isFirst: Bit
    let isLast: Bit
  }

  /// Which half the loader fills.
  let loading: Bit
  /// Which half the candidates are compared with.
  let comparing: Bit
  private let module: ModuleBuilder
  private let full: [Bit]
  private let configuration: DistanceConfiguration

  init(_ module: ModuleBuilder, _ configuration: DistanceConfiguration) {
    self.module = module
    self.configuration = configuration
    loading = module.register("loadingHalf", .bit, reset: 0)
    comparing = module.register("comparingHalf", .bit, reset: 0)
    full = (0..<2).map { module.register("full_\($0)", .bit, reset: 0) }
  }

  /// Whether the half being loaded still holds a pass.
  var loadingIsFull: Bit { mux(loading, full[1], full[0]) }

  /// Whether the half to be compared holds a pass.
  var comparingIsFull: Bit { mux(comparing, full[1], full[0]) }

  /// Keeps a command with the half it will fill, and gives back the pass under comparison.
  ///
  /// - Parameter accepted: The command is taken at this edge.
  func store(_ command: DistanceCommand, accepted: Bit) -> (loading: Pass, comparing: Pass) {
    let passes = (0..<2).map { half in
      let isHere = half == 1 ? loading : .!loading
      let enable = (accepted .& isHere).named("takes_\(half)")
      func keep(_ name: String, _ value: UInt) -> UInt {
        let register = module.register("\(name)_\(half)", .uint(value.bitWidth), enable: enable)
        register.assign(value)
        return register
      }
      func keep(_ name: String, _ value: Bit) -> Bit {
        let register = module.register("\(name)_\(half)", .bit, enable: enable)
        register.assign(value)
        return register
      }
      return Pass(
        lastBeat: keep("lastBeat", command.lastBeat), lastLane: keep("lastLane", command.lastLane),
        lastQuery: keep("lastQuery", command.lastQuery),
        lastCandidate: keep("lastCandidate", command.lastCandidate),
        isFirst: keep("isFirst", command.isFirst), isLast: keep("isLast", command.isLast))
    }
    return (choose(loading, passes), choose(comparing, passes))
  }

  private func choose(_ half: Bit, _ passes: [Pass]) -> Pass {
    Pass(
      lastBeat: mux(half, passes[1].lastBeat, passes[0].lastBeat),
      lastLane: mux(half, passes[1].lastLane, passes[0].lastLane),
      lastQuery: mux(half, passes[1].lastQuery, passes[0].lastQuery),
      lastCandidate: mux(half, passes[1].lastCandidate, passes[0].lastCandidate),
      isFirst: mux(half, passes[1].isFirst, passes[0].isFirst),
      isLast: mux(half, passes[1].isLast, passes[0].isLast))
  }

  /// Closes the loop: halves swap when the loader has filled one or the candidates are done with one.
  func connect(filled: Bit, emptied: Bit) {
    loading.assign(loading .^ filled)
    comparing.assign(comparing .^ emptied)
    for half in 0..<2 {
      let fills = filled .& (half == 1 ? loading : .!loading)
      let empties = emptied .& (half == 1 ? comparing : .!comparing)
      full[half].assign(fills .| (full[half] .& .!empties))
    }
  }
}
