import Cosimulation
import Formal
import HDL
import RegisterMap
import TestSupport
import Testing

/// The timer with counters of what is under way on its bus.
struct BusRules: Module {
  /// Whether it also claims, wrongly, that no second address is taken before a response.
  var isWrong = false

  func ports(_ declare: PortDeclarer) -> AXI4LitePorts {
    declare.target(AXI4LiteInterface(addressWidth: 6))
  }

  func body(_ module: ModuleBuilder, _ bus: AXI4LitePorts) {
    let timer = module.instance(Timer(), named: "timer")
    module.connect(bus, to: timer.axi)
    timer.irq.ignore()

    func outstanding<Request, Response>(
      _ name: String, _ request: Stream<Request>, _ response: Stream<Response>
    ) -> HDL.UInt {
      let count = module.register(name, .uint(2), reset: 0)
      module.when(request.fires() .& .!response.fires()) {
        count.assign(count .&+ 1)
      }.elseWhen(.!request.fires() .& response.fires()) {
        count.assign(count .&- 1)
      }
      let waiting = (.!request.ready).asUInt .+ response.valid.asUInt
      module.assert("\(name)Match", count .== waiting, "requests and responses do not match")
      return count
    }
    let addresses = outstanding("addresses", bus.writeAddress, bus.writeResponse)
    let data = outstanding("data", bus.writeData, bus.writeResponse)
    let reads = outstanding("reads", bus.readAddress, bus.readData)
    module.assert(
      "answersWritesOnly", (addresses .!= 0) .& (data .!= 0), "a response without a write",
      when: bus.writeResponse.valid)
    module.assert(
      "answersReadsOnly", reads .!= 0, "a response without a read", when: bus.readData.valid)
    if isWrong { module.assert("oneAddress", addresses .< 2, "a second address") }

    // Whoever takes responses gets one in two cycles.
    func answers<Response>(_ name: String, _ isAsked: Bit, _ response: Stream<Response>) {
      let asked = module.past(isAsked .& response.ready, named: name)
      module.assert(
        "\(name)Answered", response.valid, "no response", when: asked.isValid .& asked.value)
    }
    answers(
      "write", .!bus.writeAddress.ready .& .!bus.writeData.ready, bus.writeResponse)
    answers("read", .!bus.readAddress.ready, bus.readData)
    module.cover("bothAtOnce", bus.writeResponse.fires() .& bus.readData.fires())
    module.cover("full", (addresses .== 2) .& (data .== 2) .& (reads .== 2))
  }
}

/// The rules of the bus for ever, not only in the cycles that were simulated.
@Suite("Proofs of register blocks", .enabled(if: TestSupport.Tool.yosys.isExpected))
struct RegisterBlockProofTests {
  @Test("show that each request has one response, which stays until it is taken")
  func rules() async throws {
    let proof = try await prove(BusRules(), depth: 8)
    #expect(proof.isProven, "\(proof)")
    #expect(proof.unreachedCovers.isEmpty, "\(proof)")
  }

  @Test("show rules of other maps that have no hardware side", arguments: [Sample.wide, .version])
  func streams(sample: Sample) async throws {
    let proof = try await prove(RegisterBlock(sample.map), depth: 6)
    #expect(proof.isProven, "\(proof)")
  }

  @Test("refute a wrong rule")
  func wrong() async throws {
    let proof = try await prove(BusRules(isWrong: true), depth: 8)
    #expect(proof.counterexample?.property.fullName.contains("oneAddress") == true, "\(proof)")
  }
}
