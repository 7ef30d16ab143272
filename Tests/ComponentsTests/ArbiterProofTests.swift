import Components
import Formal
import HDL
import TestSupport
import Testing

/// An arbiter whose requester `watched`, whichever that is, counts who is served before it.
private struct WatchedArbiter: Module {
  let arbiter: Arbiter

  struct Ports {
    let requests: Bits
    let accept: Bit
    let grant: Bits
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      requests: declare.input(.bits(arbiter.count)), accept: declare.input(.bit),
      grant: declare.output(.bits(arbiter.count)))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let inner = module.instance(arbiter, named: "arbiter")
    inner.requests.assign(ports.requests)
    inner.accept?.assign(ports.accept)
    ports.grant.assign(inner.grant)

    let watched = module.anyConstant("watched", .bits(arbiter.count))
    module.assume("watchesOne", watched.isOneHot())
    let waits = (ports.requests .& watched).anySet()
    let isServed = ports.accept .& (inner.grant .& watched).anySet()
    let othersAreServed = ports.accept .& (inner.grant .& .!watched).anySet()
    let width = addressBits(arbiter.count + 1)
    let passed = module.register("passed", .uint(width), reset: 0)
    let next = mux(othersAreServed, passed.addingSaturated(module.constant(1, .uint(1))), passed)
    passed.assign(mux(.!waits .| isServed, 0, next))
    module.assert("isFair", passed .< arbiter.count, "a requester waits too long")
    module.cover("waitsForAll", passed .== arbiter.count - 1)
  }
}

@Suite("Proofs of arbiters", .enabled(if: Tool.yosys.isExpected, "yosys is not installed"))
struct ArbiterProofTests {
  @Test(
    "one requester is granted, it has requested, and keeps the grant", arguments: [1, 2, 3, 5],
    [false, true])
  func promises(count: Int, keepsGrant: Bool) async throws {
    let proof = try await prove(
      Arbiter(count: count, policy: .roundRobin, keepsGrant: keepsGrant), depth: 4)
    #expect(proof.isProven, "\(proof)")
  }

  /// A requester waits for services only, and every state of an arbiter is two services from reset,
  /// so that more cycles show nothing new.
  @Test(
    "round robin serves at most count - 1 others before anyone", arguments: [2, 3, 4],
    [false, true])
  func fairness(count: Int, keepsGrant: Bool) async throws {
    let proof = try await prove(
      WatchedArbiter(
        arbiter: Arbiter(count: count, policy: .roundRobin, keepsGrant: keepsGrant)),
      depth: 2 * count + 3, isInductive: false)
    #expect(proof.outcome == .bounded(depth: 2 * count + 3), "\(proof)")
    #expect(proof.unreachedCovers.isEmpty)
  }

  @Test("fixed priority does not: the proof shows a way to starve")
  func starvation() async throws {
    let proof = try await prove(
      WatchedArbiter(arbiter: Arbiter(count: 3, policy: .fixedPriority, keepsGrant: true)),
      depth: 8, isInductive: false)
    let trace = try #require(proof.counterexample, "\(proof)")
    #expect(trace.property.fullName.hasSuffix(".isFair"))
  }
}
