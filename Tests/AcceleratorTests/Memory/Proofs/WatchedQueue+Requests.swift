import Components
import HDL

@testable import Accelerator

extension WatchedQueue {
  /// The request of a tag, from its arrival to its service.
  private struct Followed {
    let enters: Bit
    let leaves: Bit
    let waits: Bit
    /// As it arrived.
    let kept: BurstRequest
    /// Entries that hold it.
    let holds: Bits
  }

  private func follow(
    _ module: ModuleBuilder, _ view: View, _ name: String, _ tag: HDL.UInt
  ) -> Followed {
    let arriving = view.ports.request.payload
    let enters = (view.enters .& arriving.tag .== tag).named("\(name)Enters")
    let leaves = (view.leaves .& view.queue.accessTag .== tag).named("\(name)Leaves")
    let waits = module.register("\(name)Waits", .bit, reset: 0)
    module.when(leaves) { waits.set(to: 0) }
    module.when(enters) { waits.set(to: 1) }
    let kept = module.register("\(name)Kept", of: arriving.layout, enable: enters)
    kept.assign(arriving)
    kept.ignore()
    // A tag that is used again would make two requests one.
    module.assume("\(name)IsUnique", .!waits, when: enters)
    let holds = module.concatenate(
      view.entries.reversed().map { $0.isOccupied .& $0.request.tag .== tag })
    return Followed(
      enters: enters, leaves: leaves, waits: waits, kept: kept, holds: holds.named("\(name)Holds"))
  }

  /// The entries that hold a request, which is as it arrived.
  private func holding(_ view: View, _ request: Followed) -> [(name: String, holds: Bit)] {
    let same = view.entries.enumerated().map { index, entry in
      (
        name: "Same_\(index)",
        holds: .!request.holds[index]
          .| (entry.request.isWrite .== request.kept.isWrite
            .& entry.request.bank .== request.kept.bank .& entry.request.row .== request.kept.row
            .& entry.request.column .== request.kept.column)
      )
    }
    return [
      ("HeldOnce", request.holds.isOneHotOrZero()),
      ("Held", request.waits .== request.holds.anySet()),
    ] + same
  }

  /// A request of any tag is served once and as itself, and never lost.
  func assertRequests(_ module: ModuleBuilder, _ view: View) {
    let (queue, candidates) = (view.queue, view.queue.candidates)
    let request = follow(
      module, view, "request", module.anyConstant("tag", .uint(Self.tagBits)))
    let kept = request.kept
    module.assert(
      "isServedOnce", request.waits, "a request is served twice, or nobody's is",
      when: request.leaves)
    module.assert("isKept", .!request.waits, "a request is lost", when: queue.isEmpty)
    module.assert(
      "isItself",
      candidates.accessIsWrite .== kept.isWrite .& candidates.accessBank .== kept.bank
        .& candidates.accessRow .== kept.row .& queue.accessColumn .== kept.column,
      "another request is served than was made", when: request.leaves)
    module.cover("servesRequest", request.leaves)
    guard part != .pins else { return }
    for (name, holds) in holding(view, request) { module.assert("is" + name, holds) }
  }

  /// A later request of the same burst does not overtake an earlier one, if one of them writes.
  func assertOrder(_ module: ModuleBuilder, _ view: View) {
    let arriving = view.ports.request.payload
    let tags = ["first", "second"].map { module.anyConstant($0, .uint(Self.tagBits)) }
    module.assume("areTwo", tags[0] .!= tags[1])
    let first = follow(module, view, "one", tags[0])
    let second = follow(module, view, "two", tags[1])
    let isSameBurst =
      (first.kept.bank .== arriving.bank .& first.kept.row .== arriving.row
      .& first.kept.column .== arriving.column .& (first.kept.isWrite .| arriving.isWrite)).named(
        "isSameBurst")
    let mustFollow = module.register("mustFollow", .bit, reset: 0)
    module.when(second.enters) { mustFollow.assign(first.waits .& isSameBurst) }
    module.when(first.leaves .| first.enters) { mustFollow.set(to: 0) }
    let follows = (mustFollow .& first.waits .& second.waits).named("follows")
    module.assert(
      "keepsOrder", .!follows, "a request overtakes another of its burst", when: second.leaves)
    module.cover("follows", follows)
    guard part != .pins else { return }
    for (prefix, request) in [("one", first), ("two", second)] {
      for (name, holds) in holding(view, request) { module.assume(prefix + name, holds) }
    }
    for (index, entry) in view.entries.enumerated() {
      module.assert(
        "isBlocked_\(index)", (entry.blockers .& first.holds).anySet(),
        when: follows .& second.holds[index])
    }
  }
}
