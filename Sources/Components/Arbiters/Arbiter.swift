public import HDL

/// Chooses one of several requests each cycle.
///
/// The grant follows the requests within the cycle (latency 0). `accept` says that the requester
/// granted was served; the state moves on at that clock edge only.
///
/// - Fixed priority: the request with the lowest index. Under load the others may wait for ever.
/// - Round robin: the next request above the one last served, the lowest after the highest. Between
///   two services of one requester every other waiting one is served once: none waits for more than
///   count - 1 others.
///
/// Area: a carry chain of `count` bits for fixed priority; two, a register and a multiplexer of
/// `count` bits for round robin; another register and multiplexer where the grant is kept.
public struct Arbiter: Module, Sendable {
  /// Which request goes first.
  public enum Policy: String, Hashable, Sendable {
    /// The one with the lowest index.
    case fixedPriority
    /// The next one above the requester last served.
    case roundRobin
  }

  /// Number of requesters, at least 1.
  public let count: Int
  /// Which request goes first.
  public let policy: Policy
  /// Whether a grant stays with its requester until it is accepted or the request withdrawn, whoever
  /// else comes in the meantime. Streams need it: what has been offered must stay.
  public let keepsGrant: Bool

  /// Creates an arbiter for `count` requesters.
  public init(count: Int, policy: Policy, keepsGrant: Bool = false) {
    self.count = count
    self.policy = policy
    self.keepsGrant = keepsGrant
  }

  /// Policy and number of requesters.
  public var moduleName: String {
    let name = policy == .roundRobin ? "RoundRobinArbiter" : "FixedPriorityArbiter"
    return "\(name)_\(count)" + (keepsGrant ? "_keepsGrant" : "")
  }

  /// Requests in, a grant out.
  public struct Ports {
    /// One bit for each requester.
    public let requests: Bits
    /// Whether the requester granted is served in this cycle; without meaning while none is. A
    /// stateless arbiter, of fixed priority and without `keepsGrant`, has no such port.
    public let accept: Bit?
    /// The requester chosen: one bit, and none only while nobody requests.
    public let grant: Bits
  }

  /// Declares the ports.
  public func ports(_ declare: PortDeclarer) -> Ports {
    let hasState = policy == .roundRobin || keepsGrant
    return Ports(
      requests: declare.input(.bits(count)), accept: hasState ? declare.input(.bit) : nil,
      grant: declare.output(.bits(count)))
  }

  /// Describes the choice and what is remembered of it.
  public func body(_ module: ModuleBuilder, _ ports: Ports) {
    let (requests, grant) = (ports.requests, ports.grant)
    var choice = requests.lowestSet()
    if let accept = ports.accept {
      if policy == .roundRobin {
        // One bit for each requester above the one last served; after reset none was.
        let above = module.register(
          "above", .bits(requests.bitWidth), reset: 0, enable: accept .& requests.anySet())
        above.assign((.!(grant.asUInt .| (grant.asUInt .&- 1))).asBits)
        let preferred = (requests .& above).named("preferred")
        choice = mux(preferred.anySet(), preferred.lowestSet(), choice)
      }
      if keepsGrant {
        let kept = module.register("kept", .bits(requests.bitWidth), reset: 0)
        kept.assign(grant .& (.!accept).repeated(requests.bitWidth))
        choice = mux((kept .& requests).anySet(), kept, choice.named("choice"))
      }
    }
    grant.assign(choice)
    if let accept = ports.accept { check(module, ports, accept) }
  }

  /// States what an arbiter promises. One without state has no clock to state it at.
  private func check(_ module: ModuleBuilder, _ ports: Ports, _ accept: Bit) {
    let (requests, grant) = (ports.requests, ports.grant)
    module.assert("grantsOne", grant.isOneHotOrZero(), "several requesters are granted")
    module.assert(
      "grantsRequests", .!(grant .& .!requests).anySet(), "who does not request is granted")
    module.assert(
      "grantsSomebody", grant.anySet() .== requests.anySet(), "nobody is granted on request")
    if keepsGrant {
      // The last grant, if it was not accepted and its request still stands.
      let waiting = module.past(
        grant .& (.!accept).repeated(grant.bitWidth), named: "waiting")
      let stands = (waiting.value .& requests).anySet()
      module.assert(
        "keepsGrant", grant .== waiting.value, "the grant is taken from a waiting request",
        when: waiting.isValid .& stands)
    }
  }
}
