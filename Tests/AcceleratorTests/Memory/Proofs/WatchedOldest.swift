import Components
import HDL

@testable import Accelerator

/// The choice of the oldest among requests whose bits of age are an order.
struct WatchedOldest: Module {
  var depth = SchedulerShapes.usualDepth

  var moduleName: String { "WatchedOldest" }

  struct Ports {
    let wants: Bits
    let older: [Bits]
    let isAny: Bit
  }

  func ports(_ declare: PortDeclarer) -> Ports {
    Ports(
      wants: declare.input(.bits(depth)),
      older: (0..<depth).map { _ in declare.input(.bits(depth)) }, isAny: declare.output(.bit))
  }

  func body(_ module: ModuleBuilder, _ ports: Ports) {
    let chooser = module.instance(OldestRequest(depth: depth), named: "chooser")
    chooser.wants.assign(ports.wants)
    for (target, older) in zip(chooser.older, ports.older) { target.assign(older) }
    ports.isAny.assign(chooser.isAny)
    for index in 0..<depth {
      module.assume(
        "isNotItself_\(index)", .!ports.older[index][index], when: ports.wants[index])
      for other in 0..<depth where other != index {
        let both = ports.wants[index] .& ports.wants[other]
        if other < index {
          module.assume(
            "isOrder_\(index)_\(other)", ports.older[index][other] .^ ports.older[other][index],
            when: both)
        }
        module.assume(
          "isTransitive_\(index)_\(other)",
          .!(ports.wants .& ports.older[other] .& .!ports.older[index]).anySet(),
          when: both .& ports.older[index][other])
      }
    }
    // There is an oldest of the first entries that want it: by induction over their number. If it is
    // `oldest`, which the solver chooses, then with one entry more it stays or the new one is. A solver
    // does not find these steps by itself.
    let oldest = module.anyConstant("oldest", .uint(addressBits(depth)))
    func isOldest(_ entry: Int, ofFirst count: Int) -> Bit {
      ports.wants[entry] .& isFirst(ports.older[entry], count)
    }
    func isFirst(_ older: Bits, _ count: Int) -> Bit {
      .!(ports.wants[0..<count] .& older[0..<count]).anySet()
    }
    let mask = oldest.oneHot(depth)
    let older = chosen(ports.older, at: oldest)
    func isChosenOldest(ofFirst count: Int) -> Bit {
      (ports.wants[0..<count] .& mask[0..<count]).anySet() .& isFirst(older, count)
    }
    module.assert("isFirstOldest_0", isOldest(0, ofFirst: 1), when: ports.wants[0])
    for count in 1..<depth {
      let isNew = isOldest(count, ofFirst: count + 1)
      module.assert(
        "isStillOldest_\(count)", isChosenOldest(ofFirst: count + 1) .| isNew,
        when: isChosenOldest(ofFirst: count))
      module.assert(
        "isFirstOldest_\(count)", isNew,
        when: ports.wants[count] .& .!ports.wants[0..<count].anySet())
    }
    module.assert(
      "isChosen", (chooser.oldest .& mask).anySet() .== isChosenOldest(ofFirst: depth))
    module.assert("isOne", chooser.oldest.isOneHotOrZero())
    module.assert("isOfThem", .!(chooser.oldest .& .!ports.wants).anySet())
    module.assert("isAnyOfThem", chooser.isAny .== ports.wants.anySet())
  }
}
