import Components
import HDL
import Testing

@Suite("Arbiter")
struct ArbiterTests {
  static let arbiters: [Arbiter] = (1...6).flatMap { count in
    [false, true].flatMap { keepsGrant in
      [Arbiter.Policy.fixedPriority, .roundRobin].map {
        Arbiter(count: count, policy: $0, keepsGrant: keepsGrant)
      }
    }
  }

  /// Indices instead of vectors: who was served last, and who holds the grant.
  private struct Model {
    let arbiter: Arbiter
    var last = -1
    var kept: Int?

    func grant(_ requests: UInt64) -> Int? {
      func isRequesting(_ index: Int) -> Bool { requests >> index & 1 == 1 }
      if let kept, isRequesting(kept) { return kept }
      let first = arbiter.policy == .roundRobin ? last + 1 : 0
      return (0..<arbiter.count).map { (first + $0) % arbiter.count }.first(where: isRequesting)
    }

    mutating func step(_ grant: Int?, accept: Bool) {
      if let grant, accept { last = grant }
      kept = arbiter.keepsGrant && !accept ? grant : nil
    }
  }

  @Test("grants as the model of indices does", arguments: arbiters)
  func model(arbiter: Arbiter) throws {
    let bench = try Bench(arbiter)
    let hasAccept = arbiter.policy == .roundRobin || arbiter.keepsGrant
    var model = Model(arbiter: arbiter)
    var stimulus = Stimulus(seed: UInt64(arbiter.count))
    try bench.reset()
    for _ in 0..<4000 {
      let bits = stimulus.next()
      let requests = bits & (1 << UInt64(arbiter.count) - 1) & (bits >> 8 | bits >> 16)
      let accept = bits >> 40 & 1 == 1
      bench["requests"] = requests
      if hasAccept { bench["accept"] = accept ? 1 : 0 }
      try bench.settle()
      let grant = model.grant(requests)
      try #require(bench["grant"] == grant.map { 1 << UInt64($0) } ?? 0)
      model.step(grant, accept: accept)
      try bench.step()
    }
  }

  @Test("round robin serves each of all requesters once a round", arguments: 1...9, [false, true])
  func fairness(count: Int, keepsGrant: Bool) throws {
    let bench = try Bench(Arbiter(count: count, policy: .roundRobin, keepsGrant: keepsGrant))
    try bench.reset()
    bench["requests"] = 1 << UInt64(count) - 1
    bench["accept"] = 1
    for cycle in 0..<4 * count {
      try bench.settle()
      #expect(bench["grant"] == 1 << UInt64(cycle % count))
      try bench.step()
    }
  }

  @Test("refuses to choose among none")
  func refused() {
    #expect(
      mistakes(in: Arbiter(count: 0, policy: .roundRobin))
        .hasPrefix("width-out-of-range: port `requests` is 0 bits wide"))
  }
}
